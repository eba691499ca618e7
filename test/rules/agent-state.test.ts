import { expect } from 'chai';
import fc from 'fast-check';
import { type AgentEvent, type AgentFacts, isRoutable, nextAgentState, OFFLINE } from '../../core/rules/agent-state.ts';

const event: fc.Arbitrary<AgentEvent> = fc.oneof(
  fc.constantFrom<AgentEvent>(
    { type: 'logged_in' },
    { type: 'logged_out' },
    { type: 'leg_up' },
    { type: 'leg_lost' },
    { type: 'media_proven' },
    { type: 'media_lost' },
    { type: 'logged_in', page: true },
    { type: 'device', problem: null },
    { type: 'device', problem: 'silent' },
    { type: 'device', problem: 'muted' },
    { type: 'device', problem: 'unseen' },
    { type: 'ready', campaignId: 'c' },
    { type: 'ready', campaignId: null },
    { type: 'break' },
    { type: 'reservation_lost' },
    { type: 'wrap_up_done' },
  ),
  fc.integer({ min: 1, max: 3 }).map((targetId): AgentEvent => ({ type: 'reserved', targetId })),
  fc
    .constantFrom('a', 'b')
    .chain((callId) =>
      fc.constantFrom<AgentEvent>(
        { type: 'dialling', callId },
        { type: 'answered', callId },
        { type: 'connected', targetId: 1, callId },
        { type: 'connected', targetId: null, callId },
        { type: 'offered', callId },
        { type: 'party_joined', callId, fromBreak: true },
        { type: 'party_joined', callId, fromBreak: false },
        { type: 'took_over', callId, targetId: 1 },
        { type: 'held', callId, on: true },
        { type: 'held', callId, on: false },
        { type: 'call_over', callId, wrapUp: true },
        { type: 'call_over', callId, wrapUp: false },
      ),
    ),
);

const run = (events: AgentEvent[]) =>
  events.reduce<AgentFacts>((facts, next) => nextAgentState(facts, next) ?? facts, OFFLINE);

const toAvailable: AgentEvent[] = [
  { type: 'logged_in' },
  { type: 'leg_up' },
  { type: 'media_proven' },
  { type: 'ready', campaignId: 'c' },
];

describe('agent state', () => {
  it('is available exactly when intent and proof are there', () => {
    expect(run(toAvailable).state).to.equal('available');
    for (let left = 0; left < toAvailable.length; left += 1)
      expect(run(toAvailable.filter((_, index) => index !== left)).state).to.not.equal('available');
  });

  it('comes back by itself when a lost leg is up and proven again', () => {
    const lost = run([...toAvailable, { type: 'leg_lost' }]);
    expect(lost).to.include({ state: 'break', intent: 'ready' });
    expect(run([...toAvailable, { type: 'leg_lost' }, { type: 'leg_up' }, { type: 'media_proven' }]).state).to.equal(
      'available',
    );
  });

  it('on a screen it is available only while the page lives and hears; a warning keeps nobody from work', () => {
    const onScreen = run([{ type: 'logged_in', page: true }, ...toAvailable.slice(1)]);
    expect(onScreen).to.include({ state: 'break', intent: 'ready', deviceProblem: 'unseen' });
    const seen = nextAgentState(onScreen, { type: 'device', problem: null }) ?? onScreen;
    expect(seen.state).to.equal('available');
    expect(nextAgentState(seen, { type: 'device', problem: null })).to.equal(undefined);
    expect(nextAgentState(seen, { type: 'device', problem: 'silent' })?.state).to.equal('available');
    const muted = nextAgentState(seen, { type: 'device', problem: 'muted' }) ?? seen;
    expect(muted).to.include({ state: 'break', intent: 'ready' });
    expect(nextAgentState(muted, { type: 'connected', targetId: 1, callId: 'a' })).to.equal(undefined);
    expect(nextAgentState(muted, { type: 'calling_back', callId: 'a' })).to.equal(undefined);
    const reserved = nextAgentState(seen, { type: 'reserved', targetId: 1 }) ?? seen;
    expect(nextAgentState(reserved, { type: 'device', problem: 'silent' })).to.include({
      state: 'reserved',
      targetId: 1,
    });
    expect(nextAgentState(reserved, { type: 'device', problem: 'unseen' })).to.include({
      state: 'reserved',
      targetId: 1,
    });
    expect(nextAgentState(reserved, { type: 'device', problem: 'ended' })).to.include({
      state: 'break',
      targetId: null,
    });
    const talking = nextAgentState(seen, { type: 'connected', targetId: 1, callId: 'a' }) ?? seen;
    expect(nextAgentState(talking, { type: 'device', problem: 'unseen' })).to.include({
      state: 'talking',
      callId: 'a',
    });
  });

  it('goes through a whole call', () => {
    const steps: [AgentEvent, string][] = [
      [{ type: 'reserved', targetId: 1 }, 'reserved'],
      [{ type: 'dialling', callId: 'a' }, 'ringing'],
      [{ type: 'answered', callId: 'a' }, 'talking'],
      [{ type: 'call_over', callId: 'a', wrapUp: true }, 'wrap_up'],
      [{ type: 'wrap_up_done' }, 'available'],
    ];
    let facts = run(toAvailable);
    for (const [next, state] of steps) {
      facts = nextAgentState(facts, next) ?? facts;
      expect(facts.state).to.equal(state);
    }
    expect(facts).to.include({ targetId: null, callId: null });
  });

  it('is given a citizen only when it is free and proven: for the pool, and one who called in', () => {
    const pool = run([...toAvailable.slice(0, -1), { type: 'ready', campaignId: null }]);
    expect(pool).to.include({ state: 'available', pool: true, campaignId: null });
    const talking = nextAgentState(pool, { type: 'connected', targetId: 7, callId: 'a' });
    expect(talking).to.include({ state: 'talking', targetId: 7, callId: 'a' });
    expect(nextAgentState(pool, { type: 'connected', targetId: null, callId: 'a' })?.targetId).to.equal(null);
    for (const cause of [
      { type: 'break' },
      { type: 'media_lost' },
      { type: 'leg_lost' },
      { type: 'logged_out' },
    ] as const) {
      const not = nextAgentState(pool, cause) ?? pool;
      expect(nextAgentState(not, { type: 'connected', targetId: 7, callId: 'a' }), cause.type).to.equal(undefined);
    }
    const busy = nextAgentState(pool, { type: 'reserved', targetId: 1 }) ?? pool;
    expect(nextAgentState(busy, { type: 'connected', targetId: 7, callId: 'a' })).to.equal(undefined);
  });

  it('holds its promises under any sequence of events', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let facts: AgentFacts = OFFLINE;
        for (const next of events) {
          const before = facts;
          facts = nextAgentState(facts, next) ?? facts;
          const { state } = facts;
          if (state === 'available') expect(isRoutable(facts)).to.equal(true);
          if (state === 'reserved') expect(before.state === 'reserved' || isRoutable(before)).to.equal(true);
          if (state === 'ringing' || state === 'talking') expect(facts.callId).to.not.equal(null);
          if (state === 'available' || state === 'break' || state === 'offline')
            expect([facts.targetId, facts.callId, facts.held]).to.deep.equal([null, null, false]);
          if (!facts.loggedIn) expect(state).to.be.oneOf(['offline', 'ringing', 'talking']);
          // A call in hand is never lost by anything but its end.
          if (before.state === 'talking' && next.type !== 'call_over') expect(state).to.equal('talking');
        }
      }),
      { numRuns: 400 },
    );
  });
});
