import { expect } from 'chai';
import { eventually, NOTHING_LEFT } from '../support/telephony-world.ts';
import {
  accepts,
  ask,
  CITY,
  citizenHangsUp,
  citizenIsServed,
  colleague,
  done,
  extensionId,
  moh,
  OUTSIDE,
  parties,
  type Talk,
  talking,
  to,
} from './party-stage.ts';

describe('a call that is passed on', () => {
  let talk: Talk;
  afterEach(async () => {
    await talk.world.close();
  });

  async function endOfStory(): Promise<void> {
    citizenHangsUp(talk);
    await talk.world.untilCall('ended');
    for (const row of await talk.world.sql`select agent_id from agent_state where state = 'wrap_up'`) {
      const agent = { id: String(row['agent_id']), loginId: '', sipUser: '' };
      await talk.world.saveResult(agent, talk.callId);
      await talk.world.command(agent, 'wrap_up_done', { callId: talk.callId });
    }
    expect(await talk.world.settled()).to.deep.equal(NOTHING_LEFT);
    expect((await parties(talk.world)).every(({ state }) => state === 'left' || state === 'failed')).to.equal(true);
  }

  it('attended, to a colleague: music for the citizen, a word between the two, then the call is theirs', async () => {
    talk = await talking();
    const { world, agent, leg, callId } = talk;
    const other = await colleague(world);
    await done(talk, agent, 'transfer_start', { to: { kind: 'agent', staffId: other.agent.id }, blind: false });
    await accepts(talk, other.agent);
    expect(moh(talk)).to.equal('hold');
    expect(leg.bridgeId).to.equal(`consult-${callId}`);
    expect(other.leg.bridgeId).to.equal(`consult-${callId}`);
    // Asked, not given: no case, no lease, nothing to see.
    expect(await world.agentRow(other.agent)).to.include({ state: 'talking', call_id: callId, target_id: null });
    expect((await world.calls())[0]).to.include({ agent_id: agent.id, state: 'held' });
    expect((await ask(talk, other.agent, 'hang_up')).result.code).to.equal('call/over');
    await done(talk, agent, 'transfer_complete', { as: 'transfer', partyId: null });
    await citizenIsServed(talk, other.leg);
    expect(leg.bridgeId).to.equal('hold-pbx1');
    expect((await world.calls())[0]).to.include({ agent_id: other.agent.id, agent_login_id: other.agent.loginId });
    const target = (await world.sql`select lease_agent_id from target_progress`)[0];
    expect(target?.['lease_agent_id']).to.equal(other.agent.id);
    expect(await world.agentRow(agent)).to.include({ state: 'available', call_id: null, target_id: null });
    expect((await world.agentRow(other.agent))['target_id']).to.not.equal(null);
    expect(world.fake.bridges.has(`consult-${callId}`)).to.equal(false);
    citizenHangsUp(talk);
    // The result is written by who had the call last.
    await world.untilAgent(other.agent, 'wrap_up');
    expect((await world.calls())[0]).to.include({ line_result: 'answered_human', ended_by: 'citizen' });
    await world.saveResult(other.agent, callId);
    await done(talk, other.agent, 'wrap_up_done');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('blind, to a colleague; and back again', async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    const other = await colleague(world);
    await done(talk, agent, 'transfer_start', { to: { kind: 'agent', staffId: other.agent.id }, blind: true });
    await accepts(talk, other.agent);
    await citizenIsServed(talk, other.leg);
    await world.untilAgent(agent, 'available');
    await done(talk, other.agent, 'transfer_start', { to: { kind: 'agent', staffId: agent.id }, blind: true });
    await accepts(talk, agent);
    await citizenIsServed(talk, leg);
    expect((await world.calls())[0]).to.include({ agent_id: agent.id });
    await endOfStory();
  });

  it('asked, not given: it rings on the desk of the colleague until they say yes, no or nothing', async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    const other = await colleague(world);
    const offer = () =>
      done(talk, agent, 'transfer_start', { to: { kind: 'agent', staffId: other.agent.id }, blind: true });
    const isBack = async (notice: string) => {
      await citizenIsServed(talk, leg);
      await world.untilAgent(other.agent, 'available');
      const row = await eventually('told', async () => {
        const mine = await world.agentRow(agent);
        return String(mine['notice']).includes(notice) ? mine : undefined;
      });
      expect(row).to.include({ state: 'talking' });
      expect((await world.calls())[0]).to.include({ agent_id: agent.id, state: 'talking' });
    };
    await offer();
    const ringing = await world.agentRow(other.agent);
    expect(ringing).to.include({ state: 'ringing', call_id: talk.callId, target_id: null });
    expect(ringing['reserved_until']).to.be.a('date');
    expect(other.leg.bridgeId).to.equal('hold-pbx1');
    expect(moh(talk)).to.equal('hold');
    expect((await world.calls())[0]).to.include({ agent_id: agent.id });
    expect((await ask(talk, agent, 'transfer_answer', { accept: true })).result.code).to.equal('transfer/offer-over');
    await done(talk, other.agent, 'transfer_answer', { accept: false });
    await isBack('今は受けられません');
    const { offerMs } = world.limits;
    world.limits.offerMs = 500;
    await offer();
    await isBack('応答がありませんでした');
    world.limits.offerMs = offerMs;
    await offer();
    await done(talk, agent, 'transfer_cancel');
    await citizenIsServed(talk, leg);
    expect((await ask(talk, other.agent, 'transfer_answer', { accept: true })).result.code).to.equal(
      'transfer/offer-over',
    );
    await offer();
    await accepts(talk, other.agent);
    await citizenIsServed(talk, other.leg);
    expect((await parties(world)).map(({ outcome }) => outcome)).to.deep.equal([
      'declined',
      'no_answer',
      'cancelled',
      null,
    ]);
    await endOfStory();
  });

  it('the exchange does not tidy up after it: the call is the colleague’s all the same', async () => {
    talk = await talking();
    const { world, agent } = talk;
    const other = await colleague(world);
    await done(talk, agent, 'transfer_start', { to: { kind: 'agent', staffId: other.agent.id }, blind: true });
    world.fake.refusesToEnd = 1;
    await accepts(talk, other.agent);
    expect(world.fake.refusesToEnd).to.equal(0);
    await citizenIsServed(talk, other.leg);
    expect(await world.agentRow(other.agent)).to.include({ state: 'talking', call_id: talk.callId });
    expect((await world.calls())[0]).to.include({ agent_id: other.agent.id, ended_at: null });
    await endOfStory();
  });

  it('taken back: the agent is with the citizen, the colleague is free', async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    const other = await colleague(world);
    await done(talk, agent, 'transfer_start', { to: { kind: 'agent', staffId: other.agent.id }, blind: false });
    await accepts(talk, other.agent);
    await done(talk, agent, 'transfer_cancel');
    await citizenIsServed(talk, leg);
    await world.untilAgent(other.agent, 'available');
    expect(other.leg.bridgeId).to.equal('hold-pbx1');
    await endOfStory();
  });

  it('to the city, attended: rings, is asked, has the citizen; the agent writes the result while they talk', async () => {
    talk = await talking();
    const { world, agent, leg, callId } = talk;
    world.fake.behaviours.set(CITY, { kind: 'answer', afterMs: 60 });
    await done(talk, agent, 'transfer_start', { to: await to(world, CITY), blind: false });
    const party = await eventually('answered', async () =>
      (await parties(world)).find(({ state }) => state === 'consulting'),
    );
    const telephone = world.fake.channels.get(String(party['channel_id']));
    await eventually(
      'consulting',
      () => telephone?.bridgeId === `consult-${callId}` && leg.bridgeId === telephone.bridgeId,
    );
    // It sees the line's number, never the citizen's.
    expect(world.fake.dials.at(-1)).to.include({ number: CITY, callerId: '0220001100' });
    await done(talk, agent, 'transfer_complete', { as: 'transfer', partyId: null });
    await citizenIsServed(talk, telephone);
    await world.untilAgent(agent, 'wrap_up');
    await world.saveResult(agent, callId);
    await done(talk, agent, 'wrap_up_done');
    await world.untilAgent(agent, 'available');
    expect((await world.calls())[0]).to.include({ ended_at: null });
    // The other telephone hangs up: the citizen is told in words, not left in silence.
    if (telephone) world.fake.destroy(telephone, 16, undefined);
    await world.untilCall('ended');
    expect(world.fake.played.at(-1)).to.contain('call-ended');
    expect((await world.calls())[0]).to.include({ line_result: 'answered_human', agent_id: agent.id });
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('does not answer, is busy: the agent is back with the citizen and told so', async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    for (const behaviour of [{ kind: 'ring' }, { kind: 'busy' }] as const) {
      world.fake.behaviours.set(CITY, behaviour);
      await done(talk, agent, 'transfer_start', { to: await to(world, CITY), blind: true });
      expect(moh(talk)).to.equal('hold');
      await eventually('given up', async () => (await parties(world)).every(({ state }) => state === 'failed'));
      await citizenIsServed(talk, leg);
      await eventually('told', async () =>
        String((await world.agentRow(agent))['notice']).includes('応答がありません'),
      );
    }
    await endOfStory();
  });

  it('to a line: whoever of it is free next; nobody in time: back', async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    await world.addLine('20', { mode: 'preview', targets: 0 });
    await done(talk, agent, 'transfer_start', { to: { kind: 'line', subjectId: '20' }, blind: true });
    await eventually('given up', async () => (await parties(world)).every(({ state }) => state === 'failed'));
    await citizenIsServed(talk, leg);
    const wrong = await colleague(world, ['10']);
    // At the desk, and ready only after the citizen has begun to wait.
    const right = await world.addAgent(undefined, ['20']);
    const rightLeg = await world.seat(right);
    world.limits.lineWaitMs = 20_000;
    await done(talk, agent, 'transfer_start', { to: { kind: 'line', subjectId: '20' }, blind: true });
    expect(moh(talk)).to.equal('hold');
    await world.readyForPool(right);
    await citizenIsServed(talk, rightLeg);
    expect(await world.agentRow(wrong.agent)).to.include({ state: 'available' });
    await endOfStory();
  });

  it('refuses who may not have it, and outside numbers without the permission', async () => {
    talk = await talking();
    const { world, agent, leg } = talk;
    const unskilled = await colleague(world, ['99']);
    const code = async (target: object) =>
      (await ask(talk, agent, 'transfer_start', { to: target, blind: true })).result.code;
    expect(await code({ kind: 'agent', staffId: unskilled.agent.id })).to.equal('transfer/not-skilled');
    const resting = await world.addAgent();
    await world.seat(resting);
    expect(await code({ kind: 'agent', staffId: resting.id })).to.equal('transfer/busy');
    expect(await code({ kind: 'outside', number: OUTSIDE })).to.equal('transfer/not-allowed');
    expect(await code({ kind: 'extension', extensionId: 999 })).to.equal('transfer/unknown');
    await world.db.owner`update person set shielded = true`;
    const other = await colleague(world);
    expect(await code({ kind: 'agent', staffId: other.agent.id })).to.equal('transfer/shielded');
    await world.db.owner`update person set shielded = false`;
    await world.db.owner`update staff_account set role = 'supervisor' where id = ${agent.id}`;
    for (const number of ['110', '0990123456', '01041234567'])
      expect(await code({ kind: 'outside', number })).to.equal('transfer/number');
    expect(world.fake.dials).to.have.length(1);
    await citizenIsServed(talk, leg);
    // Whatever a simulated clock has a real trunk beside it for: nothing rings.
    await world.db
      .owner`insert into trunk (id, name, kind, node, endpoint, channels) values ('real', 'real', 'sip', 'pbx1', 'real', 5)`;
    const city = await extensionId(world, CITY);
    expect(await code({ kind: 'extension', extensionId: city })).to.equal('transfer/clock');
    await endOfStory();
  });
});
