import { expect } from 'chai';
import { promiseKey } from '../../softphone/features/promises/promise-keys.ts';
import { instantOf, localOf } from '../../softphone/features/promises/reservation-time.ts';
import { todayKey } from '../../softphone/features/today/today-keys.ts';

const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});
const reading = { editing: false, onControl: false, asking: null } as const;

describe('keys of the promises', () => {
  it('move, choose, switch the view, and ask before anything is sent', () => {
    expect(promiseKey(press('j', { repeat: true }), reading)).to.deep.equal({ type: 'move', by: 1 });
    expect(promiseKey(press('x'), reading)).to.deep.equal({ type: 'choose' });
    expect(promiseKey(press('A'), reading)).to.deep.equal({ type: 'choose_all' });
    expect(promiseKey(press('3'), reading)).to.deep.equal({ type: 'tab', tab: 'broken' });
    expect(promiseKey(press('c'), reading)).to.deep.equal({ type: 'ask', asking: 'call' });
    expect(promiseKey(press('Enter'), reading)).to.deep.equal({ type: 'open' });
    expect(promiseKey(press('Enter'), { ...reading, asking: 'call' })).to.deep.equal({ type: 'confirm' });
    expect(promiseKey(press('Escape'), { ...reading, asking: 'call' })).to.deep.equal({ type: 'ask', asking: null });
  });

  it('leave the field of the reservation its letters, and confirm from it', () => {
    const editing = { editing: true, onControl: false, asking: 'callback' } as const;
    for (const key of ['x', 'a', 'c', '1', 'ArrowDown']) expect(promiseKey(press(key), editing)).to.equal(null);
    expect(promiseKey(press('Enter'), editing)).to.deep.equal({ type: 'confirm' });
  });

  it('do nothing while an IME composes, with a modifier, by holding a key down, or for a focused button', () => {
    for (const more of [{ isComposing: true }, { ctrlKey: true }, { altKey: true }, { repeat: true }])
      expect(promiseKey(press('c', more), reading)).to.equal(null);
    expect(promiseKey(press('Enter'), { ...reading, onControl: true })).to.equal(null);
    expect(promiseKey(press('Process'), reading)).to.equal(null);
  });

  it('of today’s work: move, open, take over, confirm, on to the desk', () => {
    const scene = { editing: false, onControl: false };
    expect(todayKey(press('k'), scene)).to.deep.equal({ type: 'move', by: -1 });
    expect(todayKey(press('Enter'), scene)).to.deep.equal({ type: 'open' });
    expect(todayKey(press('C'), scene)).to.deep.equal({ type: 'own' });
    expect(todayKey(press('x'), scene)).to.deep.equal({ type: 'confirm' });
    expect(todayKey(press('g'), scene)).to.deep.equal({ type: 'desk' });
    expect(todayKey(press('g'), { ...scene, editing: true })).to.equal(null);
    expect(todayKey(press('c', { isComposing: true }), scene)).to.equal(null);
  });
});

describe('the time of a reservation', () => {
  it('is the city’s, whatever the machine’s', () => {
    expect(instantOf('2026-11-20T14:05')).to.equal('2026-11-20T05:05:00.000Z');
    expect(localOf(new Date('2026-11-20T15:30:00Z'))).to.equal('2026-11-21T00:30');
    expect(instantOf('')).to.equal(null);
  });
});
