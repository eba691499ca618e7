import type { Queryable } from '../../core/platform/postgres.ts';
import type { AuditAction } from '../../core/rules/audit-actions.ts';

/** What an action was about: ids and counts. Never a name, a number or an amount: the log outlives the data. */
export interface AuditFacts {
  personId?: number | null;
  subjectId?: string | null;
  callId?: string | null;
  recordingId?: string | null;
  detail?: Record<string, string | number | boolean | null>;
}

export interface AuditActor {
  staffId: string | null;
  login: string | null;
  role: string | null;
  ip: string | null;
}

/** Appends one row. The database role can insert and read, never change or delete. */
export async function writeAudit(
  db: Queryable,
  actor: AuditActor,
  action: AuditAction,
  facts: AuditFacts = {},
  productNow: Date | null = null,
): Promise<void> {
  await db`
    insert into audit_log (product_at, staff_id, login, role, ip, action, person_id, subject_id, call_id, recording_id, detail)
    values (${productNow}, ${actor.staffId}, ${actor.login}, ${actor.role}, ${actor.ip}, ${action},
      ${facts.personId ?? null}, ${facts.subjectId ?? null}, ${facts.callId ?? null}, ${facts.recordingId ?? null},
      ${db.json(facts.detail ?? {})})`;
}
