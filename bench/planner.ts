import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createAnswerCountsCache } from '../api/coverage/answer-counts-cache.ts';
import { readCoverageGround } from '../api/coverage/coverage-ground.ts';
import { createPlannerThread } from '../api/coverage/planner-thread.ts';
import type { CoverageSettings, WhatIfSlider } from '../core/contracts/http/coverage.ts';
import { newId } from '../core/platform/ids.ts';
import { createLogger } from '../core/platform/logger.ts';
import { openPostgres, type Sql } from '../core/platform/postgres.ts';
import { migrate } from '../migrations/run.ts';
import { startEmbeddedPostgres } from '../runtime/embedded-postgres.ts';
import { freeTcpPort } from '../test/support/free-ports.ts';
import { machine, quantile, round } from './spread.ts';

/**
 * How long the planner's page waits: the plan of a campaign, and what-if over each slider in each mode, reading the database included; and
 * how long the event loop of the process that asks is held up meanwhile.
 *
 *   node bench/planner.ts --cases 20000 --calls 200000 --rounds 5 --seats 12
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    calls: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '5' },
    seats: { type: 'string', default: '12' },
  },
});

const NOW = new Date('2026-11-20T01:00:00Z');
const CALLER = { subjectScope: null, centreScope: null, privileged: false };

/** A campaign half way: some cases tried in one band, some in two, calls over ninety days, a quarter of them picked up. */
async function seed(sql: Sql): Promise<string> {
  const cases = Number(values.cases);
  const campaign = newId();
  await sql`insert into subject (id, name, short_name, debt_class, sharing_group, colour, caller_id)
    values ('01', '市県民税', '市税', 'tax', 'tax', '#1d4f7c', '0220001001')`;
  await sql`insert into calling_window (subject_id, day_kind, opens, closes)
    values ('01', 'weekday', '09:00', '20:00'), ('01', 'saturday', '09:00', '17:00')`;
  await sql`insert into trunk (id, name, kind, node, endpoint, channels) values ('t', 't', 'simulator', 'n', 'c', 92)`;
  await sql`insert into calendar_month (id, month, version, state, days, created_at, approved_at)
    values (${newId()}, '2026-11-01', 1, 'approved', ${sql.json([{ date: '2026-11-26', kind: 'evening', interpreters: [] }])}, now(), now())`;
  await sql`insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search)
    select n::text, case when n % 20 = 0 then 'corporate' else 'individual' end, 'x', 'x', 'x', 'x' from generate_series(1, ${cases}) n`;
  await sql`insert into phone_number (person_id, position, raw, digits, type, usable)
    select id, 1, 'x', case when id % 3 = 0 then '0' || (220 + id % 40) || lpad((id % 1000000)::text, 6, '0')
      else '090' || lpad(id::text, 8, '0') end, case when id % 3 = 0 then 'home' else 'mobile' end, true from person`;
  await sql`insert into campaign (id, subject_id, name, mode, state, due_on) values (${campaign}, '01', 'x', 'predictive', 'running', '2026-12-18')`;
  await sql`insert into campaign_target (campaign_id, person_id, position) select ${campaign}, id, id from person`;
  await sql`insert into target_progress (target_id, state, attempts, next_at)
    select id, 'waiting', id % 5, '2026-11-20T00:00:00Z'::timestamptz + (id % 7) * interval '1 day' from campaign_target where id % 2 = 0`;
  await sql`insert into call (id, node, direction, mode, target_id, campaign_id, person_id, subject_id, state, created_at, dialled_at,
      answered_at, ended_at, answered_real_ms, ended_real_ms, line_result, band, number_type, area, full_ring)
    select gen_random_uuid(), 'n', 'outbound', 'predictive', t.id, ${campaign}, t.person_id, '01', 'ended', at, at,
      case when n % 4 = 0 then at + (2 + n % 17) * interval '1 second' end, at + interval '2 minutes',
      case when n % 4 = 0 then 0 end, case when n % 4 = 0 then 1000 * (10 + n % 300) end,
      case when n % 4 = 0 then 'answered_human' else 'no_answer' end,
      case when n % 5 = 0 then 'evening' else 'weekday_day' end, case when t.person_id % 3 = 0 then 'home' else 'mobile' end,
      case when t.person_id % 3 = 0 then '0' || (220 + t.person_id % 40) else 'mobile' end, true
    from generate_series(1, ${Number(values.calls)}) n
      cross join lateral (select '2026-08-20T00:00:00Z'::timestamptz + (n % 90) * interval '1 day' + (n % 9) * interval '1 hour' as at) w
      join campaign_target t on t.id = 1 + (n::bigint * 7919) % ${cases}`;
  await sql`analyze`;
  return campaign;
}

async function measure(sql: Sql, campaign: string) {
  const planner = createPlannerThread(createLogger('bench', 'warn'));
  const history = createAnswerCountsCache(sql);
  const seats = Number(values.seats);
  const standing = { seats: { weekday_day: seats, evening: seats, weekend: seats } };
  const ask = async (change: Partial<CoverageSettings>, slider: WhatIfSlider | null) => {
    const from = performance.now();
    const ground = await readCoverageGround(
      sql,
      await history.read(NOW),
      campaign,
      CALLER,
      { now: NOW, speed: 1 },
      undefined,
    );
    const readMs = performance.now() - from;
    const answer = await planner.ask('bench', {
      ground,
      change: { ...standing, ...change },
      slider,
      mostMs: slider ? 3_800 - readMs : 800,
    });
    const points = answer.kind === 'curve' ? answer.points : [];
    const agentHours = points.length > 0 ? Math.min(...points.map((point) => point.agentHours)) : null;
    return { readMs, ms: performance.now() - from, agentHours };
  };
  const results = [];
  for (const { name, change, slider } of [
    { name: 'plan', change: {}, slider: null },
    { name: 'seats, predictive', change: {}, slider: 'seats' },
    { name: 'cap, predictive', change: {}, slider: 'cap' },
    { name: 'ring, progressive', change: { mode: 'progressive' }, slider: 'ring' },
    { name: 'seats, preview', change: { mode: 'preview' }, slider: 'seats' },
  ] as const) {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const runs = [];
    for (let n = 0; n < Number(values.rounds); n += 1) runs.push(await ask(change, slider));
    delay.disable();
    results.push({
      name,
      p50Ms: round(
        quantile(
          runs.map(({ ms }) => ms),
          0.5,
        ),
      ),
      maxMs: round(Math.max(...runs.map(({ ms }) => ms))),
      readMaxMs: round(Math.max(...runs.map(({ readMs }) => readMs))),
      agentHoursAPoint: runs[0]?.agentHours ?? null,
      eventLoopMaxMs: round(delay.max / 1e6),
    });
  }
  return results;
}

async function main(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'toritsugi-bench-planner-'));
  await chmod(root, 0o755);
  const cluster = await startEmbeddedPostgres({
    directory: join(root, 'pg'),
    port: await freeTcpPort(),
    ownerPassword: 'bench',
    appPassword: 'bench',
    durable: false,
  });
  try {
    await migrate({ ownerUrl: cluster.ownerUrl, schema: 'bench', appRole: 'toritsugi_app' });
    const owner = openPostgres(cluster.ownerUrl, {
      applicationName: 'bench',
      schema: 'bench',
      statementTimeoutMs: 600_000,
    });
    const campaign = await seed(owner);
    await owner.end();
    const sql = openPostgres(cluster.appUrl, { applicationName: 'bench', schema: 'bench' });
    const results = await measure(sql, campaign);
    await sql.end();
    const slowest = Math.max(...results.map(({ maxMs }) => maxMs));
    const { cases, calls, seats, rounds } = values;
    process.stdout.write(
      `${JSON.stringify({ bench: 'planner', cases, calls, seats, rounds, machine: machine(), results })}\n`,
    );
    process.stdout.write(
      `The slowest answer of the planner took ${(slowest / 1000).toFixed(1)} s (goal 5 s) at ${cases} cases and ${calls} calls; ` +
        `the asking process was never held up longer than ${Math.max(...results.map((one) => one.eventLoopMaxMs))} ms.\n`,
    );
  } finally {
    await cluster.stop();
    await rm(root, { recursive: true, force: true });
  }
}

await main();
