import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { AmiConnection } from '../../dialplan/carrier/ami-connection.ts';
import { CarrierControl } from '../../dialplan/carrier/control.ts';
import { type CarrierCall, readCarrierLog } from '../../dialplan/carrier/log.ts';
import { buildTones } from '../../dialplan/sounds/build-tones.ts';
import { tone } from '../../dialplan/sounds/tones.ts';
import { encodeWave } from '../../dialplan/sounds/wave-file.ts';
import { AriSession } from '../support/ari-session.ts';
import { type AsteriskPair, startAsteriskPair } from '../support/asterisk-pair.ts';
import { openSockets } from '../support/open-sockets.ts';
import { SipOverWebSocket } from '../support/sip-over-websocket.ts';
import { readRaw, readWav, tonePower, toneStartMs } from '../support/sound.ts';
import { measuresSeconds } from './support/take-turns.ts';

const agentHertz = 440;
const citizenHertz = 1000;

describe('story: the exchange alone', function () {
  measuresSeconds();
  this.timeout(60_000);
  let pair: AsteriskPair;
  let ari: AriSession;
  let ami: AmiConnection;
  let carrier: CarrierControl;
  let soundsDir: string;

  before(async () => {
    soundsDir = await mkdtemp(join(tmpdir(), 'tori-sounds-'));
    await buildTones(soundsDir);
    await writeTone('pbx/inbound-unavailable', 520);
    pair = await startAsteriskPair({ soundsDir });
    const { asterisk } = pair.config;
    ari = await AriSession.open(asterisk);
    const { amiHost: host, amiPort: port, amiUser: user, amiPassword: password } = asterisk;
    ami = await AmiConnection.open({ host, port, user, password });
    carrier = await CarrierControl.open(pair.config.carrier);
  });
  after(async () => {
    carrier?.close();
    ami?.close();
    ari?.close();
    await pair?.stop();
    await rm(soundsDir, { recursive: true, force: true });
  });

  async function writeTone(key: string, hertz: number): Promise<void> {
    await mkdir(join(soundsDir, 'pbx'), { recursive: true });
    await writeFile(join(soundsDir, `${key}.wav`), encodeWave(tone(hertz, 1)));
  }

  async function logged(isIt: (call: CarrierCall) => boolean): Promise<CarrierCall> {
    for (const stop = performance.now() + 10_000; performance.now() < stop; ) {
      const found = (await readCarrierLog(pair.config.carrier.logFile)).findLast(isIt);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the carrier logged no such call');
  }

  it('comes up without an error in either log', async () => {
    expect((await pair.logs()).split('\n').filter((line) => /ERROR|WARNING/.test(line))).to.deep.equal([]);
  });

  it('can be reached on loopback only', () => {
    const own = [pair.pbxPid, pair.carrierPid].flatMap(openSockets);
    expect(own.filter(({ protocol }) => protocol === 'tcp').map(({ address }) => address)).to.deep.equal(
      Array(3).fill('127.0.0.1'),
    );
    const udp = own.filter(({ protocol }) => protocol === 'udp');
    expect(udp.map(({ address }) => address)).to.include.members(['127.0.0.1', '127.0.0.2']);
    // PJSIP's DNS client has one socket for each family, on a port of the kernel's choice; no option closes them.
    expect(udp.filter(({ address }) => !address.startsWith('127.'))).to.have.length.at.most(4);
  });

  it('sends the caller ID in From and P-Asserted-Identity, and sound both ways with the answer', async () => {
    const number = '0900000501';
    await carrier.setBehaviour(number, `tone;hz=${citizenHertz};ring=1;talk=2`);
    await ari.rest('POST', '/bridges/parked?type=holding');
    await ari.originate('agent', '0000000440', '5551');
    await ari.answered('agent');
    await ari.rest('POST', '/bridges/parked/addChannel?channel=agent');
    await ari.rest('POST', '/bridges/parked/moh?mohClass=silence');

    await ari.rest('POST', '/bridges/call?type=mixing');
    const create = `channelId=citizen&endpoint=PJSIP/${number}@carrier&app=${ari.app}`;
    const { name } = await ari.rest<{ name: string }>('POST', `/channels/create?${create}`, {
      variables: { 'CONNECTEDLINE(all,i)': '<0220001100>' },
    });
    const raw = join(pair.config.asterisk.spoolDir, 'ring.raw');
    await ami.action({ Action: 'MixMonitor', Channel: name, File: raw, Options: 'D' });
    for (const channel of ['agent', 'citizen'])
      await ari.rest('POST', `/bridges/call/addChannel?channel=${channel}&inhibitConnectedLineUpdates=true`);
    await ari.rest('POST', '/channels/citizen/dial?timeout=30');
    await ari.destroyed('citizen');
    await ari.rest('DELETE', '/channels/agent');

    const call = await logged(({ called }) => called === number);
    expect(call).to.include({ from: '0220001100', pai: '0220001100' });
    const heard =
      readWav(await readFile(join(pair.config.carrier.soundDir, call.heard ?? ''))).channels[0] ?? new Float64Array();
    expect(toneStartMs(heard, 8000, agentHertz), 'the citizen hears the agent').to.be.at.most(40);

    const agent = await logged(({ called }) => called === '0000000440');
    const agentHeard =
      readWav(await readFile(join(pair.config.carrier.soundDir, agent.heard ?? ''))).channels[0] ?? new Float64Array();
    const answeredAt = (call.answeredMs ?? 0) - (agent.answeredMs ?? 0);
    const startedAt = toneStartMs(agentHeard, 8000, citizenHertz) ?? Number.NaN;
    // The machine may lose frames of the file while it is busy, never add any.
    expect(startedAt - answeredAt, 'the agent hears the citizen').to.be.within(-250, 150);
    expect(
      tonePower(agentHeard, 8000, 400, answeredAt * 8 - 8000, answeredAt * 8 - 2400),
      'ring-back',
    ).to.be.greaterThan(1e-4);

    const { channels } = readRaw(await readFile(raw), 8000, 2);
    const [left = new Float64Array(), right = new Float64Array()] = channels;
    const tail = left.length - 8000;
    expect(tonePower(left, 8000, citizenHertz, tail)).to.be.greaterThan(0.01);
    expect(tonePower(right, 8000, agentHertz, tail)).to.be.greaterThan(0.01);
    expect(tonePower(left, 8000, agentHertz, tail)).to.be.below(1e-4);
    expect(tonePower(right, 8000, citizenHertz, tail)).to.be.below(1e-4);
  });

  describe('an agent\u2019s identity', () => {
    const realm = () => pair.config.asterisk.sipDomain;
    const path = (type: string, id: string) => `/asterisk/config/dynamic/res_pjsip/${type}/${id}`;
    const fields = (values: Record<string, string>) => ({
      fields: Object.entries(values).map(([attribute, value]) => ({ attribute, value })),
    });
    const push = async (id: string, secret: string) => {
      const hash = createHash('md5').update(`${id}:${realm()}:${secret}`).digest('hex');
      const auth = { auth_type: 'digest', username: id, realm: realm(), password_digest: `MD5:${hash}` };
      await ari.rest('PUT', path('auth', id), fields({ ...auth, supported_algorithms_uas: 'MD5' }));
      const endpoint = {
        transport: 'transport-ws',
        context: 'agents',
        auth: id,
        identify_by: 'username',
        webrtc: 'yes',
      };
      await ari.rest('PUT', path('endpoint', id), fields({ ...endpoint, disallow: 'all', allow: 'opus,ulaw' }));
    };
    const invite = async (id: string, secret: string, extension = 'leg') => {
      const who = { user: id, secret, domain: realm() };
      const sip = await SipOverWebSocket.open(pair.config.asterisk.sipWebSocketUrl, who);
      try {
        return await sip.invite(extension);
      } finally {
        sip.close();
      }
    };

    it('pushed through ARI reaches the controller, and no other extension', async () => {
      await push('a1b2', 'secret');
      expect(await invite('a1b2', 'secret')).to.deep.equal({ first: 401, last: 'provisional' });
      const start = await ari.event(({ type, args }) => type === 'StasisStart' && args?.[0] === 'agent-leg');
      expect(start.args).to.deep.equal(['agent-leg', 'a1b2']);
      expect(start.channel?.state).to.equal('Ring');
      for (const extension of ['0901234567', 'sorry', 's', '11'])
        expect((await invite('a1b2', 'secret', extension)).last, extension).to.equal(404);
    });

    it('is refused alike for a wrong secret, an unknown user and a deleted identity', async () => {
      await push('c3d4', 'secret');
      const refused = { first: 401, last: 401 };
      expect(await invite('c3d4', 'wrong')).to.deep.equal(refused);
      expect(await invite('nobody', 'secret')).to.deep.equal(refused);
      expect((await invite('c3d4', 'secret')).last).to.equal('provisional');
      await push('c3d4', 'rotated');
      expect(await invite('c3d4', 'secret')).to.deep.equal(refused);
      expect((await invite('c3d4', 'rotated')).last).to.equal('provisional');
      for (const type of ['endpoint', 'auth']) await ari.rest('DELETE', path(type, 'c3d4'));
      expect(await invite('c3d4', 'rotated')).to.deep.equal(refused);
    });
  });

  it('tells a caller so when the controller is down, and hangs up', async () => {
    ari.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await carrier.originate({ from: '0901112222', to: '0220001100', behaviour: 'tone;hz=700;talk=20' });
    const call = await logged(({ direction }) => direction === 'from_citizen');
    expect(call).to.include({ endedBy: 'city', cause: 16 });
    const heard =
      readWav(await readFile(join(pair.config.carrier.soundDir, call.heard ?? ''))).channels[0] ?? new Float64Array();
    expect(tonePower(heard, 8000, 520)).to.be.greaterThan(0.005);
    ari = await AriSession.open(pair.config.asterisk);
  });
});
