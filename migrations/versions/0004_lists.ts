import type { Knex } from 'knex';

/**
 * Lists in the time of a key stroke. A million installments are read in a quarter of a second only when each is one small index
 * entry, so what thousands of them have in common is kept once, as a facet, and the installment names it by number.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- ── facets of installments ───────────────────────────────────────────────────────────────────────── writer: api/imports
-- Numbered from 1 without a gap and never deleted: a condition becomes one string of flags, addressed by this number.
create table arrears_facet (
  id integer primary key,
  subject_id text not null,
  levy_year smallint not null,
  taxable_year smallint not null,
  period_no text not null,
  due_date date not null,
  demanded boolean not null,
  disposition text,
  direct_debit boolean not null,
  unique nulls not distinct (subject_id, levy_year, taxable_year, period_no, due_date, demanded, disposition, direct_debit)
);
insert into arrears_facet
select row_number() over (), f.* from (
  select distinct subject_id, levy_year, taxable_year, period_no, due_date, demand_issued_on is not null, disposition, direct_debit
  from arrears_item) f;
alter table arrears_item add column facet_id integer;
update arrears_item a set facet_id = f.id from arrears_facet f
where (a.subject_id, a.levy_year, a.taxable_year, a.period_no, a.due_date, a.demand_issued_on is not null, a.direct_debit)
    = (f.subject_id, f.levy_year, f.taxable_year, f.period_no, f.due_date, f.demanded, f.direct_debit)
  and a.disposition is not distinct from f.disposition;
alter table arrears_item alter column facet_id set not null;
-- PostgreSQL's own sum of bigint counts in numeric, which takes a third of the time of a list. Yen of a city stay far inside bigint.
create aggregate sum_yen(bigint) (sfunc = int8pl, stype = bigint, combinefunc = int8pl, initcond = '0', parallel = safe);
drop index arrears_item_person;
create index arrears_item_person on arrears_item (person_id) include (facet_id, unpaid);

-- ── lists ────────────────────────────────────────────────────────────────────────────────────────── writer: api/lists
-- Of shielded persons (支援措置) there are lists of their own, which do not exist for whoever may not work with them.
alter table entrustment add column privileged boolean not null default false;
alter table extraction
  add column privileged boolean not null default false,
  add column counted_persons integer,      -- the count of the last look, so that a page of saved lists opens at once
  add column counted_yen bigint,
  add column counted_at timestamptz;       -- database clock
alter table call_list
  add column privileged boolean not null default false,
  add column due_on date,
  add column approval_id uuid references approval_request(id),
  add column shrunk_at timestamptz;        -- product clock: the last run that looked for persons who no longer belong
-- Keys from a CSV, 宛名番号 or 通知書番号. Every line is kept, with the reason where it names nobody.
drop table extraction_key;
create table key_file (
  id uuid primary key,
  name text not null,
  lines integer not null,
  found integer not null,
  entrustment_id uuid references entrustment(id), -- whose population the lines were looked up in; null = the whole city
  privileged boolean not null default false,
  created_by uuid references staff_account(id),
  created_at timestamptz not null
);
create table key_file_line (
  file_id uuid not null references key_file(id),
  line_no integer not null,
  key_text text not null,
  person_id bigint references person(id),
  reason text check (reason in ('unknown','ambiguous','outside','repeated','empty','too_long')),
  primary key (file_id, line_no)
);
create index key_file_person on key_file_line (file_id, person_id) where person_id is not null;
create index call_list_person_open on call_list_person (list_id, subject_id) where left_at is null;

-- ── labels ───────────────────────────────────────────────────────────────────────────────────── writer: api/persons
-- 付箋. With the subject in whose work it was put: a label is a fact that travels like any other (T05).
create table person_label (
  id bigint generated always as identity primary key,
  person_id bigint not null references person(id),
  subject_id text references subject(id),
  colour text not null check (colour in ('red','orange','yellow','green','teal','blue','indigo','violet','pink','grey')),
  text text not null check (length(text) between 1 and 40),
  ends_on date,
  created_by uuid references staff_account(id),
  created_at timestamptz not null,
  removed_at timestamptz
);
create index person_label_person on person_label (person_id) where removed_at is null;
create index person_label_text on person_label (text, person_id) where removed_at is null;
-- Whom a list leaves out whatever its condition says; few, so the index is small.
create index person_apart on person (id, shielded, deceased_on) where shielded or deceased_on is not null;
`);
  await knex.raw(`
-- The importer brings the facet along; whoever else writes an installment gets it here. Locked, because the number is the next one.
create function name_arrears_facet() returns trigger language plpgsql as $$
begin
  loop
    select f.id into new.facet_id from arrears_facet f
    where (f.subject_id, f.levy_year, f.taxable_year, f.period_no, f.due_date, f.demanded, f.direct_debit)
        = (new.subject_id, new.levy_year, new.taxable_year, new.period_no, new.due_date, new.demand_issued_on is not null,
          new.direct_debit)
      and f.disposition is not distinct from new.disposition;
    exit when found;
    lock table arrears_facet in share row exclusive mode;
    insert into arrears_facet
    select coalesce(max(id), 0) + 1, new.subject_id, new.levy_year, new.taxable_year, new.period_no, new.due_date,
      new.demand_issued_on is not null, new.disposition, new.direct_debit
    from arrears_facet
    on conflict do nothing;
  end loop;
  return new;
end $$;
create trigger arrears_facet_named before insert on arrears_item for each row when (new.facet_id is null)
  execute function name_arrears_facet();
create trigger arrears_facet_renamed before update on arrears_item for each row when (
  new.facet_id is not distinct from old.facet_id and
  (new.subject_id, new.levy_year, new.taxable_year, new.period_no, new.due_date, new.demand_issued_on is null, new.disposition,
    new.direct_debit)
  is distinct from
  (old.subject_id, old.levy_year, old.taxable_year, old.period_no, old.due_date, old.demand_issued_on is null, old.disposition,
    old.direct_debit))
  execute function name_arrears_facet();
`);
}

export async function down(): Promise<void> {
  throw new Error('This version has no way back: drop the database instead.');
}
