import { expect } from 'chai';
import { addToShiftLog, contactsIn, entriesOf, shiftLog } from '../../softphone/features/desk/shift-log.ts';

const saved = (callId: string, training: boolean) => ({
  ...{ callId, training, at: 0, name: '山口 直子' },
  ...({ whoAnswered: 'principal', lineResult: 'answered_human', talkResult: 'promise' } as const),
});

describe('what an agent did in this shift', () => {
  beforeEach(() => shiftLog.set([]));

  it('keeps practice and work apart: neither counts in the figures of the other', () => {
    for (const entry of [saved('a', false), saved('b', true), saved('c', true)]) addToShiftLog(entry);
    const [work, practice] = [entriesOf(shiftLog.get(), false), entriesOf(shiftLog.get(), true)];
    expect(work.map(({ callId }) => callId)).to.deep.equal(['a']);
    expect(practice.map(({ callId }) => callId)).to.deep.equal(['c', 'b']);
    expect([contactsIn(work), contactsIn(practice)]).to.deep.equal([1, 2]);
  });

  it('counts a call once, however often its result was saved', () => {
    for (const entry of [saved('a', false), saved('b', false), saved('a', false)]) addToShiftLog(entry);
    expect(shiftLog.get().map(({ callId }) => callId)).to.deep.equal(['a', 'b']);
  });
});
