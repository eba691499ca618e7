import { expect } from 'chai';
import { Stopwatch } from '../support/stopwatch.ts';
import { eventually, NOTHING_LEFT } from '../support/telephony-world.ts';
import {
  accepts,
  ask,
  CITY,
  citizenHangsUp,
  citizenIsServed,
  colleague,
  done,
  INTERPRETER,
  moh,
  parties,
  supervisor,
  type Talk,
  talking,
  to,
} from './party-stage.ts';

describe('a call that others join', () => {
  let talk: Talk;
  afterEach(async () => {
    await talk.world.close();
  });
  const recorder = () =>
    talk.world.fake.recorders.find(({ channelId, stoppedAtMs }) => channelId === talk.citizen.id && !stoppedAtMs);
  const pauses = async () => [...(await talk.world.sql`select * from recording_pause order by id`)];
  const allow = (limitSec: number) =>
    talk.world.db.owner`insert into setting (key, value)
      values ('recording_pause', ${talk.world.db.owner.json({ allowed: true, limitSec })})`;

  it('an interpreter by telephone: all three talk, and the call goes on without them', async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    world.fake.behaviours.set(INTERPRETER, { kind: 'answer', afterMs: 40 });
    await done(talk, agent, 'add_party', { to: await to(world, INTERPRETER) });
    // While it rings, agent and citizen talk on.
    expect(moh(talk)).to.equal(undefined);
    const party = await eventually('joined', async () =>
      (await parties(world)).find(({ state }) => state === 'joined'),
    );
    const telephone = world.fake.channels.get(String(party['channel_id']));
    await eventually('three voices', () => telephone?.bridgeId === talk.bridgeId && leg.bridgeId === talk.bridgeId);
    expect(party).to.include({ kind: 'interpreter', purpose: 'three_way' });
    const alone = await ask(talk, agent, 'transfer_complete', { as: 'transfer', partyId: party['id'] });
    expect(alone.result.code).to.equal('transfer/interpreter');
    await done(talk, agent, 'drop_party', { partyId: party['id'] });
    await eventually('gone', () => !world.fake.channels.has(String(party['channel_id'])));
    await citizenIsServed(talk, leg);
  });

  it('an officer is asked first, then all three talk; the call ends for everybody together', async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    world.fake.behaviours.set(CITY, { kind: 'answer', afterMs: 40 });
    await done(talk, agent, 'transfer_start', { to: await to(world, CITY), blind: false });
    await eventually('answered', async () => (await parties(world))[0]?.['state'] === 'consulting');
    await done(talk, agent, 'transfer_complete', { as: 'three_way', partyId: null });
    await citizenIsServed(talk, leg);
    expect([...world.fake.channels.values()].filter(({ bridgeId }) => bridgeId === talk.bridgeId)).to.have.length(3);
    citizenHangsUp(talk);
    await world.untilAgent(agent, 'wrap_up');
    await world.saveResult(agent, talk.callId);
    await done(talk, agent, 'wrap_up_done');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
    expect((await parties(world))[0]).to.include({ state: 'left', outcome: 'call_over' });
  });

  it('help: every supervisor is shown it, the first one joins, and may leave or take the call', async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    expect((await ask(talk, agent, 'call_supervisor', { on: true })).result.code).to.equal('help/nobody');
    const boss = await supervisor(world);
    const late = await supervisor(world);
    const seen = Number((await world.agentRow(late.agent))['seq']);
    await done(talk, agent, 'call_supervisor', { on: true });
    expect(Number((await world.agentRow(late.agent))['seq'])).to.be.greaterThan(seen);
    expect((await ask(talk, agent, 'join_help')).result.code).to.be.a('string');
    // From a break: whoever helps need not be ready for calls.
    await done(talk, boss.agent, 'join_help');
    await eventually('three voices', () => boss.leg.bridgeId === talk.bridgeId && leg.bridgeId === talk.bridgeId);
    expect((await ask(talk, late.agent, 'join_help')).result.code).to.equal('help/not-asked');
    expect(await world.agentRow(boss.agent)).to.include({ state: 'talking', target_id: null });
    await done(talk, boss.agent, 'leave_call');
    await world.untilAgent(boss.agent, 'break');
    await citizenIsServed(talk, leg);
    await done(talk, agent, 'call_supervisor', { on: true });
    await done(talk, late.agent, 'join_help');
    const [joined] = (await parties(world)).filter(({ state }) => state === 'joined');
    await done(talk, agent, 'transfer_complete', { as: 'transfer', partyId: joined?.['id'] });
    await citizenIsServed(talk, late.leg);
    expect((await world.calls())[0]).to.include({ agent_id: late.agent.id });
    citizenHangsUp(talk);
    await world.untilAgent(late.agent, 'wrap_up');
  });

  it('who joined may lose the browser: the others talk on; the agent may, and who joined has the call', async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    const boss = await supervisor(world);
    await done(talk, agent, 'call_supervisor', { on: true });
    await done(talk, boss.agent, 'join_help');
    world.fake.destroy(boss.leg, 16, undefined);
    await eventually('left', async () => (await parties(world))[0]?.['outcome'] === 'leg_lost');
    await citizenIsServed(talk, leg);
    const second = await supervisor(world);
    await done(talk, agent, 'call_supervisor', { on: true });
    await done(talk, second.agent, 'join_help');
    world.fake.destroy(leg, 16, undefined);
    await citizenIsServed(talk, second.leg);
    await eventually('theirs', async () => (await world.calls())[0]?.['agent_id'] === second.agent.id);
    expect(await world.agentRow(second.agent)).to.include({ state: 'talking' });
  });

  it("the agent's browser dies in a consultation: the colleague has the citizen, not silence", async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    const other = await colleague(world);
    await done(talk, agent, 'transfer_start', { to: { kind: 'agent', staffId: other.agent.id }, blind: false });
    await accepts(talk, other.agent);
    world.fake.destroy(leg, 16, undefined);
    await citizenIsServed(talk);
    expect(moh(talk)).to.equal('hold');
    await citizenIsServed(talk, other.leg);
    expect((await world.calls())[0]).to.include({ agent_id: other.agent.id, ended_at: null });
  });

  it('and when it comes back in time, the consultation goes on', async () => {
    talk = await talking();
    const { world, agent, leg, callId } = talk;
    const other = await colleague(world);
    await done(talk, agent, 'transfer_start', { to: { kind: 'agent', staffId: other.agent.id }, blind: false });
    await accepts(talk, other.agent);
    world.limits.legReturnMs = 20_000;
    world.fake.destroy(leg, 16, undefined);
    const back = world.fake.agentCalls(agent.sipUser);
    await eventually('in the consultation', () => back?.bridgeId === `consult-${callId}`);
    await done(talk, agent, 'transfer_cancel');
    await citizenIsServed(talk, back);
  });

  it("the colleague's leg dies in a consultation: the agent is back with the citizen", async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    const other = await colleague(world);
    await done(talk, agent, 'transfer_start', { to: { kind: 'agent', staffId: other.agent.id }, blind: false });
    await accepts(talk, other.agent);
    world.fake.destroy(other.leg, 16, undefined);
    await citizenIsServed(talk, leg);
    await eventually('told', async () => String((await world.agentRow(agent))['notice']).includes('切断'));
    expect((await parties(world))[0]).to.include({ state: 'left', outcome: 'leg_lost' });
  });

  it('the recording pauses only where the city allows it, and never for ever', async () => {
    talk = await talking();
    const { world, agent } = talk;
    const reason = '市の指示';
    expect((await ask(talk, agent, 'pause_recording', { on: true, reason })).result.code).to.equal(
      'recording/no-pause',
    );
    expect(await pauses()).to.deep.equal([]);
    await allow(60);
    const other = await ask(talk, agent, 'pause_recording', { on: true, reason: 'なんとなく' });
    expect(other.result.code).to.equal('recording/pause-reason');
    await done(talk, agent, 'pause_recording', { on: true, reason });
    expect(recorder()?.muted).to.equal(true);
    expect((await pauses())[0]).to.include({ reason, staff_id: agent.id, to_real_ms: null });
    await done(talk, agent, 'pause_recording', { on: false, reason });
    expect(recorder()?.muted).to.equal(false);
    expect((await pauses())[0]).to.include({ ended_by: 'agent' });
    // Passed on: whoever has the call next is recorded.
    await done(talk, agent, 'pause_recording', { on: true, reason });
    const next = await colleague(world);
    await done(talk, agent, 'transfer_start', { to: { kind: 'agent', staffId: next.agent.id }, blind: true });
    await accepts(talk, next.agent);
    expect(recorder()?.muted).to.equal(false);
    expect((await pauses())[1]).to.include({ ended_by: 'transfer' });
    await done(talk, next.agent, 'pause_recording', { on: true, reason });
    citizenHangsUp(talk);
    await world.untilAgent(next.agent, 'wrap_up');
    expect((await pauses())[2]).to.include({ ended_by: 'hang_up' });
  });

  it('it ends by itself, also after a restart in the middle of it', async () => {
    talk = await talking();
    const { world, agent } = talk;
    await allow(10);
    const reason = '市の指示';
    const watch = new Stopwatch();
    await done(talk, agent, 'pause_recording', { on: true, reason });
    await world.killAll();
    await world.db.owner`update recording_pause set from_real_ms = from_real_ms - 8500`;
    await world.startController();
    await eventually('recorded again', () => recorder()?.muted === false);
    await eventually('written', async () => (await pauses())[0]?.['ended_by'] === 'limit');
    const [row] = await pauses();
    const pausedMs = Number(row?.['to_real_ms']) - Number(row?.['from_real_ms']);
    expect(pausedMs).to.be.at.least(10_000);
    expect(pausedMs - watch.heldUpMs).to.be.at.most(14_000);
  });
});
