import { expect } from 'chai';
import { slotChoices } from '../../../core/rules/result-entry/choices.ts';
import {
  draftFor,
  type Field,
  inboundClassOf,
  numberStatusOf,
  type ResultDraft,
} from '../../../core/rules/result-entry/draft.ts';
import { reduceEntry } from '../../../core/rules/result-entry/reduce.ts';
import { missingPart } from '../../../core/rules/result-entry/slots.ts';
import { toEntry } from '../../../core/rules/result-entry/to-entry.ts';
import { lineResultLabel, talkResultLabel } from '../../../core/rules/result-labels.ts';
import { ANSWERED, entered, INBOUND, NOW_MS, PROVEN, press, UNANSWERED } from './entry-support.ts';

const typed = (draft: ResultDraft, name: Field, text: string) => reduceEntry(draft, { type: 'typed', name, text });

describe('result entry: keys', () => {
  it('needs none for a call nobody answered', () => {
    expect(toEntry(draftFor({ ...UNANSWERED, lineResult: 'busy' }))).to.include({
      whoAnswered: 'nobody',
      lineResult: 'busy',
      talkResult: null,
    });
  });

  const lineOnly: [typeof ANSWERED, string, string, string | null][] = [
    [ANSWERED, '6', 'answered_machine', null],
    [ANSWERED, '7', 'unallocated', 'dead'],
    [ANSWERED, '8', 'fax', 'fax'],
    [ANSWERED, 'W', 'temp_out', null],
    [ANSWERED, 'T', 'answered_human', null],
    [UNANSWERED, '7', 'unallocated', 'dead'],
    [UNANSWERED, '0', 'busy', null],
    [UNANSWERED, 'Q', 'rejected', 'refused'],
    [UNANSWERED, 'E', 'unreachable', null],
    [UNANSWERED, 'R', 'trunk_error', null],
  ];
  for (const [call, key, line, status] of lineOnly) {
    it(`${call.answered ? 'answered' : 'unanswered'}: ${key} is ${line} and nothing more, the number ${status ?? 'as it was'}`, () => {
      const draft = entered(call, key);
      expect(missingPart(draft)).to.equal(null);
      expect(toEntry(draft)).to.include({ whoAnswered: 'nobody', lineResult: line, phoneStatus: status });
    });
  }

  it('takes who and talk, one key each', () => {
    expect(toEntry(entered(ANSWERED, '20'))).to.include({ whoAnswered: 'household', talkResult: 'message_left' });
  });

  it('fills in the person who proved who they are', () => {
    expect(toEntry(entered(PROVEN, '3'))).to.include({ whoAnswered: 'principal', talkResult: 'reissue' });
  });

  it('takes a promise: who, talk, day, way', () => {
    const draft = entered(PROVEN, '142');
    expect(toEntry(draft).promise).to.deep.equal({
      on: '2026-11-30',
      amount: null,
      method: 'convenience',
      reissue: false,
      itemIds: [],
    });
    const more = typed(press(draft, 'G'), 'promise_amount', '１２,０００円');
    expect(toEntry(more).promise).to.include({ amount: 12_000, reissue: true });
  });

  it('makes more than one date a request to the city', () => {
    const draft = typed(entered(PROVEN, '1943'), 'wish_amount', '5000');
    expect(toEntry(draft)).to.deep.include({
      talkResult: 'needs_city',
      reason: 'instalment',
      promise: null,
      wishes: [
        { on: '2026-11-30', amount: 5_000 },
        { on: '2026-12-30', amount: 5_000 },
        { on: '2027-01-30', amount: 5_000 },
      ],
    });
  });

  it('takes a claimed payment with day and place, or without', () => {
    expect(toEntry(entered(ANSWERED, '12')).claimsPaid).to.equal(null);
    expect(toEntry(entered(ANSWERED, '1221')).claimsPaid).to.deep.equal({ on: '2026-11-19', where: 'convenience' });
  });

  it('does not save a call-back without its time, and sends the time of the city', () => {
    const asked = entered(ANSWERED, '15');
    expect(missingPart(asked)).to.equal('callback');
    const evening = slotChoices(asked, NOW_MS).find(
      ({ pick }) => pick.type === 'callback_at' && pick.at.endsWith('T18:00'),
    );
    expect(toEntry(press(asked, evening?.key ?? '')).callbackAt).to.equal('2026-11-20T09:00:00.000Z');
  });

  it('hands over with the usual reason, or the one that was chosen', () => {
    expect(toEntry(entered(ANSWERED, '16'))).to.include({ talkResult: 'hardship', reason: 'hardship' });
    expect(toEntry(entered(ANSWERED, '162'))).to.include({ talkResult: 'hardship', reason: 'poverty' });
    expect(missingPart(entered(ANSWERED, '1R'))).to.equal('reason');
    expect(toEntry(entered(ANSWERED, '1R2'))).to.include({ talkResult: 'status_change', reason: 'moved' });
  });

  it('puts the cursor into the note of a complaint and waits for it', () => {
    const draft = entered(ANSWERED, '1W');
    expect(draft.field?.name).to.equal('note');
    expect(missingPart(draft)).to.equal('note');
    expect(toEntry(typed(draft, 'note', '折返しがない'))).to.include({ talkResult: 'complaint', note: '折返しがない' });
  });

  it('says of a wrong number that it is a stranger’s, unless the agent says otherwise', () => {
    expect(numberStatusOf(entered(ANSWERED, '5'))).to.equal('foreign');
    expect(numberStatusOf(entered(ANSWERED, '5A4'))).to.equal('refused');
    expect(numberStatusOf(entered(ANSWERED, '5A0'))).to.equal(null);
    // 有効 is no word for a stranger's number.
    expect(entered(ANSWERED, '5A1').refused?.code).to.equal('number/contradiction');
  });

  it('goes on where it was after a letter beside', () => {
    const draft = entered(PROVEN, '1S3');
    expect(draft).to.include({ slot: 'promise_day' });
    expect(toEntry(press(draft, '12')).labels).to.deep.equal([{ colour: 'blue', text: '夜間希望' }]);
    expect(toEntry(press(draft, '12S3')).labels).to.deep.equal([]);
  });

  it('classes a citizen’s call by what was said, or as chosen', () => {
    expect(inboundClassOf(entered(INBOUND, '12'))).to.equal('claims_paid');
    expect(inboundClassOf(entered(INBOUND, '12D2'))).to.equal('consult');
    expect(toEntry(entered(ANSWERED, '12D2')).inboundClass).to.equal(null);
  });

  it('says why a key is not taken and keeps what was entered', () => {
    const draft = entered(ANSWERED, '4');
    const after = press(draft, '1');
    expect(after.refused?.code).to.equal('talk/third-party');
    expect(after).to.include({ who: 'third_party', talk: null });
    expect(press(after, '0').refused).to.equal(null);
    expect(entered(UNANSWERED, '1').refused?.code).to.equal('line/never-answered');
    expect(entered(ANSWERED, '11').refused?.code).to.equal('talk/identity');
  });

  it('goes back slot by slot, and from the beginning to what telephony said', () => {
    const draft = reduceEntry(entered(PROVEN, '142'), { type: 'back' });
    expect(draft.slot).to.equal('promise_method');
    expect(toEntry(press(draft, '1')).promise?.method).to.equal('slip');
    const again = reduceEntry(entered(UNANSWERED, '7'), { type: 'back' });
    expect(toEntry(again)).to.include({ lineResult: 'no_answer', phoneStatus: null });
  });

  it('drops what the other person cannot have said', () => {
    const promised = entered(PROVEN, '142');
    const stranger = reduceEntry(promised, { type: 'who', who: 'third_party' });
    expect(stranger).to.deep.include({ talk: null, slot: 'talk' });
    expect(stranger.promise.on).to.equal(null);
    expect(reduceEntry(promised, { type: 'who', who: 'household' }).promise.on).to.equal('2026-11-30');
  });

  it('shows what is missing when saving is asked for', () => {
    const draft = reduceEntry(press(entered(PROVEN, '1'), 'A'), { type: 'show_missing' });
    expect(draft.slot).to.equal('promise_day');
  });

  it('keeps what was entered when telephony learns more of the same call', () => {
    const draft = typed(entered(PROVEN, '142'), 'note', '月末に');
    const more = reduceEntry(draft, { type: 'call_changed', call: { ...PROVEN, ended: true } });
    expect(toEntry(more)).to.deep.equal(toEntry(draft));
  });

  it('takes back a promise when a later check of the call failed', () => {
    const draft = reduceEntry(entered(PROVEN, '142'), { type: 'call_changed', call: ANSWERED });
    expect(draft.refused?.code).to.equal('talk/identity');
    expect(draft).to.include({ who: 'principal', talk: null, slot: 'talk' });
  });

  it('keeps a note begun before the answer, and forgets everything with the next call', () => {
    const noted = typed(draftFor({ ...UNANSWERED, ended: false }), 'note', '前回は夫');
    const ended = reduceEntry(noted, { type: 'call_changed', call: UNANSWERED });
    expect(toEntry(ended)).to.include({ note: '前回は夫', lineResult: 'no_answer' });
    expect(reduceEntry(ended, { type: 'call_changed', call: { ...UNANSWERED, id: 'call-2' } }).note).to.equal('');
  });

  it('forgets who spoke when it turns out that nobody did', () => {
    const named = reduceEntry(entered(ANSWERED, '5'), { type: 'typed', name: 'speaker', text: '妹' });
    expect(named.speakerName).to.equal('妹');
    const nobody = reduceEntry(named, { type: 'call_changed', call: UNANSWERED });
    expect([nobody.who, nobody.speakerName]).to.deep.equal(['nobody', '']);
  });

  it('reaches every result by exactly one key of its slot', () => {
    const first = slotChoices(draftFor(ANSWERED), NOW_MS);
    expect(new Set(first.map(({ key }) => key)).size).to.equal(first.length);
    const talks = slotChoices(entered(ANSWERED, '1'), NOW_MS);
    expect(talks.flatMap(({ pick }) => (pick.type === 'talk' ? [pick.talk as string] : [])).sort()).to.deep.equal(
      Object.keys(talkResultLabel).sort(),
    );
    expect(new Set(talks.map(({ key }) => key)).size).to.equal(talks.length);
    // A person was on the line; nobody of ours was; we hung up ourselves: telephony's to say.
    const byTelephony = new Set(['answered_human', 'abandoned', 'cancelled']);
    const lines = first.flatMap(({ pick }) => (pick.type === 'line' ? [pick.line as string] : []));
    expect(lines.sort()).to.deep.equal(
      Object.keys(lineResultLabel)
        .filter((one) => !byTelephony.has(one))
        .sort(),
    );
  });
});
