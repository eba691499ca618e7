import { newId } from '../../core/platform/ids.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { insertAskedCallBack } from './raise-queries.ts';

export interface CallBackAsked {
  callId: string;
  personId: number | null;
  subjectId: string | null;
  /** National digits; null = withheld. */
  number: string | null;
  /** The moment they asked for. */
  at: Date;
  /** Product clock. */
  now: Date;
}

/** Whoever is not called by then waits for us. */
const GRACE_MS = 15 * 60_000;

/**
 * 折返し on a call that belongs to no campaign (a citizen's own, or our answer to one): nobody's turn comes by itself, so it is a task of
 * the desk. Inside the transaction of the result; of a corrected one the new moment counts, unless somebody is at it.
 */
export async function raiseCallBackTask(tx: Queryable, asked: CallBackAsked): Promise<void> {
  await insertAskedCallBack(tx, { ...asked, id: newId(), dueAt: new Date(asked.at.getTime() + GRACE_MS) });
}
