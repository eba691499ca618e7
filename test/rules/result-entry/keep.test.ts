import { expect } from 'chai';
import fc from 'fast-check';
import { draftFor, type ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import { draftOfEntry, keptDraft, openingSeq, restoredDraft } from '../../../core/rules/result-entry/keep.ts';
import { reduceEntry } from '../../../core/rules/result-entry/reduce.ts';
import { missingPart } from '../../../core/rules/result-entry/slots.ts';
import { refuseDraft, toEntry } from '../../../core/rules/result-entry/to-entry.ts';
import { ANSWERED, entered, INBOUND, NOW_MS, PROVEN, press, UNANSWERED } from './entry-support.ts';

const overTheWire = (draft: ResultDraft) => JSON.parse(JSON.stringify(keptDraft(draft)));

describe('what is typed so far', () => {
  it('comes back as it was left, for every result and half result', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(ANSWERED, PROVEN, INBOUND, UNANSWERED),
        fc.string({ unit: fc.constantFrom(...'1234567890QWERTASDFG'), maxLength: 12 }),
        fc.string({ maxLength: 30 }),
        (call, keys, note) => {
          const draft = reduceEntry(entered(call, keys), { type: 'typed', name: 'note', text: note });
          const back = restoredDraft(overTheWire(draft), call);
          expect(missingPart(back)).to.equal(missingPart(draft));
          if (missingPart(draft) === null) expect(toEntry(back)).to.deep.equal(toEntry(draft));
          expect(keptDraft(back)).to.deep.equal(keptDraft(draft));
        },
      ),
    );
  });

  it('goes on with what is missing', () => {
    expect(restoredDraft(overTheWire(entered(PROVEN, '14')), PROVEN).slot).to.equal('promise_method');
  });

  it('keeps the note of whatever another version wrote', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('who', 'talk', 'line', 'promise', 'wish', 'labels', 'reason', 'paid'),
          fc.jsonValue(),
        ),
        (raw) => {
          const draft = restoredDraft({ ...raw, note: '夫が在宅' }, ANSWERED);
          expect(draft.note).to.equal('夫が在宅');
          if (missingPart(draft) === null)
            expect(refuseDraft(draft, NOW_MS)?.code ?? 'ok').to.be.oneOf([
              'ok',
              'reason/missing',
              'reason/other',
              'reason/without-talk',
              'promise/past',
              'wishes/without-talk',
            ]);
        },
      ),
    );
  });

  it('takes what telephony learned meanwhile where nobody had chosen', () => {
    const ringing = { ...UNANSWERED, ended: false, lineResult: null };
    const noted = reduceEntry(draftFor(ringing), { type: 'typed', name: 'note', text: '前回は夫' });
    const back = restoredDraft(overTheWire(noted), { ...UNANSWERED, lineResult: 'busy' });
    expect(toEntry(back)).to.include({ whoAnswered: 'nobody', lineResult: 'busy', note: '前回は夫' });
    // The same with a person who proved who they are since.
    expect(restoredDraft(overTheWire(draftFor(ANSWERED)), PROVEN)).to.include({ who: 'principal', slot: 'talk' });
  });

  it('drops what is no longer true of the call', () => {
    const draft = restoredDraft(overTheWire(entered(PROVEN, '142')), ANSWERED);
    expect(draft).to.include({ who: 'principal', talk: null, slot: 'talk' });
  });

  it('is numbered so that a page opened later always counts above one opened before', () => {
    const first = openingSeq(null, NOW_MS);
    expect(openingSeq(first + 20, NOW_MS + 2_000)).to.be.above(first + 99_000);
    // The other seat's clock runs an hour behind.
    expect(openingSeq(first + 20, NOW_MS - 3_600_000)).to.be.above(first + 20);
    expect(Number.isSafeInteger(first + 1)).to.equal(true);
  });
});

describe('a saved result to be corrected', () => {
  const drafts: [string, ResultDraft][] = [
    ['a promise', entered(PROVEN, '142')],
    ['a voicemail', entered(ANSWERED, '6')],
    ['a call-back', entered(ANSWERED, '154')],
    ['a wrong number', entered(ANSWERED, '5')],
    ['a claimed payment', entered(ANSWERED, '1221')],
    ['instalments', reduceEntry(entered(PROVEN, '1943'), { type: 'typed', name: 'wish_amount', text: '5000' })],
    ['a hand-over', entered(ANSWERED, '162')],
    ['a citizen’s call', entered(INBOUND, '12D2')],
  ];
  for (const [what, draft] of drafts) {
    it(`is the same again: ${what}`, () => {
      const entry = toEntry(draft);
      expect(toEntry(draftOfEntry(entry, draft.call))).to.deep.equal(entry);
    });
  }

  it('takes the first key to be a change', () => {
    const draft = draftOfEntry(toEntry(entered(PROVEN, '142')), PROVEN);
    const back = reduceEntry(reduceEntry(draft, { type: 'back' }), { type: 'back' });
    expect(toEntry(press(back, '12')).promise).to.include({ on: '2026-11-20', method: 'convenience' });
    expect(draftFor(PROVEN).slot).to.equal('talk');
  });
});
