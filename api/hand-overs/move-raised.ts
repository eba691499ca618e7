import type { Queryable } from '../../core/platform/postgres.ts';
import { insertEvent } from './raise-queries.ts';

interface CorrectedRecord {
  fromRecordId: string;
  toRecordId: string;
  /** What the record says now; null = the same as before. */
  note: string | null;
  staffId: string;
  /** Product clock. */
  now: Date;
}

/**
 * A record was corrected and what it handed over was right: that rests on the new record from now on, also a do-not-call that was only
 * said again. Other words of the record are a remark of its history: whoever answers reads both.
 */
export async function moveRaised(db: Queryable, corrected: CorrectedRecord): Promise<void> {
  const { fromRecordId, toRecordId, note, staffId, now } = corrected;
  const rows = await db<{ id: string }[]>`
    select h.id from hand_over h where h.state <> 'withdrawn' and (h.contact_record_id = ${fromRecordId} or exists (
      select 1 from hand_over_event e where e.hand_over_id = h.id and e.contact_record_id = ${fromRecordId}))`;
  for (const { id } of rows) {
    await db`update hand_over set contact_record_id = ${toRecordId} where id = ${id} and contact_record_id = ${fromRecordId}`;
    const body = `記録の訂正${note === null ? '' : `: ${note}`}`;
    await insertEvent(db, { handOverId: id, at: now, act: 'remark', body, contactRecordId: toRecordId, staffId });
  }
}
