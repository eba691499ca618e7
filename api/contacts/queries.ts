import type { SaveResult } from '../../core/contracts/http/desk.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { OwnCallRow } from '../desk/own-work-queries.ts';

/** @returns false when this call's result was saved before: the first one stays. */
export async function insertContactRecord(
  db: Queryable,
  id: string,
  staffId: string,
  call: OwnCallRow & { person_id: number },
  result: SaveResult,
  now: Date,
): Promise<boolean> {
  const rows = await db`
    insert into contact_record (id, person_id, call_id, campaign_id, staff_id, subject_id, at, channel, direction, who_answered,
      line_result, talk_result, callback_at, note)
    values (${id}, ${call.person_id}, ${call.id}, ${call.campaign_id}, ${staffId}, ${call.subject_id}, ${now}, 'call',
      ${call.direction === 'inbound' ? 'inbound' : 'outbound'}, ${result.whoAnswered}, ${result.lineResult}, ${result.talkResult},
      ${result.callbackAt}, ${result.note})
    on conflict (call_id) where supersedes_id is null and call_id is not null do nothing
    returning id`;
  return rows.length === 1;
}

/** A call of this agent whose result is saved already. */
export async function selectSavedBy(db: Queryable, callId: string, staffId: string): Promise<boolean> {
  const rows = await db`select 1 from contact_record where call_id = ${callId} and staff_id = ${staffId} limit 1`;
  return rows.length === 1;
}
