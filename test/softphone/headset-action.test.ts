import { expect } from 'chai';
import type { CallAction } from '../../softphone/features/desk/call-actions.ts';
import { headsetAction, headsetLamps } from '../../softphone/features/desk/headset-action.ts';
import type { HeadsetButton } from '../../softphone/phone/headset-buttons.ts';

const IN_CALL = new Set<CallAction>(['mute', 'hold', 'dtmf', 'hang_up', 'break']);
const CASE = new Set<CallAction>(['mute', 'dial', 'skip']);
const FREE = new Set<CallAction>(['mute', 'break']);

describe('what a button of the headset does', () => {
  const cases: [string, HeadsetButton, ReadonlySet<CallAction>, boolean, CallAction | null][] = [
    ['up with a case in hand', 'off_hook', CASE, false, 'dial'],
    ['down in a call', 'on_hook', IN_CALL, false, 'hang_up'],
    ['up in a call: the echo of our lamp', 'off_hook', IN_CALL, false, null],
    ['down after the call', 'on_hook', FREE, false, null],
    ['down with a case in hand skips nobody', 'on_hook', CASE, false, null],
    ['mute', 'mute', IN_CALL, true, 'mute'],
    ['a switch that is where we are already', 'mute_on', IN_CALL, true, null],
    ['a switch that says otherwise', 'mute_on', IN_CALL, false, 'mute'],
    ['and back', 'mute_off', IN_CALL, true, 'mute'],
    ['without a leg nothing is muted', 'mute', new Set(), false, null],
  ];
  for (const [name, button, enabled, muted, action] of cases)
    it(name, () => expect(headsetAction(button, { enabled, muted })).to.equal(action));

  it('lamps', () => {
    expect([...headsetLamps(IN_CALL, true)]).to.deep.equal(['off_hook', 'mute']);
    expect([...headsetLamps(CASE, false)]).to.deep.equal(['ring']);
    expect([...headsetLamps(FREE, false)]).to.deep.equal([]);
  });
});
