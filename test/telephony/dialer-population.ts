import { newId } from '../../core/platform/ids.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { Dialer, DialPlan } from '../../telephony/dialer-port.ts';

/** A seeded source of chance (mulberry32), so that a failing population can be made again. */
export function chance(seed: number): { below(n: number): number; hit(probability: number): boolean } {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { below: (n) => Math.floor(next() * n), hit: (probability) => next() < probability };
}

/** `odd` is a private claim somebody put into the tax group by mistake. */
export const SUBJECTS = [
  { id: 'tax', debtClass: 'tax', group: 'tax', callerId: '0220001001' },
  { id: 'health', debtClass: 'compulsory_public', group: 'tax', callerId: '0220001002' },
  { id: 'lunch', debtClass: 'private', group: 'private', callerId: '0220001003' },
  { id: 'loan', debtClass: 'private', group: 'private', callerId: '0220001004' },
  { id: 'odd', debtClass: 'private', group: 'tax', callerId: '0220001005' },
] as const;

export async function seedCity(sql: Sql): Promise<void> {
  for (const { id, debtClass, group, callerId } of SUBJECTS) {
    await sql`insert into subject (id, name, short_name, debt_class, sharing_group, colour, caller_id)
      values (${id}, ${id}, ${id}, ${debtClass}, ${group}, '#336699', ${callerId})`;
    await sql`insert into calling_window (subject_id, day_kind, opens, closes)
      values (${id}, 'weekday', '08:30', '20:00'), (${id}, 'saturday', '09:00', '17:00')`;
  }
  await openEvenings(sql);
  await sql`insert into trunk (id, name, kind, node, endpoint, channels)
    values ('sim', '模擬網', 'simulator', 'node1', 'carrier', 500)`;
}

/** Approved months in which every weekday is extended to 20:00 and every Saturday is open, so that windows alone decide. */
async function openEvenings(sql: Sql): Promise<void> {
  for (const month of ['2026-11-01', '2026-12-01', '2027-01-01']) {
    await sql`insert into calendar_month (id, month, version, state, days, created_at, approved_at)
      select ${newId()}, ${month}::date, 1, 'approved', jsonb_agg(jsonb_build_object('date', to_char(d, 'YYYY-MM-DD'),
        'kind', case when extract(dow from d) = 6 then 'open' else 'evening' end, 'interpreters', '[]'::jsonb)), now(), now()
      from generate_series(${month}::date, ${month}::date + interval '1 month' - interval '1 day', interval '1 day') d
      where extract(dow from d) <> 0`;
  }
}

export async function seedAgent(sql: Sql, privileged = false, subjectScope: string[] | null = null): Promise<string> {
  const id = newId();
  await sql`insert into staff_account (id, login, display_name, password_hash, role, privileged, subject_scope)
    values (${id}, ${id}, ${id}, 'x', 'agent', ${privileged}, ${subjectScope})`;
  return id;
}

/** Logged in, or gone home then. */
export async function seedLogin(sql: Sql, agentId: string, state: 'available' | 'offline', since: Date): Promise<void> {
  await sql`insert into agent_state (agent_id, node, state, since, pool) values (${agentId}, 'node1', ${state}, ${since}, true)
    on conflict (agent_id) do update set state = excluded.state, since = excluded.since`;
}

export async function seedCampaign(
  sql: Sql,
  subjectId: string,
  options: { mode?: string; privileged?: boolean; persons?: readonly number[] } = {},
): Promise<string> {
  const id = newId();
  await sql`insert into campaign (id, subject_id, name, mode, state, privileged, started_at)
    values (${id}, ${subjectId}, ${id}, ${options.mode ?? 'preview'}, 'running', ${options.privileged ?? false}, now())`;
  const some = options.persons;
  await sql`insert into campaign_target (campaign_id, person_id, position)
    select ${id}, id, row_number() over (order by id) from person
    where ${some === undefined ? sql`true` : sql`id = any(${[...some]}::bigint[])`}`;
  return id;
}

const TYPES = ['home', 'mobile', 'mobile', 'work', 'other'] as const;
const STOPS = ['no_call', 'no_sms', 'no_visit', 'lawyer', 'bankruptcy', 'grace', 'lawsuit', 'complaint'] as const;
const DISPOSITIONS = [null, null, null, null, '分納', '猶予', '停止', '差押'];

/** Persons with everything that can speak against a call, on 2026-11-24 (a Tuesday). */
export async function seedPersons(sql: Sql, seed: number, count: number): Promise<void> {
  const random = chance(seed);
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  const households = Math.ceil(count / 2);
  await sql`insert into household (household_no) select 'h' || n from generate_series(1, ${households}) n`;
  const persons = Array.from({ length: count }, (_, n) => ({
    addressee_no: `p${n}`,
    kind: random.hit(0.05) ? 'corporate' : 'individual',
    name_official: `人${n}`,
    name_search: `人${n}`,
    name_kana: `ヒト${n}`,
    kana_search: `ヒト${n}`,
    deceased_on: random.hit(0.05) ? '2026-10-01' : null,
    shielded: random.hit(0.06),
    household_id: random.hit(0.9) ? 1 + random.below(households) : null,
  }));
  const rows = await sql<{ id: number }[]>`insert into person ${sql(persons)} returning id`;
  const phones: Record<string, unknown>[] = [];
  const items: Record<string, unknown>[] = [];
  const stops: Record<string, unknown>[] = [];
  for (const { id } of rows) {
    for (let position = 1; position <= random.below(4); position += 1) {
      const usable = random.hit(0.9);
      phones.push({
        person_id: id,
        position,
        raw: 'x',
        digits:
          usable || random.hit(0.5) ? `${pick(['0900000', '0800000', '022000'])}${1000 + random.below(count)}` : null,
        type: pick(TYPES),
        usable,
        source_subject_id: random.hit(0.1) ? null : pick(SUBJECTS).id,
        gone_at: random.hit(0.05) ? '2026-11-01T00:00:00Z' : null,
      });
    }
    for (const { id: subject } of SUBJECTS) {
      if (random.hit(0.4)) continue;
      const principal = 1_000 * (1 + random.below(50));
      items.push({
        subject_id: subject,
        levy_year: 2025,
        taxable_year: 2025,
        notice_no: `n${id}`,
        period_no: String(1 + random.below(8)),
        person_id: id,
        due_date: random.hit(0.9) ? '2026-08-31' : '2026-12-25',
        principal,
        collected: random.hit(0.1) ? principal : 0,
        paid: random.hit(0.15) ? principal : 0,
        disposition: pick(DISPOSITIONS),
      });
    }
    if (random.hit(0.15)) {
      stops.push({
        person_id: id,
        kind: pick(STOPS),
        from_on: random.hit(0.8) ? '2026-01-01' : '2026-12-01',
        to_on: random.hit(0.3) ? '2026-10-31' : null,
        source: 'test',
      });
    }
  }
  await sql`insert into phone_number ${sql(phones)}`;
  await sql`insert into arrears_item ${sql(items)}`;
  if (stops.length > 0) await sql`insert into stop_flag ${sql(stops)}`;
}

export interface CallStory {
  lineResult: string;
  whoAnswered?: string | null;
  talkResult?: string | null;
  callbackAt?: Date | null;
  /** Saved by an agent; without it only the exchange's result exists. */
  saved?: boolean;
  /** We ended it before an answer, for this reason. */
  cutBy?: string;
  /** False: over before the dial. */
  dialled?: boolean;
}

/** What call control writes around a dial, in short: the row, its end, the agent's result. */
export async function playCall(
  sql: Sql,
  dialer: Dialer,
  plan: DialPlan,
  agentId: string | null,
  at: Date,
  story: CallStory,
): Promise<string> {
  const callId = newId();
  const saved = story.saved ?? story.whoAnswered !== undefined;
  await sql.begin(async (tx) => {
    await tx`insert into call (id, node, direction, mode, target_id, campaign_id, person_id, phone_id, subject_id, agent_id,
        dialled_number, caller_id, trunk_id, state, attempt_no, created_at, dialled_at, ringing_at, ended_at, line_result,
        excluded_from_count, band, number_type, area, full_ring, cut_by)
      values (${callId}, 'node1', 'outbound', ${plan.mode}, ${plan.targetId}, ${plan.campaignId}, ${plan.personId},
        ${plan.phoneId}, ${plan.subjectId}, ${agentId}, ${plan.dialledNumber}, ${plan.callerId}, ${plan.trunkId}, 'ended',
        ${plan.attemptNo}, ${at}, ${story.dialled === false ? null : at}, ${story.lineResult === 'trunk_error' ? null : at}, ${at}, ${story.lineResult},
        ${story.lineResult === 'trunk_error'}, ${plan.band}, ${plan.numberType}, ${plan.area}, ${story.cutBy === undefined},
        ${story.cutBy ?? null})`;
    await dialer.callEnded(tx, {
      targetId: plan.targetId,
      agentId,
      callId,
      answered: story.lineResult === 'answered_human',
      lineResult: story.lineResult as 'busy',
      cutBy: story.cutBy ?? null,
      wrapUp: saved,
    });
  });
  if (!saved || agentId === null) return callId;
  await sql.begin(async (tx) => {
    await tx`insert into contact_record (id, person_id, call_id, campaign_id, staff_id, subject_id, at, channel, direction,
        who_answered, line_result, talk_result, callback_at)
      values (${newId()}, ${plan.personId}, ${callId}, ${plan.campaignId}, ${agentId}, ${plan.subjectId}, ${at}, 'call',
        'outbound', ${story.whoAnswered ?? 'nobody'}, ${story.lineResult}, ${story.talkResult ?? null},
        ${story.callbackAt ?? null})`;
    await dialer.saved(tx, { targetId: plan.targetId, agentId, callId });
  });
  return callId;
}
