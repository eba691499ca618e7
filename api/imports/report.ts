import type { Queryable } from '../../core/platform/postgres.ts';
import type { Encoding, FileKind } from '../../core/rules/formats/layout.ts';
import type { CityLayout } from './layout.ts';

export type RejectedByReason = Partial<Record<FileKind, Record<string, number>>>;

/** The state after the run and what the run did; keys are a contract with checks from outside (README). */
export interface ImportReport {
  profile: string;
  encoding: Encoding;
  subjects: Record<string, string>;
  rejected: RejectedByReason;
  persons: number;
  households: number;
  shielded: number;
  deceased: number;
  no_usable_phone: number;
  arrears: number;
  persons_in_arrears: number;
  unpaid_yen_before_payments: number;
  unpaid_yen_after_payments: number;
  unpaid_items: number;
  payments: number;
  paid_yen: number;
  settled_by_payments: number;
  restored_by_cancel: number;
  person_rows_in_file: number;
  arrears_rows_in_file: number;
  payment_rows_in_file: number;
  changed: Record<FileKind, number>;
  data_date: string | null;
  run_id: string;
}

export async function selectReport(
  db: Queryable,
  runId: string,
  { layout, encoding }: { layout: CityLayout; encoding: Encoding },
): Promise<ImportReport> {
  const state = await selectState(db);
  const files = await selectFileSums(db, runId);
  const of = (kind: FileKind) => files.find((file) => file.kind === kind);
  const figure = (name: string) => of('payment')?.figures[name] ?? 0;
  return {
    profile: layout.profile,
    encoding,
    subjects: Object.fromEntries(layout.subjects.map(({ id, name }) => [id, name])),
    rejected: await selectRejected(db, runId),
    ...state,
    payments: figure('payments'),
    paid_yen: figure('paid_yen'),
    settled_by_payments: figure('settled_by_payments'),
    restored_by_cancel: figure('restored_by_cancel'),
    person_rows_in_file: of('person')?.rows ?? 0,
    arrears_rows_in_file: of('arrears')?.rows ?? 0,
    payment_rows_in_file: of('payment')?.rows ?? 0,
    changed: {
      person: of('person')?.changed ?? 0,
      arrears: of('arrears')?.changed ?? 0,
      payment: of('payment')?.changed ?? 0,
    },
    data_date: files[0]?.data_date ?? null,
    run_id: runId,
  };
}

type State = Pick<
  ImportReport,
  | 'persons'
  | 'households'
  | 'shielded'
  | 'deceased'
  | 'no_usable_phone'
  | 'arrears'
  | 'persons_in_arrears'
  | 'unpaid_yen_before_payments'
  | 'unpaid_yen_after_payments'
  | 'unpaid_items'
>;

/** `persons_in_arrears` and `..._before_payments` go by the core system's own 収納額; the others count payments too. */
async function selectState(db: Queryable): Promise<State> {
  const [persons] = await db<Pick<State, 'persons' | 'households' | 'shielded' | 'deceased' | 'no_usable_phone'>[]>`
    select count(*) as persons, count(distinct household_id) as households, count(*) filter (where shielded) as shielded,
      count(deceased_on) as deceased,
      count(*) filter (where n.person_id is null) as no_usable_phone
    from person p
    left join (select distinct person_id from phone_number where usable and gone_at is null) n on n.person_id = p.id
    where not p.training`;
  const [arrears] = await db<Omit<State, keyof NonNullable<typeof persons>>[]>`
    select count(*) as arrears,
      count(distinct person_id) filter (where principal > collected) as persons_in_arrears,
      coalesce(sum(greatest(principal - collected, 0)), 0)::bigint as unpaid_yen_before_payments,
      coalesce(sum(unpaid), 0)::bigint as unpaid_yen_after_payments,
      count(*) filter (where unpaid > 0) as unpaid_items
    from arrears_item a where not exists (select 1 from person p where p.id = a.person_id and p.training)`;
  if (!persons || !arrears) throw new Error('An aggregate gave no row.');
  return { ...persons, ...arrears };
}

interface FileSums {
  kind: FileKind;
  rows: number;
  changed: number;
  data_date: string | null;
  figures: Record<string, number>;
}

/** Several files of one kind (one a subject) count together. */
async function selectFileSums(db: Queryable, runId: string): Promise<FileSums[]> {
  const rows = await db<(Omit<FileSums, 'figures'> & { all_figures: Record<string, number>[] })[]>`
    select kind, sum(rows)::bigint as rows, sum(changed)::bigint as changed, max(data_date) as data_date,
      jsonb_agg(coalesce(figures, '{}')) as all_figures
    from import_file where run_id = ${runId} and completed_at is not null group by kind`;
  return rows.map(({ all_figures, ...sums }) => {
    const figures: Record<string, number> = {};
    for (const file of all_figures)
      for (const [name, value] of Object.entries(file)) figures[name] = (figures[name] ?? 0) + value;
    return { ...sums, figures };
  });
}

async function selectRejected(db: Queryable, runId: string): Promise<RejectedByReason> {
  const rows = await db<{ kind: FileKind; reason: string; count: number }[]>`
    select f.kind, e.reason, count(*) as count from import_row_error e join import_file f on f.id = e.file_id
    where f.run_id = ${runId} and f.completed_at is not null group by f.kind, e.reason order by min(e.id)`;
  const rejected: RejectedByReason = { person: {}, arrears: {}, payment: {} };
  for (const { kind, reason, count } of rows) {
    const reasons = rejected[kind] ?? {};
    reasons[reason] = count;
    rejected[kind] = reasons;
  }
  return rejected;
}
