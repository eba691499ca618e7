import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type SmsSender, smsSender } from '../api/sms/sms-sender.ts';
import type { OutgoingSms, SendOutcome, SmsTransport } from '../api/sms/transports/transport.ts';
import { simulatedClock } from '../core/platform/clock.ts';
import { createLogger } from '../core/platform/logger.ts';
import { openPostgres, type Sql } from '../core/platform/postgres.ts';
import { migrate } from '../migrations/run.ts';
import { startEmbeddedPostgres } from '../runtime/embedded-postgres.ts';
import { seedPerson, seedSubjects, TAX } from '../test/api/city-fixture.ts';
import { seedBatch, seedTemplate } from '../test/api/sms-stage.ts';
import { freeTcpPort } from '../test/support/free-ports.ts';
import { machine, quantile, round } from './spread.ts';

/**
 * How many messages a minute the sender decides and hands over: gate with fresh facts, counters, audit and the durable row before each, the
 * answer after it. The carrier answers at once, so what is measured is ours; beside it the same PostgreSQL's plain one-row transactions.
 *
 *   node bench/sms.ts --messages 700
 */
const { values } = parseArgs({ options: { messages: { type: 'string', default: '700' } } });
const MESSAGES = Number(values.messages);
const PLAIN = 300;

class InstantCarrier implements SmsTransport {
  readonly kind = 'simulator';
  readonly name = 'instant';
  readonly window = 10;
  readonly perSecond = 100_000;
  readonly at: number[] = [];
  readonly seen = new Set<string>();
  twice = 0;
  ready(): boolean {
    return true;
  }
  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  async send({ reference }: OutgoingSms): Promise<SendOutcome> {
    if (this.seen.has(reference)) this.twice += 1;
    this.seen.add(reference);
    this.at.push(performance.now());
    return { kind: 'accepted', providerIds: [reference] };
  }
}

async function seed(sql: Sql): Promise<void> {
  await seedSubjects(sql);
  await sql`insert into calling_window (subject_id, day_kind, opens, closes) values (${TAX}, 'weekday', '09:00', '20:00')`;
  const template = await seedTemplate(sql);
  const batch = await seedBatch(sql, template, { subjectId: TAX });
  for (let n = 0; n < MESSAGES; n++) await seedPerson(sql);
  await sql`insert into sms_message (id, batch_id, person_id, subject_id, template_id, state, created_at)
    select gen_random_uuid(), ${batch}, id, ${TAX}, ${template}, 'waiting', '2026-11-20T00:00:00Z' from person`;
  await sql`analyze`;
}

async function settled(sql: Sql, sender: SmsSender): Promise<number> {
  await sender.start();
  for (;;) {
    const [row] = await sql<{ accepted: number; open: number }[]>`
      select count(*) filter (where state = 'accepted') as accepted, count(*) filter (where state in ('waiting', 'sending')) as open from sms_message`;
    if (row?.open === 0) return row.accepted;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function main(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'toritsugi-bench-sms-'));
  await chmod(root, 0o755);
  const port = await freeTcpPort();
  const cluster = await startEmbeddedPostgres({
    directory: join(root, 'pg'),
    port,
    ownerPassword: 'bench',
    appPassword: 'bench',
    durable: true,
  });
  const logger = createLogger('bench', 'silent');
  try {
    await migrate({ ownerUrl: cluster.ownerUrl, schema: 'public', appRole: 'toritsugi_app' });
    const owner = openPostgres(cluster.ownerUrl, { applicationName: 'bench-owner' });
    await seed(owner);
    const sql = openPostgres(cluster.appUrl, { applicationName: 'bench' });
    const carrier = new InstantCarrier();
    const clock = simulatedClock({
      realAnchorMs: Date.now(),
      simulatedAnchorMs: Date.parse('2026-11-20T01:00:00Z'),
      speed: 1,
    });
    const sender = smsSender({ sql, logger, clock, transport: carrier });
    const from = performance.now();
    const accepted = await settled(sql, sender);
    const tookMs = performance.now() - from;
    await sender.stop();
    const gaps = carrier.at.slice(1).map((at, n) => at - (carrier.at[n] ?? at));
    const plain: number[] = [];
    for (let n = 0; n < PLAIN; n++) {
      const start = performance.now();
      await sql`update sms_message set why_waiting = 'x' where id = (select id from sms_message limit 1)`;
      plain.push(performance.now() - start);
    }
    const result = {
      messages: MESSAGES,
      accepted,
      twice: carrier.twice,
      perMinute: Math.round((accepted / tookMs) * 60_000),
      betweenMs: { p50: round(quantile(gaps, 0.5)), p95: round(quantile(gaps, 0.95)) },
      oneRowMs: { p50: round(quantile(plain, 0.5)), p95: round(quantile(plain, 0.95)) },
      machine: machine(),
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
    process.stderr.write(
      `${accepted} of ${MESSAGES} messages in ${round(tookMs / 1_000)} s, ${carrier.twice} twice: a day's 700 in ${round((700 / result.perMinute) * 60)} s.\n`,
    );
    await sql.end();
    await owner.end();
  } finally {
    await cluster.stop();
    await rm(root, { recursive: true, force: true });
  }
}

await main();
