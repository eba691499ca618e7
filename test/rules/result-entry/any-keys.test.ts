import { expect } from 'chai';
import fc from 'fast-check';
import { sideActs, slotChoices } from '../../../core/rules/result-entry/choices.ts';
import { type DraftCall, draftFor, type Field, type ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import type { EntryEvent } from '../../../core/rules/result-entry/pick.ts';
import { reduceEntry } from '../../../core/rules/result-entry/reduce.ts';
import { refuseResult } from '../../../core/rules/result-entry/refuse.ts';
import { missingPart } from '../../../core/rules/result-entry/slots.ts';
import { refuseDraft, toEntry } from '../../../core/rules/result-entry/to-entry.ts';
import { NOW_MS, press } from './entry-support.ts';

const calls: fc.Arbitrary<DraftCall> = fc
  .record({
    id: fc.constantFrom('call-1', 'call-2'),
    answered: fc.boolean(),
    ended: fc.boolean(),
    inbound: fc.boolean(),
    identityPassed: fc.boolean(),
    hasNumber: fc.boolean(),
    lineResult: fc.constantFrom<DraftCall['lineResult']>(
      null,
      'answered_human',
      'busy',
      'cancelled',
      'abandoned',
      'unallocated',
    ),
  })
  .map((call) => ({
    ...call,
    // Who calls us was answered; nobody proves who they are to a line that rings.
    answered: call.answered || call.inbound,
    identityPassed: call.identityPassed && (call.answered || call.inbound),
    hasNumber: call.hasNumber && !call.inbound,
  }));
const keys: fc.Arbitrary<EntryEvent> = fc
  .constantFrom(...'1234567890QWERTASDFGVNZ')
  .map((key) => ({ type: 'key', key, nowMs: NOW_MS }));
const fields = fc.constantFrom<Field>(
  'promise_on',
  'promise_amount',
  'paid_on',
  'callback_at',
  'wish_from',
  'wish_amount',
  'label',
  'speaker',
  'note',
);
const texts = fc.oneof(
  fc.constantFrom('', '2026-12-25', '2026-02-31', '2026-12-25T10:00', '5000', '0', '夫'),
  fc.string({ maxLength: 12 }),
);
const events: fc.Arbitrary<EntryEvent> = fc.oneof(
  { weight: 12, arbitrary: keys },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('typed' as const), name: fields, text: texts }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<EntryEvent>({ type: 'back' }, { type: 'field_done' }, { type: 'show_missing' }),
  },
  { weight: 1, arbitrary: calls.map((call): EntryEvent => ({ type: 'call_changed', call })) },
);
/** Of one and the same call: it does not become one that was never answered. */
const keyEvents = fc.oneof(
  { weight: 10, arbitrary: keys },
  { weight: 1, arbitrary: fc.constant<EntryEvent>({ type: 'back' }) },
);

const typedOn = (call: DraftCall, all: readonly EntryEvent[]) => all.reduce(reduceEntry, draftFor(call));

/** As an agent would: to what is missing, and the first key that is taken. */
function finish(draft: ResultDraft): ResultDraft {
  let now = draft;
  for (let step = 0; step < 8 && missingPart(now) !== null; step += 1) {
    now = reduceEntry(now, { type: 'show_missing' });
    const missing = missingPart(now);
    if (missing === 'note') now = reduceEntry(now, { type: 'typed', name: 'note', text: '内容' });
    else if (missing === 'wish_amount') now = reduceEntry(now, { type: 'typed', name: 'wish_amount', text: '3000' });
    else now = press(now, slotChoices(now, NOW_MS).find(({ refused }) => refused === null)?.key ?? '');
  }
  return now;
}

describe('result entry: whatever is pressed', () => {
  it('what keys alone make complete is what the server takes', () => {
    fc.assert(
      fc.property(calls, fc.array(keyEvents, { maxLength: 25 }), (call, all) => {
        const draft = typedOn(call, all);
        if (missingPart(draft) === null)
          expect(refuseResult(toEntry(draft), draft.call, new Date(NOW_MS))).to.equal(null);
      }),
      { numRuns: 1_500 },
    );
  });

  it('ends nowhere: what is missing is asked, and a few keys finish it', () => {
    fc.assert(
      fc.property(calls, fc.array(events, { maxLength: 25 }), (call, all) => {
        const done = finish(typedOn(call, all));
        expect(missingPart(done)).to.equal(null);
        const refused = refuseDraft(done, NOW_MS);
        // Only a typed date can lie in the past; it stands on the screen with the sentence beside it.
        if (refused) expect(refused.code).to.be.oneOf(['promise/past', 'paid/future', 'callback/past', 'wishes/dates']);
      }),
      { numRuns: 1_500 },
    );
  });

  it('saves nothing that the screen does not show', () => {
    fc.assert(
      fc.property(calls, fc.array(events, { maxLength: 25 }), (call, all) => {
        const draft = finish(typedOn(call, all));
        const entry = toEntry(draft);
        expect(entry.promise !== null).to.equal(draft.talk === 'promise');
        if (entry.claimsPaid) expect(draft.talk).to.equal('claims_paid');
        expect(entry.callbackAt !== null).to.equal(draft.talk === 'callback');
        if (draft.call.inbound) expect(entry.inboundClass).to.not.equal(null);
        else expect(entry.inboundClass).to.equal(null);
        if (entry.speakerName) expect(sideActs(draft).map(({ act }) => act)).to.include('speaker');
      }),
      { numRuns: 1_000 },
    );
  });

  it('shows every key it takes', () => {
    fc.assert(
      fc.property(
        calls,
        fc.array(events, { maxLength: 20 }),
        fc.constantFrom(...'1234567890QWERTASDFGVN'),
        (call, all, key) => {
          const draft = typedOn(call, all);
          const shown = [...slotChoices(draft, NOW_MS).map((one) => one.key), ...sideActs(draft).map((one) => one.key)];
          expect(new Set(shown).size).to.equal(shown.length);
          if (!shown.includes(key)) expect(press(draft, key)).to.equal(draft);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
