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

-- ── what was last ────────────────────────────────────────────────────────────────────── writer: the triggers below
-- A centre writes a million records a year; a list asks only for the newest of each person. By subject, because whose facts a list may
-- use differs from list to list; '' = a fact that names no subject.
create table contact_newest (
  person_id bigint not null,
  subject_id text not null,
  record_id uuid not null,
  at timestamptz not null,
  staff_id uuid,
  talk_result text,
  line_result text,
  promised boolean not null,               -- some record that nobody corrected is a promise
  primary key (person_id, subject_id)
);
create table call_newest (
  person_id bigint not null,
  subject_id text not null,
  dialled_at timestamptz not null,
  primary key (person_id, subject_id)
);

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
  await knex.raw(`
create function renew_contact(of_person bigint, of_subject text) returns void language sql as $$
  with living as (
    select r.* from contact_record r where r.person_id = of_person and coalesce(r.subject_id, '') = of_subject
      and not exists (select 1 from contact_record c where c.supersedes_id = r.id)
  ), gone as (
    delete from contact_newest n where n.person_id = of_person and n.subject_id = of_subject and not exists (select 1 from living)
  )
  insert into contact_newest (person_id, subject_id, record_id, at, staff_id, talk_result, line_result, promised)
  select of_person, of_subject, l.id, l.at, l.staff_id, l.talk_result, l.line_result,
    exists (select 1 from living where talk_result = 'promise')
  from living l order by l.at desc, l.id desc limit 1
  on conflict (person_id, subject_id) do update set record_id = excluded.record_id, at = excluded.at, staff_id = excluded.staff_id,
    talk_result = excluded.talk_result, line_result = excluded.line_result, promised = excluded.promised
$$;
create function contact_written() returns trigger language plpgsql as $$
declare corrected contact_record;
begin
  perform renew_contact(new.person_id, coalesce(new.subject_id, ''));
  if new.supersedes_id is not null then
    select * into corrected from contact_record where id = new.supersedes_id;
    perform renew_contact(corrected.person_id, coalesce(corrected.subject_id, ''));
  end if;
  return null;
end $$;
create trigger contact_newest_kept after insert on contact_record for each row execute function contact_written();
create function call_dialled() returns trigger language plpgsql as $$
begin
  insert into call_newest (person_id, subject_id, dialled_at) values (new.person_id, coalesce(new.subject_id, ''), new.dialled_at)
  on conflict (person_id, subject_id) do update set dialled_at = greatest(call_newest.dialled_at, excluded.dialled_at);
  return null;
end $$;
create trigger call_newest_kept after insert or update of dialled_at on call for each row
  when (new.direction = 'outbound' and new.person_id is not null and new.dialled_at is not null) execute function call_dialled();
insert into call_newest (person_id, subject_id, dialled_at)
select person_id, coalesce(subject_id, ''), max(dialled_at) from call
where direction = 'outbound' and person_id is not null and dialled_at is not null group by 1, 2;
select renew_contact(person_id, subject) from (select distinct person_id, coalesce(subject_id, '') as subject from contact_record) r;
`);
}

export async function down(): Promise<void> {
  throw new Error('This version has no way back: drop the database instead.');
}
