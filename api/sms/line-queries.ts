import type { Queryable } from '../../core/platform/postgres.ts';
import { calendarJson, settingJson, windowsJson } from '../../core/reach/city-queries.ts';
import type { CalendarMonth } from '../../core/rules/calendar.ts';
import type { CalendarSetting } from '../../core/rules/calendar-parameters.ts';
import type { CallingWindow } from '../../core/rules/calling-window.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

/** What is the same for every message of a subject at one moment. */
export interface SmsLineRow {
  subject: SharingScope & { active: boolean; centreId: string | null };
  sectionName: string | null;
  sectionPhone: string | null;
  windows: CallingWindow[];
  calendar: { settings: CalendarSetting[]; months: CalendarMonth[] };
  /** Something on any node waits for a person's word: then nothing goes out anywhere. */
  hold: { kind: string } | null;
  dialling: unknown;
  subjectDialling: unknown;
  stopPolicy: unknown;
  city: unknown;
  sms: unknown;
  /** Names and short names of every subject of the city: none of them may stand in a message. */
  subjectNames: string[];
}

export async function selectSmsLine(db: Queryable, subjectId: string, today: string): Promise<SmsLineRow | undefined> {
  const [row] = await db<SmsLineRow[]>`
    select jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group, 'active', s.active,
        'centreId', s.centre_id) as subject,
      s.section_name as "sectionName", s.section_phone as "sectionPhone",
      ${windowsJson(db, db`s.id`)} as windows, ${calendarJson(db, today)} as calendar,
      (select jsonb_build_object('kind', h.kind) from dialling_hold h where h.confirmed_at is null order by h.id limit 1) as hold,
      ${settingJson(db, today, db`'dialling'`)} as dialling, ${settingJson(db, today, db`'dialling:' || s.id`)} as "subjectDialling",
      ${settingJson(db, today, db`'stop_policy'`)} as "stopPolicy", ${settingJson(db, today, db`'city'`)} as city,
      ${settingJson(db, today, db`'sms'`)} as sms,
      (select coalesce(array_agg(n.name), '{}') from (select name from subject union select short_name from subject) n) as "subjectNames"
    from subject s where s.id = ${subjectId}`;
  return row;
}

export async function selectSubjectNames(db: Queryable): Promise<string[]> {
  const rows = await db<{ name: string }[]>`select name from subject union select short_name from subject`;
  return rows.map(({ name }) => name);
}

export async function selectSmsSetting(db: Queryable, today: string): Promise<{ sms: unknown; city: unknown }> {
  const [row] = await db<{ sms: unknown; city: unknown }[]>`
    select ${settingJson(db, today, db`'sms'`)} as sms, ${settingJson(db, today, db`'city'`)} as city`;
  return row ?? { sms: null, city: null };
}

/** What left, or may have left, since then. */
export async function countSent(
  db: Queryable,
  since: { day: Date; year: Date },
): Promise<{ day: number; year: number }> {
  const [row] = await db<{ day: number; year: number }[]>`
    select count(*) filter (where sent_at >= ${since.day}) as day, count(*) as year
    from sms_message where sent_at >= ${since.year}`;
  return row ?? { day: 0, year: 0 };
}

/** The campaign a target stands in, and whom the message would name by accident. */
export async function selectReachable(
  db: Queryable,
  personId: number,
  targetId: number | null,
): Promise<{ language: string | null; names: string[]; campaignId: string | null; running: boolean } | undefined> {
  const [row] = await db<{ language: string | null; names: string[]; campaignId: string | null; running: boolean }[]>`
    select p.language, array(select m.name_official from person m where m.id = p.id
        or (m.household_id = p.household_id and not m.shielded)) as names,
      c.id as "campaignId", coalesce(c.state = 'running', true) as running
    from person p left join campaign_target t on t.id = ${targetId}::bigint and t.person_id = p.id left join campaign c on c.id = t.campaign_id
    where p.id = ${personId}`;
  return row;
}
