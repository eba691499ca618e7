import { expect } from 'chai';
import type { AgentSnapshot } from '../../core/contracts/realtime.ts';
import { initialDeskState, reduceDesk } from '../../softphone/client/desk-state.ts';
import { productClock } from '../../softphone/client/product-clock.ts';
import { enabledActions } from '../../softphone/features/desk/call-actions.ts';

const snapshot: AgentSnapshot = {
  seq: 5,
  productNow: '2026-11-20T01:00:00.000Z',
  clockSpeed: 60,
  clockSimulated: true,
  state: 'available',
  since: '2026-11-20T00:59:00.000Z',
  intent: 'ready',
  legUp: true,
  mediaProven: true,
  notice: null,
  campaign: { id: 'c', name: '国保', mode: 'preview', subjectId: '01' },
  pool: false,
  line: null,
  previewLeftMs: null,
  targetId: null,
  call: null,
  held: false,
  joinedFor: null,
  offer: null,
  helpAsked: [],
};
const live = reduceDesk(initialDeskState, { type: 'snapshot', snapshot });

describe('desk state', () => {
  it('drops what is not newer than what it shows', () => {
    const older = { ...snapshot, seq: 4, state: 'break' as const };
    const same = { ...snapshot, seq: 5, state: 'break' as const };
    expect(reduceDesk(live, { type: 'snapshot', snapshot: older })).to.equal(live);
    expect(reduceDesk(live, { type: 'snapshot', snapshot: same })).to.equal(live);
    expect(reduceDesk(live, { type: 'snapshot', snapshot: { ...snapshot, seq: 6 } }).snapshot?.seq).to.equal(6);
  });

  it('keeps the picture while the link is lost and says so until the next snapshot', () => {
    const lost = reduceDesk(live, { type: 'disconnected' });
    expect(lost).to.include({ link: 'lost', snapshot: live.snapshot });
    const back = reduceDesk(lost, { type: 'connected' });
    expect(back.link).to.equal('late');
    const caughtUp = reduceDesk(back, { type: 'snapshot', snapshot });
    expect(caughtUp).to.include({ link: 'live', snapshot: live.snapshot });
  });

  it('runs its timers on the product clock, at its speed, whatever the machine thinks', () => {
    let monotonicMs = 1_000;
    const clock = productClock(snapshot, () => monotonicMs);
    monotonicMs += 2_000;
    expect(new Date(clock.nowMs()).toISOString()).to.equal('2026-11-20T01:02:00.000Z');
  });
});

describe('keys that do something now', () => {
  const at = (change: Partial<AgentSnapshot>) => [...enabledActions({ ...snapshot, ...change })].sort();
  const call = {
    id: 'x',
    direction: 'outbound' as const,
    state: 'talking' as const,
    subjectId: '01',
    callerId: null,
    phoneId: 1,
    unknownCaller: false,
    dialledAt: null,
    answeredAt: null,
    endedAt: null,
    lineResult: null,
    endedBy: null,
    identityPassed: false,
    identity: null,
    parties: [],
    passedOn: false,
    passedFrom: null,
    recording: { mayPause: false, pausedFromMs: null, pausedUntilMs: null },
  };

  it('dials only a reserved preview', () => {
    expect(at({ state: 'reserved', targetId: 1 })).to.deep.equal(['break', 'dial', 'mute', 'skip']);
    const campaign = { id: 'c', name: '', mode: 'progressive' as const, subjectId: '01' };
    expect(at({ state: 'reserved', targetId: 1, campaign })).to.not.include('dial');
    expect(at({ state: 'available' })).to.not.include('dial');
  });

  it('holds and sends digits in a talk, hangs up from the dial on', () => {
    expect(at({ state: 'ringing', call })).to.deep.equal(['break', 'hang_up', 'mute']);
    expect(at({ state: 'talking', call })).to.deep.equal(['break', 'dtmf', 'hang_up', 'hold', 'mute']);
    expect(at({ state: 'wrap_up', call })).to.deep.equal(['break', 'mute']);
  });

  it('dials what waits for the key in a campaign that dials by itself', () => {
    const campaign = { id: 'c', name: '', mode: 'predictive' as const, subjectId: '01' };
    expect(at({ state: 'reserved', targetId: 1, campaign, previewLeftMs: 90_000 })).to.include('dial');
    expect(at({ state: 'reserved', targetId: 1, campaign })).to.not.include('dial');
  });

  it('offers ready on a break, also to who chose no campaign', () => {
    expect(at({ state: 'break', intent: 'break' })).to.deep.equal(['mute', 'ready']);
    expect(at({ state: 'break', intent: 'break', campaign: null })).to.include('ready');
    expect(at({ state: 'available', intent: 'ready' })).to.not.include('ready');
    expect(enabledActions(null).size).to.equal(0);
  });
});
