import { newId } from '../../core/platform/ids.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { chance } from '../telephony/dialer-population.ts';

export interface Item {
  subject: string;
  levyYear: number;
  taxableYear: number;
  period: string;
  due: string;
  unpaid: number;
  demanded: boolean;
  directDebit: boolean;
  disposition: string | null;
}

/** A person as the test knows them: what the product has in eight tables. */
export interface KnownPerson {
  id: number;
  addresseeNo: string;
  noticeNo: string;
  kind: 'individual' | 'corporate';
  birth: string | null;
  language: string | null;
  address: string;
  household: number | null;
  shielded: boolean;
  deceased: boolean;
  items: Item[];
  phones: { digits: string; usable: boolean; gone: boolean; source: string | null }[];
  /** Oldest first. */
  records: {
    staff: string | null;
    talk: string | null;
    line: string | null;
    subject: string | null;
    superseded: boolean;
  }[];
  /** Oldest first. */
  promises: { subject: string; state: string }[];
  calls: { day: string; subject: string }[];
  labels: { text: string; subject: string | null; inForce: boolean }[];
  stops: { kind: string; manual: boolean; inForce: boolean }[];
}

export const TOWNS = ['緑町', '本町', '青葉'];
export const LABELS = ['要注意', '再架電'];
const TALK = ['promise', 'refuses', 'callback', null] as const;
const STOPS = ['no_call', 'lawyer', 'no_sms'] as const;

/** `count` persons with every fact that a condition can ask for, on 2026-11-20, in the subjects of `seedCity`. */
export async function seedKnownPersons(
  sql: Sql,
  seed: number,
  count: number,
  { subjects, staff }: { subjects: readonly string[]; staff: readonly string[] },
): Promise<KnownPerson[]> {
  const random = chance(seed);
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  const households = Math.ceil(count / 3);
  await sql`insert into household (household_no) select 'k' || n from generate_series(1, ${households}) n`;
  const [first] = await sql<{ id: number }[]>`select min(id) as id from household where household_no like 'k%'`;
  const firstHousehold = first?.id ?? 1;
  const persons: KnownPerson[] = [];
  const rows = { items: [] as object[], phones: [] as object[], records: [] as object[], calls: [] as object[] };
  for (let n = 0; n < count; n += 1) {
    const person = describePerson(n);
    const [row] = await sql<{ id: number }[]>`insert into person ${sql({
      addressee_no: person.addresseeNo,
      kind: person.kind,
      name_official: `人${n}`,
      name_search: `人${n}`,
      name_kana: 'ヒト',
      kana_search: 'ヒト',
      birth_date: person.birth,
      language: person.language,
      address_line1: person.address,
      address_search: person.address,
      household_id: person.household,
      shielded: person.shielded,
      deceased_on: person.deceased ? '2026-01-01' : null,
    })} returning id`;
    person.id = row?.id ?? 0;
    await store(person);
    persons.push(person);
  }
  for (const [table, list] of [
    ['arrears_item', rows.items],
    ['phone_number', rows.phones],
    ['contact_record', rows.records],
    ['call', rows.calls],
  ] as const)
    if (list.length > 0) await sql`insert into ${sql(table)} ${sql(list as Record<string, unknown>[])}`;
  return persons;

  function describePerson(n: number): KnownPerson {
    return {
      id: 0,
      addresseeNo: `${seed}-${n}`,
      noticeNo: `N${seed}-${n}`,
      kind: random.hit(0.1) ? 'corporate' : 'individual',
      birth: random.hit(0.9) ? `${1935 + random.below(75)}-${pick(['02-28', '11-19', '11-20', '11-21'])}` : null,
      language: pick([null, null, '', 'ja', 'ne', 'vi']),
      address: `${pick(TOWNS)}${1 + random.below(9)}-2`,
      household: random.hit(0.8) ? firstHousehold + random.below(households) : null,
      shielded: random.hit(0.08),
      deceased: random.hit(0.05),
      items: Array.from({ length: random.below(6) }, (_, k) => ({
        subject: pick(subjects),
        levyYear: 2023 + random.below(4),
        taxableYear: 2022 + random.below(5),
        period: String(1 + k),
        due: pick(['2024-06-30', '2025-08-31', '2026-03-31', '2026-11-19', '2026-11-20', '2026-12-25']),
        unpaid: pick([0, 1_000, 5_000, 20_000]),
        demanded: random.hit(0.5),
        directDebit: random.hit(0.3),
        disposition: pick([null, null, '', '分納', '差押（預金）']),
      })),
      phones: Array.from({ length: random.below(3) }, () => ({
        digits: pick(['09000000001', '0220000001', '05000000001']),
        usable: random.hit(0.8),
        gone: random.hit(0.1),
        source: pick([null, ...subjects]),
      })),
      records: Array.from({ length: random.below(4) }, () => ({
        staff: pick([null, ...staff]),
        talk: pick(TALK),
        line: pick(['no_answer', 'busy', null]),
        subject: pick([null, ...subjects]),
        superseded: random.hit(0.15),
      })),
      promises: Array.from({ length: random.below(3) }, () => ({
        subject: pick(subjects),
        state: pick(['open', 'kept', 'part', 'broken', 'postponed', 'withdrawn']),
      })),
      calls: Array.from({ length: random.below(3) }, () => ({
        day: pick(['2026-11-01', '2026-11-10', '2026-11-19']),
        subject: pick(subjects),
      })),
      labels: Array.from({ length: random.below(2) }, () => ({
        text: pick(LABELS),
        subject: pick([null, ...subjects]),
        inForce: random.hit(0.7),
      })),
      stops: Array.from({ length: random.hit(0.3) ? 1 : 0 }, () => ({
        kind: pick(STOPS),
        manual: random.hit(0.5),
        inForce: random.hit(0.7),
      })),
    };
  }

  async function store(person: KnownPerson): Promise<void> {
    const person_id = person.id;
    for (const {
      subject,
      levyYear,
      taxableYear,
      period,
      due,
      unpaid,
      demanded,
      directDebit,
      disposition,
    } of person.items)
      rows.items.push({
        person_id,
        subject_id: subject,
        levy_year: levyYear,
        taxable_year: taxableYear,
        notice_no: person.noticeNo,
        period_no: period,
        due_date: due,
        principal: 20_000,
        collected: 20_000 - unpaid,
        demand_issued_on: demanded ? '2026-01-20' : null,
        disposition,
        direct_debit: directDebit,
      });
    for (const [index, { digits, usable, gone, source }] of person.phones.entries())
      rows.phones.push({
        person_id,
        position: index + 1,
        raw: digits,
        digits,
        type: 'other',
        usable,
        source_subject_id: source,
        gone_at: gone ? '2026-01-01T00:00:00Z' : null,
      });
    for (const [index, { staff: by, talk, line, subject, superseded }] of person.records.entries()) {
      const id = newId();
      const row = {
        person_id,
        staff_id: by,
        subject_id: subject,
        channel: 'call',
        direction: 'outbound',
        line_result: line,
      };
      const at = `2026-10-0${index + 1}T01:00:00Z`;
      rows.records.push({ ...row, id, at, talk_result: talk, supersedes_id: null });
      // A correction is a record of its own, at the time of what it corrects, and here without a result: of no subject that may be seen.
      if (superseded)
        rows.records.push({
          ...row,
          id: newId(),
          at: '2020-01-01T00:00:00Z',
          talk_result: null,
          supersedes_id: id,
          subject_id: 'hidden',
        });
    }
    for (const { day, subject } of person.calls)
      rows.calls.push({
        id: newId(),
        node: 't',
        direction: 'outbound',
        state: 'ended',
        person_id,
        subject_id: subject,
        created_at: `${day}T00:00:00Z`,
        dialled_at: `${day}T14:59:00Z`,
        ended_at: `${day}T15:01:00Z`,
      });
    for (const [index, { subject, state }] of person.promises.entries())
      await sql`insert into promise ${sql({ id: newId(), person_id, subject_id: subject, promised_on: '2026-10-31', method: 'bank', made_by: 'principal', state, grace_days: 7, staff_id: staff[0] ?? null, created_at: `2026-10-0${index + 1}T01:00:00Z` })}`;
    for (const { text, subject, inForce } of person.labels)
      await sql`insert into person_label ${sql({ person_id, subject_id: subject, colour: 'red', text, ends_on: inForce ? '2026-11-20' : '2026-11-19', created_at: '2026-10-01T00:00:00Z' })}`;
    for (const { kind, manual, inForce } of person.stops)
      await sql`insert into stop_flag ${sql({ person_id, kind, from_on: '2026-01-01', to_on: inForce ? null : '2026-11-19', source: manual ? 'manual' : 'file' })}`;
  }
}
