import { expect } from 'chai';
import type { CallSnapshot } from '../../core/contracts/realtime.ts';
import {
  draftFor,
  isComplete,
  lineChoices,
  type ResultDraft,
  reduceResult,
  talkChoices,
  toSaveResult,
  whoChoices,
} from '../../softphone/features/desk/result-draft.ts';
import { lineResultLabel, talkResultLabel, whoAnsweredLabel } from '../../softphone/ui/strings.ts';

const ringing: CallSnapshot = {
  id: 'call-1',
  direction: 'outbound',
  state: 'ringing',
  subjectId: '01',
  callerId: '0220001100',
  phoneId: 1,
  dialledAt: '2026-11-20T01:00:00Z',
  answeredAt: null,
  endedAt: null,
  lineResult: null,
  endedBy: null,
  identityPassed: false,
  parties: [],
  passedOn: false,
  recording: { mayPause: false, pausedFromMs: null, pausedUntilMs: null },
};
const unanswered: CallSnapshot = { ...ringing, state: 'ended', endedAt: '2026-11-20T01:00:25Z', lineResult: 'busy' };
const answered: CallSnapshot = {
  ...ringing,
  state: 'talking',
  answeredAt: '2026-11-20T01:00:05Z',
  lineResult: 'answered_human',
};

const type = (draft: ResultDraft, keys: string) =>
  [...keys].reduce((before, key) => reduceResult(before, { type: 'key', key }), draft);

describe('result entry', () => {
  it('needs no key but the saving one for a call nobody answered', () => {
    const draft = draftFor(unanswered);
    expect(isComplete(draft)).to.equal(true);
    expect(toSaveResult(draft)).to.include({ whoAnswered: 'nobody', lineResult: 'busy', talkResult: null });
  });

  it('needs one digit before saving when the person proved who they are', () => {
    const draft = type(draftFor({ ...answered, identityPassed: true }), '1');
    expect(toSaveResult(draft)).to.include({ whoAnswered: 'principal', talkResult: 'promise' });
  });

  it('needs two digits for anybody else', () => {
    const draft = type(draftFor(answered), '20');
    expect(toSaveResult(draft)).to.include({ whoAnswered: 'household', talkResult: 'message_left' });
  });

  it('turns an answered call with nobody there into a voicemail, which the agent may correct', () => {
    const draft = type(draftFor(answered), '6');
    expect(toSaveResult(draft).lineResult).to.equal('answered_machine');
    expect(toSaveResult(type(draft, '4')).lineResult).to.equal('unallocated');
  });

  it('does not save a call-back without its time, and sends the time of the city', () => {
    const draft = type(draftFor(answered), '15');
    expect(isComplete(draft)).to.equal(false);
    const timed = reduceResult(draft, { type: 'callback_at', at: '2026-11-20T18:00' });
    expect(toSaveResult(timed).callbackAt).to.equal('2026-11-20T09:00:00.000Z');
  });

  it('keeps what was entered when telephony learns more of the same call', () => {
    const entered = reduceResult(type(draftFor(answered), '11'), { type: 'note', note: '月末に納付' });
    const ended: CallSnapshot = { ...answered, state: 'ended', endedAt: '2026-11-20T01:03:00Z' };
    expect(reduceResult(entered, { type: 'call_changed', call: ended })).to.deep.equal(entered);
  });

  it('keeps a note begun before the answer', () => {
    const noted = reduceResult(draftFor(ringing), { type: 'note', note: '前回は夫' });
    const after = reduceResult(noted, { type: 'call_changed', call: unanswered });
    expect(after).to.include({ note: '前回は夫', who: 'nobody', line: 'busy' });
  });

  it('forgets everything with the next call', () => {
    const entered = reduceResult(type(draftFor(answered), '11'), { type: 'note', note: 'x' });
    const next = reduceResult(entered, { type: 'call_changed', call: { ...ringing, id: 'call-2' } });
    expect(next).to.include({ callId: 'call-2', note: '', talk: null, who: null });
  });

  it('goes one step back and replaces the choice', () => {
    const draft = reduceResult(type(draftFor(answered), '1'), { type: 'back' });
    expect(type(draft, '2').who).to.equal('household');
  });

  it('reaches every talk and line result by exactly one key', () => {
    for (const [choices, labels] of [
      [talkChoices, talkResultLabel],
      [whoChoices, whoAnsweredLabel],
    ] as const) {
      expect(choices.map(({ value }) => value as string).sort()).to.deep.equal(Object.keys(labels).sort());
      expect(new Set(choices.map(({ key }) => key)).size).to.equal(choices.length);
    }
    expect(new Set(lineChoices.map(({ key }) => key)).size).to.equal(lineChoices.length);
    // Set by telephony alone: a person was on the line, or nobody of ours was.
    const byMachine = new Set(['answered_human', 'abandoned']);
    const offered = Object.keys(lineResultLabel).filter((code) => !byMachine.has(code));
    expect(lineChoices.map(({ value }) => value as string).sort()).to.deep.equal(offered.sort());
  });
});
