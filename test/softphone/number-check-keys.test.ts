import { expect } from 'chai';
import { numberCheckKey } from '../../softphone/features/number-checks/number-check-keys.ts';

const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});

describe('keys of the number check', () => {
  it('play, decide, go on, take back', () => {
    expect(numberCheckKey(press(' '))).to.deep.equal({ type: 'play' });
    expect(numberCheckKey(press('1'))).to.deep.equal({ type: 'verdict', verdict: 'unallocated' });
    expect(numberCheckKey(press('4'))).to.deep.equal({ type: 'verdict', verdict: 'ringing' });
    expect(numberCheckKey(press('ArrowDown', { repeat: true }))).to.deep.equal({ type: 'move', by: 1 });
    expect(numberCheckKey(press('Backspace'))).to.deep.equal({ type: 'undo' });
  });

  it('decide nothing while an IME composes, with a modifier, by holding a key down, or by another digit', () => {
    for (const more of [{ isComposing: true }, { ctrlKey: true }, { altKey: true }, { repeat: true }])
      expect(numberCheckKey(press('1', more))).to.equal(null);
    for (const key of ['0', '6', 'a']) expect(numberCheckKey(press(key))).to.equal(null);
  });
});
