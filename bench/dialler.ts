/**
 * How long the choice of whom to call takes, on lists as long as a campaign has: reserving for an agent among 10,000 targets, fresh, with the
 * history of nine months, and nearly done; and taking for the pool among 50,000 targets of four campaigns. Each is compared with the bare
 * engine: the same number of one-row transactions on the same PostgreSQL. Prints one JSON line and a sentence.
 *
 *   node bench/dialler.ts
 */
import type { Clock } from '../core/platform/clock.ts';
import type { Sql } from '../core/platform/postgres.ts';
import { createDialer } from '../telephony/dialer/create-dialer.ts';
import type { Dialer } from '../telephony/dialer-port.ts';
import { mochaGlobalSetup, mochaGlobalTeardown } from '../test/support/global-setup.ts';
import { type TestDatabase, testDatabase } from '../test/support/postgres.ts';
import { playCall, seedAgent, seedCampaign, seedCity } from '../test/telephony/dialer-population.ts';
import { machine, quantile } from './spread.ts';

const RESERVE_AMONG = 10_000;
const POOL_AMONG = 50_000;
const RESERVE_ROUNDS = 40;
const POOL_ROUNDS = 200;

const stopped = (at: string): Clock => ({ simulated: true, speed: 1, now: () => new Date(at) });
const shape = (times: readonly number[]) => {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => Math.round(quantile(times, share) * 10) / 10);
  return { rounds: times.length, p50, p95, p99 };
};

async function timed(times: number[], work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await work();
  times.push(performance.now() - started);
}

async function seedDebtors(sql: Sql, count: number): Promise<void> {
  await seedCity(sql);
  await sql`insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search)
    select 'p' || n, 'individual', 'x', 'x', 'x', 'x' from generate_series(1, ${count}) n`;
  await sql`insert into phone_number (person_id, position, raw, digits, type, usable, source_subject_id)
    select id, 1, 'x', '0900' || lpad(id::text, 7, '0'), 'mobile', true, 'tax' from person`;
  // In parts, because a busy machine has five seconds for a statement.
  for (let part = 0; part < 10; part += 1)
    await sql`insert into arrears_item (subject_id, levy_year, taxable_year, notice_no, period_no, person_id, due_date, principal)
      select 'tax', 2025, 2025, 'n' || id, '1', id, '2026-06-30', 1000 from person where id % 10 = ${part}`;
}

/** One-row transactions: what any choice costs at least. */
async function bare({ sql }: TestDatabase, rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    await timed(times, async () => {
      await sql.begin((tx) => tx`select id from person where id = ${1 + round} for update`);
    });
  return times;
}

async function reserving(db: TestDatabase, dialer: Dialer, now: Date) {
  const { sql, owner } = db;
  await seedDebtors(sql, RESERVE_AMONG);
  const campaign = await seedCampaign(sql, 'tax');
  const agent = await seedAgent(sql);
  const rounds = async () => {
    await owner`analyze`;
    const times: number[] = [];
    for (let round = 0; round < RESERVE_ROUNDS; round += 1) {
      let targetId = 0;
      await timed(times, async () => {
        const next = await sql.begin((tx) => dialer.reserve(tx, agent, campaign));
        if (next.kind === 'nothing') throw new Error(next.code);
        targetId = next.targetId;
      });
      const plan = await sql.begin((tx) => dialer.prepareDial(tx, { targetId, phoneId: null, agentId: agent }));
      if (plan.kind !== 'plan') throw new Error(plan.code);
      await playCall(sql, dialer, plan, agent, now, { lineResult: 'no_answer' });
    }
    return shape(times);
  };
  const fresh = await rounds();
  for (let month = 0; month < 9; month += 1) await seedCampaign(sql, 'tax');
  await sql`insert into target_progress (target_id, state, reason)
    select id, 'done', 'x' from campaign_target where campaign_id <> ${campaign}`;
  const withHistory = await rounds();
  await sql`insert into target_progress (target_id, state, reason)
    select id, 'done', 'x' from campaign_target where campaign_id = ${campaign} and position < ${RESERVE_AMONG - 100} on conflict do nothing`;
  return { fresh, withHistory, nearlyDone: await rounds() };
}

async function taking(db: TestDatabase, dialer: Dialer, now: Date) {
  const { sql, owner } = db;
  await seedDebtors(sql, POOL_AMONG);
  await sql`insert into predictive_approval (id, subject_id, valid_from, created_at)
    values (gen_random_uuid(), 'tax', '2026-01-01', now())`;
  for (const share of [0, 1, 2, 3]) {
    const persons = await sql<{ id: number }[]>`select id from person where id % 4 = ${share}`;
    await seedCampaign(sql, 'tax', { mode: 'predictive', persons: persons.map(({ id }) => id) });
  }
  // Half of them wait for this evening, a few thousand for now: what a long campaign looks like on a Tuesday.
  for (const part of [0, 1, 2, 3, 4, 5, 6, 7])
    await sql`insert into target_progress (target_id, state, reason_code, next_at, reason)
      select id, 'waiting', case when id % 10 = 0 then 'busy' else 'no_answer' end,
        case when id % 4 = 0 then timestamptz '2026-11-24 17:00+09' else timestamptz '2026-11-24 09:00+09' end, 'x'
      from campaign_target where position % 2 = 0 and position % 16 = ${part * 2}`;
  await owner`analyze`;
  const times: number[] = [];
  for (let round = 0; round < POOL_ROUNDS; round += 1) {
    const taken = await (async () => {
      const started = performance.now();
      const plan = await sql.begin((tx) => dialer.takeForPool(tx, 'tax'));
      times.push(performance.now() - started);
      return plan;
    })();
    if (taken.kind !== 'plan') throw new Error(taken.code);
    // A pool never holds more than the trunks: earlier calls end.
    await playCall(sql, dialer, taken, null, now, { lineResult: 'no_answer' });
  }
  return shape(times);
}

async function inOwnDatabase<T>(at: string, work: (db: TestDatabase, dialer: Dialer, now: Date) => Promise<T>) {
  const db = await testDatabase();
  try {
    const clock = stopped(at);
    const result = await work(db, createDialer({ clock, node: 'node1' }), clock.now());
    return { result, bare: shape(await bare(db, POOL_ROUNDS)) };
  } finally {
    await db.close();
  }
}

await mochaGlobalSetup();
try {
  const reserve = await inOwnDatabase('2026-11-24T10:00:00+09:00', reserving);
  const pool = await inOwnDatabase('2026-11-24T18:00:00+09:00', taking);
  const line = {
    bench: 'dialler',
    machine: machine(),
    reserveMs: reserve.result,
    poolMs: pool.result,
    bareMs: pool.bare,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  process.stdout.write(
    `Reserving among ${RESERVE_AMONG} targets takes ${reserve.result.withHistory.p50} ms (p95 ${reserve.result.withHistory.p95}), taking for the pool among ` +
      `${POOL_AMONG} ${pool.result.p50} ms (p95 ${pool.result.p95}); a bare transaction of one row ${pool.bare.p50} ms.\n`,
  );
} finally {
  await mochaGlobalTeardown();
}
