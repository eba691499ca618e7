import type { AriPort } from '../ari/port.ts';
import type { LoginRow } from './queries.ts';

const DEVICES: Record<LoginRow['device'], Record<string, string>> = {
  // DTLS-SRTP, ICE, AVPF, rtcp-mux and a certificate: all of what a browser insists on.
  webrtc: { transport: 'transport-ws', webrtc: 'yes' },
  // The agents of a drill: plain RTP on loopback, sent back to where it comes from.
  sip: { transport: 'transport-udp', webrtc: 'no', rtp_symmetric: 'yes' },
};

/**
 * One browser's SIP identity, pushed into Asterisk's memory: it exists as long as the log-in does. The order matters: an
 * endpoint that names an `auth` that is not there yet refuses every call.
 */
export async function createSipIdentity(ari: AriPort, login: LoginRow, realm: string): Promise<void> {
  const id = login.sipUser;
  await ari.putConfig('auth', id, {
    auth_type: 'digest',
    username: id,
    realm,
    supported_algorithms_uas: 'MD5',
    password_digest: `MD5:${login.sipHa1}`,
  });
  await ari.putConfig('endpoint', id, {
    ...DEVICES[login.device],
    context: 'agents',
    auth: id,
    identify_by: 'username',
    disallow: 'all',
    // What the telephone network speaks. With Opus the exchange works at 48 kHz, and MixMonitor's two-channel file is garbled
    // above 8 kHz until 22.11; it would also transcode every call for nothing.
    allow: 'ulaw,alaw',
    direct_media: 'no',
    // A browser that vanished sends no BYE: 0 (the default) would leave its leg up for ever.
    rtp_timeout: '30',
    rtp_timeout_hold: '300',
    allow_transfer: 'no',
    allow_subscribe: 'no',
    timers: 'no',
    message_context: '',
    send_connected_line: 'no',
    trust_connected_line: 'no',
  });
}

/** A leg that is up stays up: whoever calls this hangs it up as well. */
export async function deleteSipIdentity(ari: AriPort, sipUser: string): Promise<void> {
  await ari.deleteConfig('endpoint', sipUser);
  await ari.deleteConfig('auth', sipUser);
}
