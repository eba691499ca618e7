import type { ApprovalCounts, ApprovalKind, ApprovalRow } from '../../core/contracts/http/approvals.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { Scope } from '../../core/rules/permissions.ts';

export interface StoredApproval {
  id: string;
  kind: ApprovalKind;
  refId: string;
  subjectId: string | null;
  title: string;
  detail: Record<string, unknown>;
  requestedBy: string | null;
  requesterName: string | null;
  requestedAt: Date;
  dueAt: Date | null;
  state: ApprovalRow['state'];
  deciderName: string | null;
  decidedAt: Date | null;
  answer: string | null;
  readAt: Date | null;
}

const columns = (db: Queryable) => db`
  a.id, a.kind, a.ref_id as "refId", a.subject_id as "subjectId", a.title, a.detail, a.requested_by as "requestedBy",
  r.display_name as "requesterName", a.requested_at as "requestedAt", a.due_at as "dueAt", a.state,
  d.display_name as "deciderName", a.decided_at as "decidedAt", a.answer, a.read_by_requester_at as "readAt"
  from approval_request a left join staff_account r on r.id = a.requested_by
    left join staff_account d on d.id = a.decided_by`;

/** What has no subject is the whole city's business: a month of the calendar, a list over several subjects. */
const inScope = (db: Queryable, { subjectScope, centreScope }: Scope) => db`
  (a.subject_id is null or exists (select 1 from subject s where s.id = a.subject_id
    and (${subjectScope === null} or s.id = any(${[...(subjectScope ?? [])]}::text[]))
    and (${centreScope === null} or s.centre_id is null or s.centre_id = any(${[...(centreScope ?? [])]}::text[]))))`;

/** The nearest deadline first; what has none comes last. */
export async function selectInbox(db: Queryable, scope: Scope): Promise<StoredApproval[]> {
  return db<StoredApproval[]>`
    select ${columns(db)} where a.state = 'waiting' and ${inScope(db, scope)}
    order by a.due_at nulls last, a.requested_at, a.id limit 500`;
}

export async function selectDecided(db: Queryable, scope: Scope): Promise<StoredApproval[]> {
  return db<StoredApproval[]>`
    select ${columns(db)} where a.state in ('approved', 'returned') and ${inScope(db, scope)}
    order by a.decided_at desc, a.id limit 100`;
}

/** Answers that were not read come first, then what still waits, then the rest. */
export async function selectAsked(db: Queryable, staffId: string): Promise<StoredApproval[]> {
  return db<StoredApproval[]>`
    select ${columns(db)} where a.requested_by = ${staffId}
    order by (a.state in ('approved', 'returned') and a.read_by_requester_at is null) desc, a.state = 'waiting' desc,
      a.requested_at desc, a.id limit 200`;
}

/** Held until the transaction ends: two officers cannot both decide. */
export async function lockApproval(db: Queryable, id: string, scope: Scope): Promise<StoredApproval | undefined> {
  // Locked first, read after: a joined read that waits for the lock would still show the decider of before.
  await db`select 1 from approval_request where id = ${id} for update`;
  const [row] = await db<StoredApproval[]>`select ${columns(db)} where a.id = ${id} and ${inScope(db, scope)}`;
  return row;
}

export async function saveDecision(
  db: Queryable,
  id: string,
  decision: { state: 'approved' | 'returned'; decidedBy: string; now: Date; answer: string | null },
): Promise<void> {
  const { state, decidedBy, now, answer } = decision;
  await db`update approval_request set state = ${state}, decided_by = ${decidedBy}, decided_at = ${now}, answer = ${answer}
    where id = ${id}`;
}

/** Once: the first time counts. @returns false when there is no such answer of this person's question */
export async function markRead(db: Queryable, id: string, staffId: string, now: Date): Promise<boolean> {
  const rows = await db`
    update approval_request set read_by_requester_at = coalesce(read_by_requester_at, ${now})
    where id = ${id} and requested_by = ${staffId} and state in ('approved', 'returned') returning id`;
  return rows.length === 1;
}

/** One person's numbers for the menu; what they may not decide is no work of theirs. */
export async function countApprovals(
  db: Queryable,
  who: Scope & { staffId: string; mayDecide: boolean },
  now: Date,
): Promise<ApprovalCounts> {
  const [row] = await db<ApprovalCounts[]>`
    select count(*) filter (where a.state = 'waiting' and ${who.mayDecide} and mine is not true) as waiting,
      count(*) filter (where a.state = 'waiting' and ${who.mayDecide} and mine is not true and a.due_at < ${now}) as late,
      count(*) filter (where mine and a.state in ('approved', 'returned') and a.read_by_requester_at is null) as unread
    from (select *, requested_by = ${who.staffId} as mine from approval_request) a
    where (a.state = 'waiting' and ${inScope(db, who)}) or (mine and a.read_by_requester_at is null)`;
  return row ?? { waiting: 0, late: 0, unread: 0 };
}
