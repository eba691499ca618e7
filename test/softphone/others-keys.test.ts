import { expect } from 'chai';
import type { TransferTargets } from '../../core/contracts/http/parties.ts';
import type { KeyPress } from '../../softphone/features/desk/key-map.ts';
import { type OthersScene, othersKey } from '../../softphone/features/desk/others-keys.ts';
import { outsideTarget, targetChoices } from '../../softphone/features/desk/target-choices.ts';

const can = { transfer: true, help: true, pause: true, join: true, leave: false };
const closed: OthersScene = { panel: null, inNumber: false, can };
const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key: code,
  code,
  keyCode: 0,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});

describe('keys for others in the call', () => {
  it('opens by Alt+T and takes digits, arrows and Enter only while it is open', () => {
    expect(othersKey(press('KeyT', { altKey: true }), closed)).to.deep.equal({ type: 'toggle_panel' });
    for (const code of ['Digit1', 'ArrowDown', 'Enter', 'Escape', 'KeyT'])
      expect(othersKey(press(code), closed), code).to.equal(null);
    const open: OthersScene = { ...closed, panel: 'targets' };
    expect(othersKey(press('Digit2'), open)).to.deep.equal({ type: 'group', index: 1 });
    expect(othersKey(press('Enter'), open)).to.deep.equal({ type: 'choose', how: 'attended' });
    expect(othersKey(press('Enter', { shiftKey: true }), open)).to.deep.equal({ type: 'choose', how: 'blind' });
    expect(othersKey(press('Semicolon', { key: '+', shiftKey: true }), open)).to.include({ how: 'three_way' });
    // Digits of a number are text.
    expect(othersKey(press('Digit2'), { ...open, inNumber: true })).to.equal(null);
  });

  it('never acts while an IME composes, on F6 to F10, on a key that repeats, or on Ctrl+Enter', () => {
    const open: OthersScene = { ...closed, panel: 'targets' };
    expect(othersKey(press('Enter', { isComposing: true }), open)).to.equal(null);
    expect(othersKey(press('Enter', { keyCode: 229 }), open)).to.equal(null);
    expect(othersKey(press('Enter', { ctrlKey: true }), open)).to.equal(null);
    expect(othersKey(press('KeyT', { altKey: true, repeat: true }), closed)).to.equal(null);
    for (const code of ['F6', 'F7', 'F8', 'F9', 'F10']) expect(othersKey(press(code), open), code).to.equal(null);
  });

  it('a consultation has three ends; a key that nothing can be done by is nobody’s', () => {
    const consult: OthersScene = { ...closed, panel: 'consult' };
    expect(othersKey(press('Digit3'), consult)).to.deep.equal({ type: 'consult', choice: 3 });
    expect(othersKey(press('Digit4'), consult)).to.equal(null);
    const idle: OthersScene = {
      ...closed,
      can: { transfer: false, help: false, pause: false, join: false, leave: false },
    };
    for (const code of ['KeyT', 'KeyG', 'KeyP', 'KeyJ', 'KeyQ'])
      expect(othersKey(press(code, { altKey: true }), idle), code).to.equal(null);
    const joined: OthersScene = { ...idle, can: { ...idle.can, leave: true } };
    expect(othersKey(press('KeyQ', { altKey: true }), joined)).to.deep.equal({ type: 'leave' });
  });

  it('lists who can take the call first, and takes whole numbers only', () => {
    const targets: TransferTargets = {
      agents: [
        { staffId: 'b', name: '乙', seat: 2, supervisor: false, refusal: 'いまは電話に出られません。' },
        { staffId: 'a', name: '甲', seat: 1, supervisor: true, refusal: null },
      ],
      lines: [],
      extensions: [],
      outside: true,
    };
    expect(targetChoices(targets, 'agents').map(({ label }) => label)).to.deep.equal(['甲', '乙']);
    expect(outsideTarget('０２２-555-0009')).to.deep.equal({ kind: 'outside', number: '0225550009' });
    expect(outsideTarget('022555')).to.equal(null);
  });
});
