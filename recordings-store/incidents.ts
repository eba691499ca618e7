import type { Queryable } from '../core/platform/postgres.ts';

export type IncidentKind =
  | 'recording_length'
  | 'recording_missing'
  | 'recording_stuck'
  | 'recording_tampered'
  | 'pbx_lost'
  | 'master_key_missing'
  | 'audit_tampered';

type Detail = Record<string, string | number | boolean | null>;

/** One row per call and kind, whatever the number of retries; the first finding stays. */
export async function raiseForCall(db: Queryable, callId: string, kind: IncidentKind, detail: Detail): Promise<void> {
  await db`
    insert into incident (call_id, kind, detail) values (${callId}, ${kind}, ${db.json(detail)})
    on conflict (call_id, kind) do nothing`;
}

/** An incident of the whole installation: at most one open row per kind. True when it is new. */
export async function raiseForSystem(db: Queryable, kind: IncidentKind, detail: Detail): Promise<boolean> {
  const rows = await db`
    insert into incident (call_id, kind, detail)
    select null, ${kind}, ${db.json(detail)}
    where not exists (select 1 from incident where call_id is null and kind = ${kind} and resolved_at is null)
    returning id`;
  return rows.length > 0;
}

export async function resolveForSystem(db: Queryable, kind: IncidentKind): Promise<number> {
  const rows = await db`
    update incident set resolved_at = now()
    where call_id is null and kind = ${kind} and resolved_at is null returning id`;
  return rows.length;
}

export async function resolveForCall(db: Queryable, callId: string, kind: IncidentKind): Promise<void> {
  await db`update incident set resolved_at = now() where call_id = ${callId} and kind = ${kind} and resolved_at is null`;
}
