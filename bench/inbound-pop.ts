import { parseArgs } from 'node:util';
import { agentSnapshots } from '../api/desk/agent-snapshot.ts';
import type { Caller } from '../api/http/caller.ts';
import { inboundPop } from '../api/inbound/inbound-pop.ts';
import { findPersons } from '../api/persons/find-persons.ts';
import type { Queryable } from '../core/platform/postgres.ts';
import { permissionsOf } from '../core/rules/permissions.ts';
import { mochaGlobalSetup, mochaGlobalTeardown } from '../test/support/global-setup.ts';
import { type Agent, eventually, TelephonyWorld } from '../test/support/telephony-world.ts';
import { machine, quantile, round } from './spread.ts';

/**
 * A citizen's call to the page that tells who it may be, and the one input that finds persons, over a whole city. From the event that tells
 * of the call to the pop's facts on the server: telephony, PostgreSQL and the api's own functions are real, Asterisk is the fake of the
 * tests, and the way to the browser (two messages on one machine) is not in it.
 *
 *   node bench/inbound-pop.ts --persons 100000 --items 10 --calls 200 --rounds 20
 */
const { values } = parseArgs({
  options: {
    persons: { type: 'string', default: '100000' },
    items: { type: 'string', default: '10' },
    calls: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '20' },
  },
});

const KANA = [
  'ヤマグチ',
  'サトウ',
  'スズキ',
  'タカハシ',
  'イトウ',
  'ワタナベ',
  'ヤマダ',
  'ナカムラ',
  'コバヤシ',
  'アオキ',
];
const GIVEN = ['ナオコ', 'マコト', 'シゲル', 'ヨウコ', 'ケンイチ', 'ヒナ', 'タロウ', 'ハナコ'];

async function seedCity(sql: Queryable, persons: number, items: number): Promise<void> {
  await sql`insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search, birth_date, address_line1, address_search)
    select (11000000 + n)::text, 'individual', '試験' || n, '試験' || n, k, k, date '1930-01-01' + (n * 7919 % 27000), a, a
    from (select n, (${KANA}::text[])[1 + n % 10] || (${GIVEN}::text[])[1 + n / 10 % 8] as k,
      (array['緑町','本町','青葉','緑ヶ丘','港町'])[1 + n % 5] || (n % 90 + 1) || '-' || (n % 30 + 1) as a from generate_series(1, ${persons}) n) x`;
  await sql`insert into phone_number (person_id, position, raw, digits, type, usable)
    select id, 1, d, d, 'mobile', true from (select id, '090' || lpad((id * 7919 % 100000000)::text, 8, '0') as d from person) x`;
  await sql`insert into arrears_item (subject_id, levy_year, taxable_year, notice_no, period_no, person_id, due_date, principal)
    select '10', 2025, 2025, '2025' || lpad(p.id::text, 9, '0'), n::text, p.id, '2026-06-30', 10000 from person p, generate_series(1, ${items}) n`;
  await sql`insert into call (id, node, direction, person_id, subject_id, dialled_number, state, created_at, dialled_at, ended_at)
    select gen_random_uuid(), 'pbx1', 'outbound', n.person_id, '10', n.digits, 'ended', at, at, at
    from phone_number n, lateral (select timestamptz '2026-11-01 10:00+09' + n.person_id % 20 * interval '1 day' as at) t where n.person_id % 2 = 0`;
  for (const table of ['person', 'phone_number', 'arrears_item', 'call']) await sql`analyze ${sql(table)}`;
}

const callerOf = (agent: Agent): Caller => ({
  sessionId: '',
  csrfToken: '',
  staffId: agent.id,
  login: 'bench',
  displayName: 'bench',
  role: 'agent',
  seatNo: null,
  privileged: false,
  subjectScope: null,
  centreScope: null,
  permissions: permissionsOf('agent'),
  ip: null,
});

async function measurePops(world: TelephonyWorld, agent: Agent, calls: number): Promise<number[]> {
  const numbers = await world.sql<{ digits: string }[]>`select digits from phone_number order by digits limit ${calls}`;
  const told = new Set<() => void>();
  await world.sql.listen('agent_changed', () => {
    for (const tell of told) tell();
  });
  const taken: number[] = [];
  for (const [index, { digits }] of numbers.entries()) {
    const from = performance.now();
    const channel = world.fake.addChannel(`bench-${index}`, 'carrier', digits, ['inbound', '0220001100']);
    const callId = await new Promise<string>((resolve) => {
      const look = async () => {
        const snapshot = (await agentSnapshots(world.sql, world.clock, [agent.id])).get(agent.id);
        if (snapshot?.call?.state !== 'talking' || snapshot.call.callerId !== digits) return;
        told.delete(tell);
        resolve(snapshot.call.id);
      };
      const tell = () => void look();
      told.add(tell);
    });
    const pop = await inboundPop(world.sql, callerOf(agent), callId, world.clock.now());
    taken.push(performance.now() - from);
    if (pop.candidates.length === 0) throw new Error('nobody was found');
    await eventually(
      'joined',
      async () => (await world.sql`select 1 from call where id = ${callId} and bridged_at is not null`).length > 0,
    );
    world.fake.destroy(channel, 16, undefined);
    await world.untilAgent(agent, 'wrap_up');
    await world.command(agent, 'wrap_up_done', { callId });
    await world.untilAgent(agent, 'available');
  }
  return taken;
}

async function measureSearches(world: TelephonyWorld, agent: Agent, rounds: number): Promise<Record<string, object>> {
  const asked = [
    'ヤマ',
    'ヤマグチナオ',
    'グチナオ',
    'S38.8.10',
    '昭和40年1月2日',
    '緑ケ丘3番4号',
    '09000007919',
    '7919',
    '2025000000042',
    '11000042',
    '試験4242',
  ];
  const result: Record<string, object> = {};
  for (const text of asked) {
    const taken: number[] = [];
    let hits = 0;
    for (let turn = 0; turn < rounds; turn += 1) {
      const from = performance.now();
      hits = (await findPersons(world.sql, { ...callerOf(agent), subjectScope: ['10'] }, text)).hits.length;
      taken.push(performance.now() - from);
    }
    result[text] = { hits, medianMs: round(quantile(taken, 0.5)), worstMs: round(Math.max(...taken)) };
  }
  return result;
}

async function main(): Promise<void> {
  await mochaGlobalSetup();
  const world = await TelephonyWorld.create('predictive', { targets: 0 });
  try {
    await world.db.owner.begin(async (tx) => {
      await tx`set local statement_timeout = 0`;
      await seedCity(tx, Number(values.persons), Number(values.items));
    });
    await world.startController();
    const { agent } = await world.poolAgent();
    const searches = await measureSearches(world, agent, Number(values.rounds));
    const pops = await measurePops(world, agent, Number(values.calls));
    const pop = {
      calls: pops.length,
      p50Ms: round(quantile(pops, 0.5)),
      p99Ms: round(quantile(pops, 0.99)),
      worstMs: round(Math.max(...pops)),
      goalMs: 100,
    };
    process.stdout.write(
      `${JSON.stringify({ machine: machine(), persons: values.persons, items: values.items, pop, searches }, null, 2)}\n`,
    );
  } finally {
    await world.close();
    await mochaGlobalTeardown();
  }
}

await main();
process.exit(0);
