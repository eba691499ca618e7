import type { Queryable } from '../../core/platform/postgres.ts';

export interface AuditEntry {
  id: number;
  at: string;
  productAt: string | null;
  staffId: string | null;
  login: string | null;
  role: string | null;
  ip: string | null;
  action: string;
  personId: number | null;
  subjectId: string | null;
  callId: string | null;
  recordingId: string | null;
  detail: Record<string, unknown>;
}

export interface AuditFilter {
  action?: string | undefined;
  login?: string | undefined;
  personId?: number | undefined;
  /** Older than this id: the next page. */
  before?: number | undefined;
  limit: number;
}

interface Row extends Omit<AuditEntry, 'at' | 'productAt'> {
  at: Date;
  productAt: Date | null;
}

/** Newest first. */
export async function selectAudit(db: Queryable, filter: AuditFilter): Promise<AuditEntry[]> {
  const rows = await db<Row[]>`
    select id, at, product_at as "productAt", staff_id as "staffId", login, role, ip, action, person_id as "personId",
      subject_id as "subjectId", call_id as "callId", recording_id as "recordingId", detail
    from audit_log
    where ${filter.action === undefined ? db`true` : db`action = ${filter.action}`}
      and ${filter.login === undefined ? db`true` : db`login = ${filter.login}`}
      and ${filter.personId === undefined ? db`true` : db`person_id = ${filter.personId}`}
      and ${filter.before === undefined ? db`true` : db`id < ${filter.before}`}
    order by id desc limit ${filter.limit}`;
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    productAt: row.productAt?.toISOString() ?? null,
  }));
}
