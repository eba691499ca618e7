import type { PersonPromise } from '../../core/contracts/http/promises.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { lastDayOfGrace, promiseDue } from '../../core/rules/promise.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

interface HistoryRow extends Omit<PersonPromise, 'graceUntil' | 'due' | 'madeAt' | 'remindedAt' | 'promised'> {
  source: SharingScope;
  items: { source: SharingScope; unpaid: number }[];
  graceDays: number;
  madeAt: Date;
  remindedAt: Date | null;
}

/**
 * A person's promises with everything that became of them, newest first: for the case page and its time line. The caller says which subjects
 * this viewer may see.
 *
 * @param today `YYYY-MM-DD`, product clock
 */
export async function personPromises(
  db: Queryable,
  personId: number,
  today: string,
  mayShow: (source: SharingScope) => boolean,
): Promise<PersonPromise[]> {
  const rows = await db<HistoryRow[]>`
    select p.id, jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group) as source,
      jsonb_build_object('id', s.id, 'shortName', s.short_name, 'colour', s.colour) as subject, p.promised_on as "promisedOn",
      p.grace_days as "graceDays", p.amount, p.kept_amount as "keptAmount", p.method, p.made_by as "madeBy", p.reissue, p.state,
      staff.display_name as "staffName", p.created_at as "madeAt", p.reminded_at as "remindedAt",
      (select coalesce(jsonb_agg(jsonb_build_object('at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'state', e.state, 'keptAmount', e.kept_amount, 'cause', e.cause, 'staffName', by.display_name) order by e.id), '[]')
        from promise_event e left join staff_account by on by.id = e.staff_id where e.promise_id = p.id) as events,
      (select coalesce(jsonb_agg(jsonb_build_object('unpaid', i.unpaid, 'source', jsonb_build_object('subjectId', o.id, 'debtClass',
          o.debt_class, 'sharingGroup', o.sharing_group))), '[]') from promise_item i join arrears_item a on a.id = i.arrears_item_id
        join subject o on o.id = a.subject_id where i.promise_id = p.id) as items
    from promise p join subject s on s.id = p.subject_id join staff_account staff on staff.id = p.staff_id
    where p.person_id = ${personId} order by p.created_at desc, p.id desc limit 100`;
  return rows
    .filter(({ source }) => mayShow(source))
    .map(({ source: _, graceDays, madeAt, remindedAt, items, ...row }) => ({
      ...row,
      promised: row.amount ?? owedOf(items, mayShow),
      graceUntil: lastDayOfGrace({ promisedOn: row.promisedOn, graceDays }),
      due: promiseDue(row, today),
      madeAt: madeAt.toISOString(),
      remindedAt: remindedAt?.toISOString() ?? null,
    }));
}

/** A promise may be about periods of several subjects: what this viewer may not see is not in the sum. */
function owedOf(items: HistoryRow['items'], mayShow: (source: SharingScope) => boolean): number {
  return items.reduce((sum, { source, unpaid }) => (mayShow(source) ? sum + unpaid : sum), 0);
}
