import { expect } from 'chai';
import { type InboxPress, type InboxScene, inboxKey } from '../../softphone/features/inbox/inbox-keys.ts';
import { monthCells } from '../../softphone/features/inbox/month-cells.ts';

const press = (key: string, more: Partial<InboxPress> = {}): InboxPress => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});
const scene = (more: Partial<InboxScene> = {}): InboxScene => ({
  editing: false,
  onControl: false,
  asking: null,
  mayDecide: true,
  unread: false,
  ...more,
});

describe('inbox keys', () => {
  it('move with j, k and arrows, also for who may only read', () => {
    for (const key of ['j', 'ArrowDown'])
      expect(inboxKey(press(key), scene({ mayDecide: false }))).to.deep.equal({ type: 'move', by: 1 });
    for (const key of ['k', 'ArrowUp']) expect(inboxKey(press(key), scene())).to.deep.equal({ type: 'move', by: -1 });
  });

  it('never decide by one key: Enter asks, Enter again approves, a held Enter does nothing', () => {
    expect(inboxKey(press('Enter'), scene())).to.deep.equal({ type: 'ask', asking: 'approve' });
    expect(inboxKey(press('Enter'), scene({ asking: 'approve' }))).to.deep.equal({
      type: 'decide',
      decision: 'approve',
    });
    expect(inboxKey(press('Enter', { repeat: true }), scene({ asking: 'approve' }))).to.equal(null);
    expect(inboxKey(press('Escape'), scene({ asking: 'approve' }))).to.deep.equal({ type: 'ask', asking: null });
  });

  it('return with R and a reason: letters belong to the text, Ctrl+Enter sends', () => {
    expect(inboxKey(press('r'), scene())).to.deep.equal({ type: 'ask', asking: 'return' });
    const writing = scene({ editing: true, asking: 'return' });
    for (const key of ['r', 'j', 'k', 'Enter']) expect(inboxKey(press(key), writing), key).to.equal(null);
    expect(inboxKey(press('Enter', { ctrlKey: true }), writing)).to.deep.equal({ type: 'decide', decision: 'return' });
  });

  it('do nothing while an IME composes, on another button, or without the right', () => {
    for (const key of ['Enter', 'j', 'r', 'Escape'])
      expect(inboxKey(press(key, { isComposing: true }), scene({ asking: 'return' })), key).to.equal(null);
    expect(inboxKey(press('Enter'), scene({ onControl: true }))).to.equal(null);
    for (const key of ['Enter', 'r']) expect(inboxKey(press(key), scene({ mayDecide: false })), key).to.equal(null);
  });

  it('Enter confirms an answer that was not read', () => {
    expect(inboxKey(press('Enter'), scene({ mayDecide: false, unread: true }))).to.deep.equal({ type: 'read' });
  });
});

describe('inbox month', () => {
  for (const [month, days, weeks] of [
    ['2026-12-01', 31, 5],
    ['2026-02-01', 28, 4],
    ['2027-05-01', 31, 6],
  ] as const) {
    it(`${month} has ${days} days in ${weeks} weeks`, () => {
      const cells = monthCells(month);
      expect(cells).to.have.length(weeks * 7);
      expect(cells.filter(({ inMonth }) => inMonth).map(({ date }) => date)).to.have.length(days);
      expect(new Date(`${cells[0]?.date}T00:00:00Z`).getUTCDay()).to.equal(0);
    });
  }
});
