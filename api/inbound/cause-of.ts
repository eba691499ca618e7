import type { Queryable } from '../../core/platform/postgres.ts';
import { callerNumber } from '../../core/rules/inbound/caller-number.ts';
import { CAUSE_DAYS, proposeCause, type SentContact } from '../../core/rules/inbound/propose-cause.ts';
import { selectSent } from './cause-queries.ts';

const DAY_MS = 86_400_000;

/** What a call of that moment from that number probably answers. */
export async function causeOf(db: Queryable, callerId: string | null, at: Date): Promise<SentContact | null> {
  const { digits } = callerNumber(callerId);
  if (digits === null) return null;
  return proposeCause(at, await selectSent(db, digits, new Date(at.getTime() - CAUSE_DAYS * DAY_MS), at));
}
