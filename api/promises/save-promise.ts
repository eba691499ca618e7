import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import type { PromiseMaker, PromiseMethod } from '../../core/rules/promise.ts';
import { promiseParameters } from '../../core/rules/promise-parameters.ts';
import { maySee, type SharingScope } from '../../core/rules/sharing.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import {
  endPromises,
  insertPromise,
  lockOpenPromises,
  lockPromisesOf,
  lockPromisesOfRecord,
  type PromisableItem,
  replaceBroken,
  restoreReplaced,
  selectOpenItems,
  selectPromiseSetting,
  selectSubjectScope,
  selectSuperseded,
} from './promise-queries.ts';

export interface PromiseMade {
  personId: number;
  contactRecordId: string | null;
  callId: string | null;
  /** Of the conversation. Periods of other subjects may be promised with it as far as they may be told together. */
  subjectId: string;
  /** Empty = every open period of the subject. */
  itemIds: readonly number[];
  /** `YYYY-MM-DD`; one promise, one date: more dates are an instalment request. */
  promisedOn: string;
  /** Yen; null = all that is owed of the periods. */
  amount: number | null;
  method: PromiseMethod;
  reissue: boolean;
  madeBy: PromiseMaker;
  staffId: string;
  /** Product clock. */
  now: Date;
}

/**
 * Writes a promise inside the caller's transaction, with what was owed that day. A new date for a period that is promised already
 * postpones the older promise; the promises of a record that this one corrects are withdrawn, and what they had replaced stands again.
 *
 * @returns the promise's id
 * @throws DomainError promise/date, promise/nothing-owed, promise/item-unknown, promise/amount
 */
export async function savePromise(tx: TransactionSql, made: PromiseMade): Promise<string> {
  const { date: today } = tokyoTime(made.now);
  const { graceDays, maxDaysAhead } = promiseParameters(await selectPromiseSetting(tx, today));
  if (made.promisedOn < today || made.promisedOn > addDays(today, maxDaysAhead))
    throw new DomainError('promise/date', 422, `約束日は今日から${maxDaysAhead}日以内の日付にしてください。`);
  const items = promised(made, await selectSubjectScope(tx, made.subjectId), await selectOpenItems(tx, made.personId));
  const owed = items.reduce((sum, { unpaid }) => sum + unpaid, 0);
  if (made.amount !== null && (made.amount <= 0 || made.amount > owed))
    throw new DomainError('promise/amount', 422, '約束の金額が未納額と合いません。金額か期別を確認してください。');
  await lockPromisesOf(tx, made.personId);
  const id = newId();
  const corrected = made.contactRecordId && (await selectSuperseded(tx, made.contactRecordId));
  const by = { at: made.now, staffId: made.staffId };
  const wrong = corrected ? (await lockPromisesOfRecord(tx, corrected)).map((one) => one.id) : [];
  const itemIds = items.map((item) => item.id);
  await insertPromise(tx, { ...made, id, graceDays }, items);
  // What the wrong one had replaced stands again, before it is asked what the right one replaces.
  await restoreReplaced(tx, wrong, by);
  await endPromises(tx, wrong, { ...by, state: 'withdrawn', cause: 'corrected', replacedBy: id });
  const older = (await lockOpenPromises(tx, made.personId, itemIds)).map((one) => one.id);
  const postponed = older.filter((one) => one !== id);
  await endPromises(tx, postponed, { ...by, state: 'postponed', cause: 'postponed', replacedBy: id });
  await replaceBroken(tx, made.personId, itemIds, id);
  return id;
}

function promised(
  { itemIds, subjectId }: PromiseMade,
  subject: SharingScope | undefined,
  open: readonly PromisableItem[],
): readonly PromisableItem[] {
  const chosen =
    itemIds.length > 0
      ? open.filter(({ id }) => itemIds.includes(id))
      : open.filter(({ source }) => source.subjectId === subjectId);
  if (chosen.length === 0)
    throw new DomainError('promise/nothing-owed', 409, '約束の対象になる未納の期別がありません。');
  // Also a period that was paid a moment ago: the agent looks again rather than promises something else.
  const complete = itemIds.length === 0 || new Set(itemIds).size === chosen.length;
  const allowed = subject !== undefined && chosen.every(({ source }) => maySee(subject, source));
  if (!complete || !allowed)
    throw new DomainError(
      'promise/item-unknown',
      409,
      '選んだ期別は約束の対象にできません。期別一覧を開き直してください。',
    );
  return chosen;
}

/** The record of the conversation was corrected and no promise is left in it: what rested on it is withdrawn. @returns how many */
export async function withdrawPromises(
  tx: TransactionSql,
  correction: { contactRecordId: string; staffId: string; now: Date },
): Promise<number> {
  const { staffId, now: at } = correction;
  const ids = (await lockPromisesOfRecord(tx, correction.contactRecordId)).map(({ id }) => id);
  await restoreReplaced(tx, ids, { at, staffId });
  await endPromises(tx, ids, { state: 'withdrawn', cause: 'corrected', replacedBy: null, at, staffId });
  return ids.length;
}
