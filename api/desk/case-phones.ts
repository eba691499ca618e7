import type { CaseView } from '../../core/contracts/http/desk.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { DiallingParameters } from '../../core/rules/dialling-parameters.ts';
import { judgePhone, orderPhones, type PhoneContext, type PhoneFacts } from '../../core/rules/phone-choice.ts';
import { maySee } from '../../core/rules/sharing.ts';
import { phoneWords } from '../persons/contact-views.ts';
import { selectPhoneWords } from '../persons/phone-status-queries.ts';
import { type CaseRow, selectNumberCalls, selectPhones } from './case-queries.ts';

/** The person's numbers that this subject may know at all, with what the rules say about each. */
export async function casePhones(
  db: Queryable,
  row: CaseRow,
  dialling: DiallingParameters,
  now: Date,
): Promise<CaseView['phones']> {
  const subject = { subjectId: row.subject_id, debtClass: row.debt_class, sharingGroup: row.sharing_group };
  const visible = (await selectPhones(db, row.person_id)).filter((phone) => maySee(subject, phone.source));
  const digits = visible.flatMap((phone) => phone.digits ?? []);
  const calls = (await selectNumberCalls(db, digits, row.person_id)).filter((call) => maySee(subject, call.source));
  const words = (await selectPhoneWords(db, row.person_id)).filter((word) => maySee(subject, word.source));
  const facts = visible.map(
    (phone): PhoneFacts => ({
      id: phone.id,
      position: phone.position,
      digits: phone.digits,
      type: phone.type,
      usable: phone.usable,
      gone: phone.gone,
      source: phone.source,
      sharedWith: phone.shared_with,
      sharedWithShielded: phone.shared_with_shielded,
      word: words.find((word) => word.phone_id === phone.id) ?? null,
      history: calls
        .filter((call) => call.digits === phone.digits)
        .map((call) => ({
          at: call.at,
          lineResult: call.line_result,
          confirmed: call.confirmed,
          whoAnswered: call.who_answered,
        })),
    }),
  );
  const context: PhoneContext = {
    now,
    subject,
    personShielded: row.shielded,
    channel: 'call',
    mobileFirst: dialling.mobileFirst,
    tempOutDays: dialling.tempOutDays,
  };
  const first = orderPhones(facts, context)[0]?.id;
  return visible.map((phone, index) => {
    const fact = facts[index];
    const verdict = fact && judgePhone(fact, context);
    const usable = phone.usable && (verdict?.byHand ?? false);
    return {
      id: phone.id,
      type: phone.type,
      digits: phone.digits,
      raw: phone.raw,
      usable,
      unusableReason: usable ? null : (verdict?.reason ?? phone.unusable_reason),
      preferred: phone.id === first,
      manualOnlyReason: usable && !verdict?.automatic ? (verdict?.reason ?? null) : null,
      lastResult: fact?.history[0]?.lineResult ?? null,
      sourceName: phone.source_name,
      words: phoneWords(words, phone.id),
    };
  });
}
