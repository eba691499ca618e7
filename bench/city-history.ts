import type { Sql } from '../core/platform/postgres.ts';

/** A year of work: calls and records for most persons, labels and stops for some. `staffId` is made, and did all of it. */
export async function addHistory(sql: Sql, staffId: string): Promise<void> {
  await sql`insert into staff_account (id, login, display_name, password_hash, role) values (${staffId}, 'a', 'a', 'x', 'agent')`;
  await sql`insert into contact_record (id, person_id, staff_id, subject_id, at, channel, direction, talk_result, line_result)
    select gen_random_uuid(), p.id, ${staffId}, '01', timestamptz '2026-01-05' + (n * 61 + p.id % 90) * interval '1 day', 'call', 'outbound',
      (array['promise', 'refuses', 'callback', null, null])[1 + (p.id + n) % 5], (array['no_answer', 'busy', 'answered_human'])[1 + (p.id * 3 + n) % 3]
    from person p, generate_series(0, 3) n where p.id % 10 < 7`;
  await sql`insert into call (id, node, direction, state, person_id, subject_id, created_at, dialled_at, ended_at)
    select gen_random_uuid(), 'b', 'outbound', 'ended', r.person_id, r.subject_id, r.at, r.at, r.at from contact_record r`;
  await sql`insert into person_label (person_id, subject_id, colour, text, created_at)
    select id, '01', 'red', '要注意', now() from person where id % 25 = 0`;
  await sql`insert into stop_flag (person_id, kind, from_on, source) select id, 'lawyer', '2026-01-01', 'manual' from person where id % 40 = 0`;
}
