import type { AriPort } from '../ari/port.ts';
import type { LoginRow } from './queries.ts';

/**
 * One browser's SIP identity, pushed into Asterisk's memory: it exists as long as the log-in does. The order matters: an
 * endpoint that names objects that are not there yet would answer 401 for ever.
 */
export async function createSipIdentity(ari: AriPort, login: LoginRow, realm: string): Promise<void> {
  const id = login.sipUser;
  await ari.putConfig('auth', id, { auth_type: 'md5', username: id, md5_cred: login.sipHa1, realm });
  await ari.putConfig('aor', id, { max_contacts: '1', remove_existing: 'yes' });
  await ari.putConfig('endpoint', id, {
    transport: 'transport-ws',
    context: 'agents',
    disallow: 'all',
    // What the telephone network speaks. With Opus the exchange works at 48 kHz, and MixMonitor's two-channel file is garbled
    // above 8 kHz until 22.11; it would also transcode every call for nothing.
    allow: 'ulaw,alaw',
    auth: id,
    aors: id,
    // DTLS-SRTP, ICE, AVPF, rtcp-mux: all of what a browser insists on.
    webrtc: 'yes',
    dtls_auto_generate_cert: 'yes',
    dtls_verify: 'fingerprint',
    dtls_setup: 'actpass',
    media_use_received_transport: 'yes',
    rtcp_mux: 'yes',
    direct_media: 'no',
    rtp_symmetric: 'yes',
    force_rport: 'yes',
    rewrite_contact: 'yes',
    // A browser that vanished sends no BYE: 0 (the default) would leave its leg up for ever.
    rtp_timeout: '15',
    rtp_timeout_hold: '60',
    timers: 'no',
    allow_transfer: 'no',
    allow_subscribe: 'no',
    send_pai: 'no',
    trust_id_inbound: 'no',
    trust_id_outbound: 'no',
    dtmf_mode: 'rfc4733',
    language: 'ja',
    moh_suggest: 'silence',
  });
}

export async function deleteSipIdentity(ari: AriPort, sipUser: string): Promise<void> {
  await ari.deleteConfig('endpoint', sipUser);
  await ari.deleteConfig('auth', sipUser);
  await ari.deleteConfig('aor', sipUser);
}
