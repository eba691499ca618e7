import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { createLogger } from '../../core/platform/logger.ts';
import { powerRatio } from '../../core/rules/pacing-simulation/reference-pacers/power-ratio.ts';
import { CarrierControl } from '../../dialplan/carrier/control.ts';
import { buildTones } from '../../dialplan/sounds/build-tones.ts';
import { tone } from '../../dialplan/sounds/tones.ts';
import { encodeWave } from '../../dialplan/sounds/wave-file.ts';
import { AgentTelephone } from '../../runtime/drill/sip/agent-telephone.ts';
import { MediaClock } from '../../runtime/drill/sip/media-clock.ts';
import { AmiClient } from '../../telephony/ami/manager-client.ts';
import { openAri } from '../../telephony/ari/client.ts';
import { DEFAULT_LIMITS, type TelephonyContext } from '../../telephony/context.ts';
import { Controller } from '../../telephony/controller.ts';
import { type AsteriskPair, startAsteriskPair } from '../support/asterisk-pair.ts';
import { mochaGlobalSetup, mochaGlobalTeardown } from '../support/global-setup.ts';
import { scriptedDialer } from '../support/scripted-dialer.ts';
import { readRaw, rms, tonePower } from '../support/sound.ts';
import { type Agent, eventually, TelephonyWorld } from '../support/telephony-world.ts';
import { accepts, ask, CITY, done, parties, type Talk, to } from '../telephony/party-stage.ts';

const CITIZEN_HERTZ = 2_000;
const CITY_HERTZ = 1_500;
/** Every agent's telephone hums so. */
const AGENT_HERTZ = 440;
const RATE = 8_000;

describe('story: a call is passed on, on the exchange itself', function () {
  this.timeout(90_000);
  let world: TelephonyWorld;
  let pair: AsteriskPair;
  let soundsDir: string;
  let controller: Controller;
  let carrier: CarrierControl;
  let closeLinks: () => void;
  const clock = new MediaClock();
  const phones: AgentTelephone[] = [];
  let first: Agent;
  let second: Agent;

  before(async () => {
    await mochaGlobalSetup();
    soundsDir = await mkdtemp(join(tmpdir(), 'tori-sounds-'));
    await buildTones(soundsDir);
    await mkdir(join(soundsDir, 'pbx'), { recursive: true });
    await writeFile(join(soundsDir, 'pbx', 'call-ended.wav'), encodeWave(tone(650, 0.5)));
    world = await TelephonyWorld.create('progressive');
    pair = await startAsteriskPair({ soundsDir });
    carrier = await CarrierControl.open(pair.config.carrier);
    const { asterisk } = pair.config;
    const logger = createLogger('telephony', 'silent');
    const ari = openAri(
      { baseUrl: asterisk.ariUrl, user: asterisk.ariUser, password: asterisk.ariPassword, app: asterisk.ariApp },
      logger,
    );
    const ami = new AmiClient(
      { host: asterisk.amiHost, port: asterisk.amiPort, user: asterisk.amiUser, password: asterisk.amiPassword },
      logger,
    );
    closeLinks = () => {
      ari.stop();
      ami.stop();
    };
    const ctx: TelephonyContext = {
      sql: world.sql,
      ari: ari.port,
      ami,
      dialer: scriptedDialer(),
      clock: world.clock,
      logger,
      node: asterisk.node,
      spoolDir: asterisk.spoolDir,
      sipRealm: asterisk.sipDomain,
      carrier: undefined,
      failPoint: () => undefined,
      limits: DEFAULT_LIMITS,
      createPacer: (init) => powerRatio(init, 1),
    };
    first = await sipAgent();
    second = await sipAgent();
    controller = new Controller(ctx);
    ami.start();
    ari.start();
    await controller.start();
    await eventually('both links', () => controller.detail().ready && controller.detail().ami, 20_000);
  });
  after(async () => {
    for (const phone of phones) phone.close();
    await controller?.stop();
    closeLinks?.();
    carrier?.close();
    await pair?.stop();
    await world?.close();
    await rm(soundsDir, { recursive: true, force: true });
    await mochaGlobalTeardown();
  });

  const SECRET = 's3cret';
  async function sipAgent(): Promise<Agent> {
    const agent = await world.addAgent();
    const realm = pair.config.asterisk.sipDomain;
    const ha1 = createHash('md5').update(`${agent.sipUser}:${realm}:${SECRET}`).digest('hex');
    await world.db.owner`update agent_login set device = 'sip', sip_ha1 = ${ha1} where id = ${agent.loginId}`;
    return agent;
  }
  async function sit(agent: Agent): Promise<void> {
    const login = { user: agent.sipUser, secret: SECRET, legUri: `sip:leg@${pair.config.asterisk.sipDomain}` };
    phones.push(await AgentTelephone.connect({ host: '127.0.0.1', port: pair.pbxSipPort }, login, clock));
    await eventually('media proof', async () => (await world.agentRow(agent))['media_proven_at'] !== null, 15_000);
  }

  it('one recording hears it all: talk, music, three voices, a silence of equal length, the colleague, the city', async () => {
    const { owner } = world.db;
    await owner`insert into city_extension (label, number, kind) values ('納税課', ${CITY}, 'city')`;
    await owner`insert into setting (key, value) values ('recording_pause', ${owner.json({ allowed: true, limitSec: 60 })})`;
    await carrier.setBehaviour(world.number(0), `tone;hz=${CITIZEN_HERTZ};ring=1;talk=60`);
    await carrier.setBehaviour(CITY, `tone;hz=${CITY_HERTZ};ring=1;talk=60`);
    await sit(first);
    await world.ready(first);
    const call = await eventually(
      'talking',
      async () => (await world.calls()).find(({ state }) => state === 'talking'),
      20_000,
    );
    const callId = String(call['id']);
    // Only what the commands need: there is no fake here.
    const talk = { world, callId, bridgeId: String(call['bridge_id']) } as Talk;
    await sit(second);
    await world.readyForPool(second);

    const parts: Record<string, { from: number; to: number }> = {};
    const part = async (name: string) => {
      await sleep(500);
      const from = Date.now();
      await sleep(1_200);
      parts[name] = { from, to: Date.now() };
      await sleep(200);
    };
    await part('talk');
    await done(talk, first, 'transfer_start', { to: await to(world, CITY), blind: false });
    await eventually('the city answers', async () => (await parties(world))[0]?.['state'] === 'consulting', 15_000);
    await part('music');
    await done(talk, first, 'transfer_complete', { as: 'three_way', partyId: null });
    await part('three');
    await done(talk, first, 'pause_recording', { on: true, reason: '市の指示' });
    await part('silence');
    await done(talk, first, 'pause_recording', { on: false, reason: '市の指示' });
    await part('after silence');
    await done(talk, first, 'drop_party', { partyId: (await parties(world))[0]?.['id'] });
    await done(talk, first, 'transfer_start', { to: { kind: 'agent', staffId: second.id }, blind: true });
    await accepts(talk, second);
    await part('colleague');
    await world.untilAgent(first, 'available');
    await done(talk, second, 'transfer_start', { to: await to(world, CITY), blind: true });
    await eventually('passed on', async () => (await world.agentRow(second))['state'] === 'wrap_up', 15_000);
    await part('city');
    expect((await ask(talk, first, 'hang_up')).result.code).to.equal('call/over');
    await carrierHangsUp(callId);
    const ended = await eventually(
      'ended',
      async () => (await world.calls()).find(({ state }) => state === 'ended'),
      15_000,
    );
    expect(ended).to.include({ line_result: 'answered_human', agent_id: second.id });

    const raw = await readFile(join(pair.config.asterisk.spoolDir, String(ended['call_spool'])));
    const [left = new Float64Array(), right = new Float64Array()] = readRaw(raw, RATE, 2).channels;
    const startedAt = Number(ended['recorder_started_real_ms']);
    const length = (left.length / RATE) * 1_000;
    expect(length, 'length of the recording').to.be.within(
      Number(ended['ended_real_ms']) - startedAt - 600,
      Number(ended['ended_real_ms']) - startedAt + 400,
    );
    const heard = (name: string) => {
      const { from, to: until } = parts[name] ?? { from: 0, to: 0 };
      const range = [((from - startedAt) * RATE) / 1_000, ((until - startedAt) * RATE) / 1_000].map(Math.round) as [
        number,
        number,
      ];
      return {
        citizen: tonePower(left, RATE, CITIZEN_HERTZ, ...range) > 0.003,
        agent: tonePower(right, RATE, AGENT_HERTZ, ...range) > 0.003,
        city: tonePower(right, RATE, CITY_HERTZ, ...range) > 0.003,
        silent: rms(left, ...range) < 0.001 && rms(right, ...range) < 0.001,
      };
    };
    const said = Object.fromEntries(Object.keys(parts).map((name) => [name, heard(name)]));
    expect(said).to.deep.equal({
      talk: { citizen: true, agent: true, city: false, silent: false },
      music: { citizen: true, agent: false, city: false, silent: false },
      three: { citizen: true, agent: true, city: true, silent: false },
      silence: { citizen: false, agent: false, city: false, silent: true },
      'after silence': { citizen: true, agent: true, city: true, silent: false },
      colleague: { citizen: true, agent: true, city: false, silent: false },
      city: { citizen: true, agent: false, city: true, silent: false },
    });
  });

  /** The citizen puts the telephone down. */
  async function carrierHangsUp(callId: string): Promise<void> {
    const [row] = await world.sql<
      { channelId: string }[]
    >`select channel_id as "channelId" from call where id = ${callId}`;
    const { ariUrl, ariUser, ariPassword } = pair.config.asterisk;
    await fetch(`${ariUrl}/ari/channels/${row?.channelId}`, {
      method: 'DELETE',
      headers: { authorization: `Basic ${Buffer.from(`${ariUser}:${ariPassword}`).toString('base64')}` },
    });
  }
});
