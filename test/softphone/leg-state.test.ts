import { expect } from 'chai';
import fc from 'fast-check';
import {
  backOffMs,
  deadAfterSilentSec,
  idleLeg,
  type LegEvent,
  type LegState,
  nextLegState,
} from '../../softphone/phone/leg-state.ts';

function run(events: readonly LegEvent[], from: LegState = idleLeg) {
  const effects: string[] = [];
  let state = from;
  for (const event of events) {
    const step = nextLegState(state, event);
    state = step.state;
    effects.push(...step.effects.map(({ type }) => type));
  }
  return { state, effects };
}

const up = run([{ type: 'start' }, { type: 'socket_connected' }, { type: 'answered' }]).state;
const silence: LegEvent = { type: 'packets', received: 0, sent: 50 };

describe("the agent's leg", () => {
  it('dials once when the socket is there, and is up when answered', () => {
    const { state, effects } = run([{ type: 'start' }, { type: 'socket_connected' }, { type: 'answered' }]);
    expect(effects).to.deep.equal(['dial']);
    expect(state.phase).to.equal('up');
  });

  it('dials again with a growing pause after each failure, at most every five seconds', () => {
    const lost = run([{ type: 'ended', cause: 'Canceled' }], up);
    expect(lost.state).to.include({ phase: 'waiting', endCause: 'Canceled' });
    expect(lost.effects).to.deep.equal(['retry_later']);
    expect(run([{ type: 'retry_due' }], lost.state).effects).to.deep.equal(['dial']);
    expect([1, 2, 3, 9].map(backOffMs)).to.deep.equal([300, 600, 1_200, 5_000]);
  });

  it('waits for the socket when the pause ends without one', () => {
    const lost = run([{ type: 'socket_lost' }, { type: 'ended', cause: 'x' }, { type: 'retry_due' }], up);
    expect(lost.state.phase).to.equal('connecting');
    expect(run([{ type: 'socket_connected' }], lost.state).effects).to.deep.equal(['dial']);
  });

  it('keeps the call while the socket is away and replaces it without a gap when it is back', () => {
    const away = run([{ type: 'socket_lost' }], up);
    expect(away.state.phase).to.equal('up');
    expect(away.effects).to.deep.equal([]);
    const back = run([{ type: 'socket_connected' }, { type: 'answered' }], away.state);
    expect(back.effects).to.deep.equal(['dial']);
    expect(back.state).to.include({ phase: 'up', replaceWhenSocketReturns: false });
  });

  it('believes the packets, not the signalling: silence hangs up and dials again', () => {
    const almost = run(Array<LegEvent>(deadAfterSilentSec - 1).fill(silence), up);
    expect(almost.state.phase).to.equal('up');
    const dead = run([silence], almost.state);
    expect(dead.effects).to.deep.equal(['hang_up', 'retry_later']);
    expect(dead.state.endCause).to.equal('no_media');
  });

  it('the network is back: what was tried without it is tried afresh at once, a leg that was heard is left alone', () => {
    const back: LegEvent = { type: 'line_back' };
    expect(run([back], up).effects).to.deep.equal(['hang_up', 'dial']);
    const heard = run([{ type: 'packets', received: 50, sent: 50 }], up).state;
    expect(run([back], heard).effects).to.deep.equal([]);
    const waiting = run([{ type: 'ended', cause: 'no_media' }], heard).state;
    expect(run([back], waiting)).to.deep.include({ effects: ['dial'] });
    const calling = run([{ type: 'retry_due' }], waiting).state;
    expect(run([back], calling).effects).to.deep.equal(['hang_up', 'dial']);
    expect(run([{ type: 'socket_lost' }, back], calling).effects).to.deep.equal([]);
    expect(run([{ type: 'answered' }], calling).state.heard).to.equal(false);
  });

  it('forgets a short silence', () => {
    const { state } = run([silence, silence, { type: 'packets', received: 48, sent: 50 }], up);
    expect(state.silentSec).to.equal(0);
  });

  it('never dials after it was closed', () => {
    const event = fc.constantFrom<LegEvent>(
      { type: 'start' },
      { type: 'socket_connected' },
      { type: 'socket_lost' },
      { type: 'answered' },
      { type: 'ended', cause: 'x' },
      { type: 'retry_due' },
      { type: 'line_back' },
      silence,
    );
    fc.assert(
      fc.property(fc.array(event), fc.array(event), (before, after) => {
        const closed = run([...before, { type: 'stop' }]).state;
        expect(run(after, closed).effects).to.deep.equal([]);
      }),
    );
  });

  it('always has a way back up: whatever happened, a socket and time lead to a dial', () => {
    const event = fc.constantFrom<LegEvent>(
      { type: 'socket_connected' },
      { type: 'socket_lost' },
      { type: 'answered' },
      { type: 'ended', cause: 'x' },
      { type: 'retry_due' },
      { type: 'line_back' },
      silence,
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const { state } = run([{ type: 'start' }, ...events]);
        if (state.phase === 'up' || state.phase === 'calling') return;
        const { effects } = run([{ type: 'retry_due' }, { type: 'socket_connected' }], state);
        expect(effects).to.include('dial');
      }),
    );
  });
});
