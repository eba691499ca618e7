import { newId } from '../../core/platform/ids.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

/**
 * Somebody found out who the caller nobody knew was: what was kept of the call becomes that person's record, with its own time, agent and
 * line, and stands on their time line. What was kept stays as it was and names the record.
 *
 * @returns the record's id; null when nothing was kept of the call, or it is somebody's already
 */
export async function adoptUnknown(tx: Queryable, callId: string, personId: number): Promise<string | null> {
  const [row] = await tx<{ id: string }[]>`
    insert into contact_record (id, person_id, call_id, staff_id, subject_id, at, channel, direction, who_answered, line_result,
      talk_result, callback_at, note, inbound_class, cause_kind, claims_paid_on, claims_paid_where, speaker_name)
    select ${newId()}, ${personId}, call_id, staff_id, subject_id, at, 'call', direction, who_answered, line_result, talk_result,
      callback_at, note, inbound_class, cause_kind, claims_paid_on, claims_paid_where, speaker_name
    from unknown_caller_record where call_id = ${callId} and contact_record_id is null
    on conflict do nothing returning id`;
  if (!row) return null;
  await tx`update unknown_caller_record set contact_record_id = ${row.id} where call_id = ${callId}`;
  return row.id;
}
