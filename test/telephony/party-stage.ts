import { expect } from 'chai';
import type { PartyTarget } from '../../core/contracts/commands.ts';
import type { FakeChannel } from '../support/fake-asterisk/fake-asterisk.ts';
import { type Agent, eventually, TelephonyWorld } from '../support/telephony-world.ts';

export const CITY = '0225550001';
export const INTERPRETER = '0225550002';
export const OUTSIDE = '0225550003';

export interface Talk {
  world: TelephonyWorld;
  agent: Agent;
  leg: FakeChannel;
  callId: string;
  bridgeId: string;
  citizen: FakeChannel;
}

/** One agent talks with a citizen; the city has an extension and an interpreter. */
export async function talking(mode: 'progressive' | 'preview' = 'progressive'): Promise<Talk> {
  const world = await TelephonyWorld.create(mode);
  await world.startController();
  return talkIn(world);
}

export async function talkIn(world: TelephonyWorld): Promise<Talk> {
  const { owner } = world.db;
  await owner`insert into city_extension (label, number, kind) values ('納税課', ${CITY}, 'city'), ('通訳', ${INTERPRETER}, 'interpreter')`;
  world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 20 });
  const agent = await world.addAgent();
  const leg = await world.seat(agent);
  await world.ready(agent);
  const call = await world.untilCall('talking');
  await world.untilAgent(agent, 'talking');
  const citizen = world.fake.channels.get(String(call['channel_id']));
  if (!citizen) throw new Error('no citizen');
  return { world, agent, leg, callId: String(call['id']), bridgeId: String(call['bridge_id']), citizen };
}

/** A colleague, ready for the pool. */
export async function colleague(world: TelephonyWorld, skills: string[] | null = null) {
  const { agent, leg } = await world.poolAgent(skills);
  await world.untilAgent(agent, 'available');
  return { agent, leg };
}

export async function supervisor(world: TelephonyWorld) {
  const agent = await world.addAgent();
  await world.db.owner`update staff_account set role = 'supervisor' where id = ${agent.id}`;
  const leg = await world.seat(agent);
  return { agent, leg };
}

export async function extensionId(world: TelephonyWorld, number: string): Promise<number> {
  const [row] = await world.sql<{ id: number }[]>`select id from city_extension where number = ${number}`;
  return row?.id ?? 0;
}

export async function to(world: TelephonyWorld, number: string): Promise<PartyTarget> {
  return { kind: 'extension', extensionId: await extensionId(world, number) };
}

export async function parties(world: TelephonyWorld): Promise<Record<string, unknown>[]> {
  return [...(await world.sql`select * from call_party order by created_at, id`)];
}

export const moh = (talk: Talk) => talk.world.fake.bridges.get(talk.bridgeId)?.moh;

/** The citizen is in the call's bridge, its one recorder runs, and somebody or music is with them. */
export async function citizenIsServed(talk: Talk, by?: FakeChannel): Promise<void> {
  const { fake } = talk.world;
  await eventually('the citizen is served', () => {
    const inBridge = [...fake.channels.values()].filter((one) => one.bridgeId === talk.bridgeId);
    if (!inBridge.includes(talk.citizen)) return false;
    if (by !== undefined) return inBridge.includes(by) && moh(talk) === undefined;
    return inBridge.length > 1 || moh(talk) === 'hold';
  });
  const running = fake.recorders.filter((one) => one.channelId === talk.citizen.id && one.stoppedAtMs === undefined);
  expect(running).to.have.length(1);
}

export const citizenHangsUp = (talk: Talk) => talk.world.fake.destroy(talk.citizen, 16, undefined);

export async function ask(talk: Talk, by: Agent, kind: Parameters<TelephonyWorld['command']>[1], more: object = {}) {
  return talk.world.command(by, kind, { callId: talk.callId, ...more } as never);
}

export async function done(talk: Talk, by: Agent, kind: Parameters<TelephonyWorld['command']>[1], more: object = {}) {
  const answer = await ask(talk, by, kind, more);
  expect(answer, `${kind}: ${JSON.stringify(answer.result)}`).to.include({ state: 'done' });
}

/** The colleague who is asked takes it. */
export const accepts = (talk: Talk, by: Agent) => done(talk, by, 'transfer_answer', { accept: true });
