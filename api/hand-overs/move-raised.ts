import type { Queryable } from '../../core/platform/postgres.ts';

/** A record was corrected and what it handed over was right: it rests on the new record from now on. */
export async function moveRaised(db: Queryable, fromRecordId: string, toRecordId: string): Promise<void> {
  await db`
    update hand_over set contact_record_id = ${toRecordId} where contact_record_id = ${fromRecordId} and state <> 'withdrawn'`;
}
