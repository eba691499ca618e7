import type { PromiseView } from '../../core/contracts/http/promises.ts';
import type { Fragment, Queryable } from '../../core/platform/postgres.ts';
import type { PromiseMaker, PromiseMethod, PromiseState } from '../../core/rules/promise.ts';

export interface BoardScope {
  lines: readonly string[];
  /** Only what this one noted. */
  staffId: string | null;
  /** `YYYY-MM-DD` */
  today: string;
  privileged: boolean;
}

export interface BoardRow {
  id: string;
  personId: number;
  name: string;
  shielded: boolean;
  subjectId: string;
  shortName: string;
  colour: string;
  promisedOn: string;
  graceDays: number;
  madeAt: Date;
  amount: number;
  keptAmount: number;
  method: PromiseMethod;
  madeBy: PromiseMaker;
  reissue: boolean;
  state: PromiseState;
  staffId: string;
  staffName: string;
  targetId: number | null;
  targetState: string | null;
  targetReason: string | null;
  targetAt: Date | null;
}

/** Kept ones are shown for so long. */
const KEPT_DAYS = 30;

/** A broken promise is followed up as long as something of it is owed and no newer promise stands in its place. */
function inView(db: Queryable, view: PromiseView, today: string): Fragment {
  switch (view) {
    case 'today':
      return db`p.state = 'open' and p.promised_on = ${today}::date`;
    case 'overdue':
      return db`p.state = 'open' and p.promised_on < ${today}::date`;
    case 'later':
      return db`p.state = 'open' and p.promised_on > ${today}::date`;
    case 'broken':
      return db`p.state in ('broken', 'part') and p.replaced_by is null and exists (select 1 from promise_item i
        join arrears_item a on a.id = i.arrears_item_id where i.promise_id = p.id and a.principal - a.collected - a.paid > 0)`;
    case 'kept':
      return db`p.state = 'kept' and p.judged_at > ${today}::date - ${KEPT_DAYS}::int`;
  }
}

/** Invented citizens of the training are in no list. */
const inScope = (db: Queryable, { lines, staffId }: BoardScope) => db`p.subject_id = any(${[...lines]}::text[])
  and not exists (select 1 from person invented where invented.id = p.person_id and invented.training)
  and (${staffId}::uuid is null or p.staff_id = ${staffId}::uuid)`;

export async function countViews(db: Queryable, scope: BoardScope): Promise<Record<PromiseView, number>> {
  const count = (view: PromiseView) =>
    db`(select count(*)::int from promise p where ${inScope(db, scope)} and ${inView(db, view, scope.today)})`;
  const [row] = await db<Record<PromiseView, number>[]>`
    select ${count('today')} as today, ${count('overdue')} as overdue, ${count('broken')} as broken, ${count('later')} as later,
      ${count('kept')} as kept`;
  return row ?? { today: 0, overdue: 0, broken: 0, later: 0, kept: 0 };
}

export function selectView(db: Queryable, scope: BoardScope, view: PromiseView, limit: number): Promise<BoardRow[]> {
  return selectRows(db, scope, inView(db, view, scope.today), limit);
}

export function selectByIds(db: Queryable, scope: BoardScope, ids: readonly string[]): Promise<BoardRow[]> {
  return selectRows(db, scope, db`p.id = any(${[...ids]}::uuid[])`, ids.length);
}

function selectRows(db: Queryable, scope: BoardScope, which: Fragment, limit: number): Promise<BoardRow[]> {
  return db<BoardRow[]>`
    select p.id, p.person_id as "personId", person.name_official as name, person.shielded, s.id as "subjectId",
      s.short_name as "shortName", s.colour, p.promised_on as "promisedOn", p.grace_days as "graceDays",
      p.created_at as "madeAt", coalesce(p.amount, (select sum(i.unpaid) from promise_item i join arrears_item a on a.id = i.arrears_item_id
        where i.promise_id = p.id and a.subject_id = any(${[...scope.lines]}::text[])), 0)::bigint as amount,
      p.kept_amount as "keptAmount", p.method, p.made_by as "madeBy", p.reissue, p.state, p.staff_id as "staffId",
      staff.display_name as "staffName", target.id as "targetId", target.state as "targetState", target.reason as "targetReason",
      target.next_at as "targetAt"
    from promise p join person on person.id = p.person_id join subject s on s.id = p.subject_id
      join staff_account staff on staff.id = p.staff_id
      left join lateral (select ct.id, coalesce(tp.state, 'queued') as state, tp.reason, tp.next_at
        from campaign_target ct join campaign c on c.id = ct.campaign_id and c.state = 'running' and c.subject_id = p.subject_id
          and (not c.privileged or ${scope.privileged})
          left join target_progress tp on tp.target_id = ct.id
        where ct.person_id = p.person_id order by c.priority, ct.id limit 1) target on true
    where ${inScope(db, scope)} and ${which}
    order by p.promised_on, p.id limit ${limit}`;
}
