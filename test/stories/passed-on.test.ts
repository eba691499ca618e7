import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { AgentTelephone } from '../../runtime/drill/sip/agent-telephone.ts';
import { MediaClock } from '../../runtime/drill/sip/media-clock.ts';
import { readRaw, rms, tonePower } from '../support/sound.ts';
import { type Agent, eventually } from '../support/telephony-world.ts';
import { accepts, ask, CITY, done, parties, type Talk, to } from '../telephony/party-stage.ts';
import { type ExchangeStage, exchangeStage } from './support/exchange-stage.ts';
import { measuresSeconds } from './support/take-turns.ts';

const CITIZEN_HERTZ = 2_000;
const CITY_HERTZ = 1_500;
/** Every agent's telephone hums so. */
const AGENT_HERTZ = 440;
const RATE = 8_000;

describe('story: a call is passed on, on the exchange itself', function () {
  measuresSeconds();
  this.timeout(90_000);
  let stage: ExchangeStage;
  const clock = new MediaClock();
  const phones: AgentTelephone[] = [];
  let first: Agent;
  let second: Agent;

  before(async () => {
    stage = await exchangeStage('progressive', { 'call-ended': { hertz: 650, sec: 0.5 } });
    first = await sipAgent();
    second = await sipAgent();
    await stage.start();
  });
  after(async () => {
    for (const phone of phones) phone.close();
    await stage?.stop();
  });

  const SECRET = 's3cret';
  async function sipAgent(): Promise<Agent> {
    const { world, pair } = stage;
    const agent = await world.addAgent();
    const realm = pair.config.asterisk.sipDomain;
    const ha1 = createHash('md5').update(`${agent.sipUser}:${realm}:${SECRET}`).digest('hex');
    await world.db.owner`update agent_login set device = 'sip', sip_ha1 = ${ha1} where id = ${agent.loginId}`;
    return agent;
  }
  async function sit(agent: Agent): Promise<void> {
    const { world, pair } = stage;
    const login = { user: agent.sipUser, secret: SECRET, legUri: `sip:leg@${pair.config.asterisk.sipDomain}` };
    phones.push(await AgentTelephone.connect({ host: '127.0.0.1', port: pair.pbxSipPort }, login, clock));
    await eventually('media proof', async () => (await world.agentRow(agent))['media_proven_at'] !== null, 15_000);
  }

  it('one recording hears it all: talk, music, three voices, a silence of equal length, the colleague, the city', async () => {
    const { world, carrier, pair } = stage;
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
    const lasted = Number(ended['ended_real_ms']) - startedAt;
    const length = (left.length / RATE) * 1_000;
    expect(length - lasted, `recorded ↔ ${lasted} ms of the call`).to.be.within(-1_000, 400);
    // A machine that is short of time loses frames, here and there: what is heard late in the call stands earlier in the file by as much.
    const at = (ms: number) => Math.round(((ms - startedAt) * left.length) / lasted);
    const heard = (name: string) => {
      const { from, to: until } = parts[name] ?? { from: 0, to: 0 };
      const range = [at(from), at(until)] as const;
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
    const { world, pair } = stage;
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
