import type { Queryable } from '../../core/platform/postgres.ts';
import type { HandOverKind, HandOverState } from '../../core/rules/hand-over.ts';
import { callerSql, shieldedSql, stoppingSql } from './caller-sql.ts';

export interface LockedHandOver {
  id: string;
  kind: HandOverKind;
  /** null = a caller nobody knows. */
  personId: number | null;
  callId: string | null;
  contactRecordId: string | null;
  subjectId: string | null;
  centreId: string | null;
  state: HandOverState;
  shielded: boolean;
  raisedBy: string;
  resumedAt: Date | null;
  /** Its stop is in force. */
  stopped: boolean;
}

/** Held until the transaction ends: two officers never answer both. */
export async function lockHandOver(db: Queryable, id: string): Promise<LockedHandOver | undefined> {
  // Locked first, read after: a joined read that waits for the lock would still show what was before.
  await db`select 1 from hand_over where id = ${id} for update`;
  const [row] = await db<LockedHandOver[]>`
    select h.id, h.kind, h.person_id as "personId", h.call_id as "callId", h.contact_record_id as "contactRecordId",
      h.subject_id as "subjectId", s.centre_id as "centreId", h.state, ${shieldedSql(db)} as shielded,
      h.raised_by as "raisedBy", h.resumed_at as "resumedAt", ${stoppingSql(db)} and h.resumed_at is null as stopped
    from hand_over h ${callerSql(db)} left join subject s on s.id = h.subject_id where h.id = ${id}`;
  return row;
}

export async function saveTaken(db: Queryable, id: string, staffId: string): Promise<void> {
  await db`update hand_over set state = 'in_work', taken_by = ${staffId} where id = ${id}`;
}

export async function saveAnswer(
  db: Queryable,
  id: string,
  by: { answer: string; outcome: 'approved' | 'returned' | null; staffId: string; now: Date },
): Promise<void> {
  // A new answer is unread again.
  await db`
    update hand_over set state = 'answered', answer = ${by.answer}, outcome = ${by.outcome}, answered_by = ${by.staffId},
      answered_at = ${by.now}, read_by_agent_at = null, taken_by = coalesce(taken_by, ${by.staffId})
    where id = ${id}`;
}

export async function saveClosed(db: Queryable, id: string, now: Date): Promise<void> {
  await db`update hand_over set state = 'closed', closed_at = ${now} where id = ${id}`;
}

export async function saveResumed(db: Queryable, id: string, now: Date): Promise<void> {
  await db`update hand_over set resumed_at = ${now} where id = ${id}`;
}

/** Once: the first time counts. @returns false when there is no answer of this person's matter */
export async function saveRead(
  db: Queryable,
  id: string,
  staffId: string,
  now: Date,
): Promise<'first' | 'again' | null> {
  const [row] = await db<{ first: boolean }[]>`
    update hand_over h set read_by_agent_at = coalesce(h.read_by_agent_at, ${now})
    from (select id, read_by_agent_at is null as first from hand_over where id = ${id} for update) was
    where h.id = was.id and h.raised_by = ${staffId} and h.answered_at is not null returning was.first`;
  if (!row) return null;
  return row.first ? 'first' : 'again';
}
