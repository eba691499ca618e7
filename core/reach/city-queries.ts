import type { Queryable } from '../platform/postgres.ts';

/** Months of the calendar read around now: an opening is looked for within a month. */
const CALENDAR_MONTHS = 2;

export function windowsJson(db: Queryable, subjectId: ReturnType<Queryable>) {
  return db`(select coalesce(jsonb_agg(jsonb_build_object('dayKind', w.day_kind, 'opens', w.opens, 'closes', w.closes,
    'validFrom', w.valid_from)), '[]') from calling_window w where w.subject_id = ${subjectId})`;
}

export function settingJson(db: Queryable, today: string, key: ReturnType<Queryable>) {
  return db`(select value from setting where key = ${key} and valid_from <= ${today}::date order by valid_from desc limit 1)`;
}

/** Also what will be valid by then: an opening next month follows next month's values. */
export function calendarJson(db: Queryable, today: string) {
  const until = db`${today}::date + make_interval(months => ${CALENDAR_MONTHS})`;
  return db`jsonb_build_object(
    'settings', (select coalesce(jsonb_agg(jsonb_build_object('validFrom', t.valid_from, 'value', t.value)), '[]')
      from setting t where t.key = 'calendar' and t.valid_from <= ${until}),
    'months', (select coalesce(jsonb_agg(jsonb_build_object('centreId', m.centre_id, 'month', m.month, 'version', m.version,
        'days', m.days)), '[]')
      from calendar_month m where m.state = 'approved' and m.month between date_trunc('month', ${today}::date)::date and ${until}))`;
}
