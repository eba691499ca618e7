import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { readSimulatorLog } from '../../api/sms/transports/simulator-transport.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { until } from './api-under-test.ts';
import { seedPerson, seedSubjects } from './city-fixture.ts';
import { messages, seedBatch, seedMessage, seedTemplate } from './sms-stage.ts';

const CHILD = fileURLToPath(new URL('../support/sms-worker-child.ts', import.meta.url));
const MESSAGES = 60;
/** Numbers of the simulated network that are switched off, refuse or write back: each to its own story. */
const OF_THE_SIMULATOR = /9[5-9]$/;

describe('a sender that is killed in the middle', () => {
  let db: TestDatabase;
  let directory: string;
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    db = await testDatabase();
    directory = mkdtempSync(join(tmpdir(), 'toritsugi-sms-'));
    await seedSubjects(db.sql);
    await db.sql`insert into calling_window (subject_id, day_kind, opens, closes) select id, 'weekday', '09:00', '20:00' from subject`;
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
    await db.close();
  });

  it('sends none twice and loses none: what nobody can know is uncertain, and shown', async function () {
    this.timeout(60_000);
    const log = join(directory, 'telephones.jsonl');
    const template = await seedTemplate(db.sql);
    const batch = await seedBatch(db.sql, template);
    for (let n = 0; n < MESSAGES; ) {
      const { id, digits } = await seedPerson(db.sql);
      if (OF_THE_SIMULATOR.test(digits)) continue;
      await seedMessage(db.sql, id, template, batch);
      n += 1;
    }
    const count = async (...states: string[]) =>
      (await messages(db.sql)).filter(({ state }) => states.includes(state)).length;
    const start = () => {
      child = spawn(process.execPath, [CHILD, db.url, db.schema, log], { stdio: 'inherit' });
    };
    for (const share of [0.2, 0.45, 0.7]) {
      start();
      await until(
        'some sent',
        async () => ((await count('waiting')) <= MESSAGES * (1 - share) ? true : undefined),
        20_000,
      );
      // Killed where something is under way, which nobody can say beforehand: it stands still while one looks.
      await until('something is under way', async () => {
        child?.kill('SIGSTOP');
        if ((await count('sending')) > 0) return true;
        child?.kill('SIGCONT');
        return undefined;
      });
      child?.kill('SIGKILL');
      if (child) await once(child, 'exit');
      // The lease of the dead runs out.
      await db.sql`update sms_message set lease_until = now() - interval '1 second' where state = 'sending'`;
    }
    start();
    await until('nothing waits', async () => ((await count('waiting', 'sending')) === 0 ? true : undefined), 30_000);
    const got = await readSimulatorLog(log);
    // Reports are repeated after a restart: what a telephone got is known in the end.
    await until('reports', async () => ((await count('delivered')) === got.length ? true : undefined), 10_000);
    const references = got.map(({ reference }) => reference);
    expect(new Set(references).size).to.equal(references.length);
    const rows = await messages(db.sql);
    const unsettled = rows.filter(({ id }) => !references.includes(id)).map(({ state }) => state);
    expect(new Set(unsettled)).to.satisfy((states: Set<string>) => [...states].every((state) => state === 'uncertain'));
    expect(rows).to.have.length(MESSAGES);
    expect(references.length + unsettled.length).to.equal(MESSAGES);
    expect(unsettled.length).to.be.lessThan(3 * 6 + 1);
  });
});
