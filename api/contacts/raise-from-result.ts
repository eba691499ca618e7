import { DomainError } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { type RaisedKind, reasonName } from '../../core/rules/hand-over.ts';
import { REASONS_FOR } from '../../core/rules/result-entry/combinations.ts';
import type { ResultEntry } from '../../core/rules/result-entry/entry.ts';
import { raiseHandOver } from '../hand-overs/raise-hand-over.ts';
import { requestDoNotCall } from '../hand-overs/request-do-not-call.ts';
import { insertLabel, selectLabels } from '../persons/label-queries.ts';
import { setPhoneStatus } from '../persons/phone-status.ts';
import { savePromise } from '../promises/save-promise.ts';

/** What a result is about; of a caller nobody knows there is neither a person nor a record of one. */
export interface RaisedGround {
  personId: number | null;
  contactRecordId: string | null;
  callId: string;
  subjectId: string | null;
  phoneId: number | null;
  staffId: string;
  /** Product clock. */
  now: Date;
}

export type ResultGround = RaisedGround & { personId: number };

/** Promise, hand-over, complaint and stop that follow from a result, in the transaction that writes it. */
export async function raiseFromResult(tx: TransactionSql, ground: RaisedGround, entry: ResultEntry): Promise<void> {
  const { promise, talkResult: talk, whoAnswered: who, reason } = entry;
  const { phoneId, personId, ...rest } = ground;
  const about = { ...rest, personId };
  if (promise) {
    if (
      ground.subjectId === null ||
      personId === null ||
      (who !== 'principal' && who !== 'household' && who !== 'representative')
    )
      throw new DomainError('result/no-subject', 409, '科目の分からない通話では、納付約束を受けられません。');
    const { on: promisedOn, itemIds = [], ...said } = promise;
    await savePromise(tx, {
      ...about,
      personId,
      subjectId: ground.subjectId,
      ...said,
      promisedOn,
      itemIds,
      madeBy: who,
    });
  }
  if (talk === 'do_not_call') await requestDoNotCall(tx, { ...about, reason: entry.note });
  if (talk !== null && reason && REASONS_FOR[talk]) {
    const wishes = entry.wishes ?? null;
    const kind: RaisedKind = talk === 'complaint' ? 'complaint' : wishes ? 'instalment_request' : 'hand_over';
    // The city gets a sentence also where two keys were all the agent had time for.
    const body = entry.note === '' ? `${reasonName(reason)}の申出(記事なし)` : entry.note;
    await raiseHandOver(tx, { ...about, kind, reason, body, wishes });
  }
}

/** What was noted beside the result: the number's status and labels. A label that is there already is not put twice. */
export async function noteBesideResult(tx: TransactionSql, ground: ResultGround, entry: ResultEntry): Promise<void> {
  const { personId, phoneId, callId, staffId, now, subjectId } = ground;
  if (entry.phoneStatus && phoneId !== null)
    await setPhoneStatus(tx, { phoneId, personId, status: entry.phoneStatus, callId, staffId, now });
  if (!entry.labels?.length || subjectId === null) return;
  const living = new Set((await selectLabels(tx, personId)).map(({ text }) => text));
  for (const { colour, text } of entry.labels)
    if (!living.has(text))
      await insertLabel(tx, { personId, subjectId, colour, text: text.trim(), endsOn: null, createdBy: staffId, now });
}
