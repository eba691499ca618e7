import { expect } from 'chai';
import fc from 'fast-check';
import { deskKey, type KeyPress, type KeyScene } from '../../softphone/features/desk/key-map.ts';

const scene: KeyScene = { editing: false, onControl: false, pad: null, digits: 'result' };

function press(code: string, more: Partial<KeyPress> = {}): KeyPress {
  const key = /^(?:Digit|Key)(.)$/.exec(code)?.[1] ?? code;
  const plain = { keyCode: 65, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
  return { key, code, repeat: false, isComposing: false, ...plain, ...more };
}

describe('desk keys', () => {
  const calls = [
    ['F2', {}, 'dial'],
    ['KeyM', { altKey: true }, 'mute'],
    ['KeyH', { altKey: true }, 'hold'],
    ['KeyQ', { altKey: true }, 'hang_up'],
    ['KeyD', { altKey: true }, 'dtmf'],
    ['KeyR', { altKey: true }, 'ready'],
    ['KeyB', { altKey: true }, 'break'],
    ['KeyS', { altKey: true }, 'skip'],
  ] as const;
  for (const [code, modifiers, action] of calls) {
    it(`${'altKey' in modifiers ? 'Alt+' : ''}${code} is ${action}, also while a note is being typed`, () => {
      for (const editing of [false, true]) {
        expect(deskKey(press(code, modifiers), { ...scene, editing })).to.deep.equal({ type: 'call', action });
      }
    });
  }

  it('does nothing at all while an IME composes, whatever the key', () => {
    const codes = ['F2', 'Enter', 'Digit1', 'KeyM', 'KeyQ', 'Backspace', 'Escape', 'NumpadEnter', 'F6', 'F10'];
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.record({ altKey: fc.boolean(), ctrlKey: fc.boolean(), shiftKey: fc.boolean() }),
        fc.constantFrom<Partial<KeyPress>>({ isComposing: true }, { keyCode: 229 }, { key: 'Process' }),
        fc.record({
          editing: fc.boolean(),
          onControl: fc.boolean(),
          pad: fc.constantFrom('dtmf' as const, 'skip' as const, null),
          digits: fc.constantFrom('identity' as const, 'result' as const, 'none' as const),
        }),
        (code, modifiers, ime, anyScene) => {
          expect(deskKey(press(code, { ...modifiers, ...ime }), anyScene)).to.equal(null);
        },
      ),
    );
  });

  it('never uses F6 to F10, which belong to the IME', () => {
    for (const code of ['F6', 'F7', 'F8', 'F9', 'F10']) expect(deskKey(press(code), scene)).to.equal(null);
  });

  it('leaves digits and letters to a text field', () => {
    for (const code of ['Digit1', 'Numpad3', 'KeyQ', 'Backspace']) {
      expect(deskKey(press(code), { ...scene, editing: true })).to.equal(null);
    }
  });

  it('saves with Ctrl+Enter from anywhere, and only once while the key is held', () => {
    expect(deskKey(press('Enter', { ctrlKey: true }), { ...scene, editing: true })).to.deep.equal({ type: 'save' });
    expect(deskKey(press('Enter', { ctrlKey: true, repeat: true }), scene)).to.equal(null);
  });

  it('takes Enter for the identity check only outside fields and buttons', () => {
    const asking: KeyScene = { ...scene, digits: 'identity' };
    expect(deskKey(press('Enter'), asking)).to.deep.equal({ type: 'confirm_identity' });
    expect(deskKey(press('Enter'), { ...asking, onControl: true })).to.equal(null);
    expect(deskKey(press('Enter'), { ...asking, editing: true })).to.equal(null);
    expect(deskKey(press('Enter'), scene)).to.equal(null);
  });

  it('gives digits of either keyboard to the open pad, and * and # with shift', () => {
    const pad: KeyScene = { ...scene, pad: 'dtmf' };
    expect(deskKey(press('Numpad5'), pad)).to.deep.equal({ type: 'dtmf', digit: '5' });
    expect(deskKey(press('Digit3', { key: '#', shiftKey: true }), pad)).to.deep.equal({ type: 'dtmf', digit: '#' });
    expect(deskKey(press('Escape'), pad)).to.deep.equal({ type: 'close_pad' });
    expect(deskKey(press('KeyQ'), pad)).to.equal(null);
  });

  it('takes letters for the result that stand on no other key, outside fields alone', () => {
    for (const letter of 'QWERTASDFGVN') {
      expect(deskKey(press(`Key${letter}`), scene)).to.deep.equal({ type: 'result_letter', letter });
      for (const other of [{ editing: true }, { pad: 'skip' as const }, { digits: 'none' as const }])
        expect(deskKey(press(`Key${letter}`), { ...scene, ...other }), letter).to.equal(null);
    }
    for (const letter of 'ZXCBYUIOP') expect(deskKey(press(`Key${letter}`), scene), letter).to.equal(null);
  });

  it('leaves a text field with Escape, and only there', () => {
    expect(deskKey(press('Escape'), { ...scene, editing: true })).to.deep.equal({ type: 'leave_field' });
    expect(deskKey(press('Escape'), scene)).to.equal(null);
  });

  it('hangs up by one key alone, which no editor uses, and never while somebody types a letter', () => {
    const codes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `Key${letter}`);
    const hangUps: string[] = [];
    for (const code of [
      ...codes,
      'Enter',
      'Escape',
      'Backspace',
      'Delete',
      'Space',
      'Tab',
      'F1',
      'F3',
      'F4',
      'F5',
      'F12',
    ])
      for (const modifiers of [
        {},
        { altKey: true },
        { ctrlKey: true },
        { shiftKey: true },
        { altKey: true, ctrlKey: true },
      ])
        for (const editing of [true, false]) {
          const action = deskKey(press(code, modifiers), { ...scene, editing });
          if (action?.type === 'call' && action.action === 'hang_up')
            hangUps.push(`${JSON.stringify(modifiers)} ${code}`);
        }
    expect(new Set(hangUps)).to.deep.equal(new Set(['{"altKey":true} KeyQ']));
  });

  it('does not dial twice when the key is held', () => {
    expect(deskKey(press('F2', { repeat: true }), scene)).to.equal(null);
  });
});
