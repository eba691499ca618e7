import type { Queryable } from '../../core/platform/postgres.ts';
import type { HandOverKind } from '../../core/rules/hand-over.ts';

export interface UnknownHandOver {
  id: string;
  kind: HandOverKind;
  body: string;
  /** It stopped the number and the city did not let contact go on since. */
  stops: boolean;
}

/** Everything that one call of somebody nobody knew left for the city. */
export function lockUnknownOf(db: Queryable, callId: string): Promise<UnknownHandOver[]> {
  return db<UnknownHandOver[]>`
    select id, kind, body, kind in ('complaint', 'do_not_call') and resumed_at is null and state <> 'withdrawn' as stops
    from hand_over where call_id = ${callId} and person_id is null order by raised_at, id for update`;
}

export async function givePerson(db: Queryable, id: string, personId: number, recordId: string | null): Promise<void> {
  await db`update hand_over set person_id = ${personId}, contact_record_id = ${recordId} where id = ${id}`;
}
