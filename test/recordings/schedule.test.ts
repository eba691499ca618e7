import { expect } from 'chai';
import { cronMatcher, latestDue } from '../../api/schedule/due.ts';
import { enrolTask, readTask } from '../../api/schedule/queries.ts';
import { runIfDue, type ScheduledTask } from '../../api/schedule/schedule.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const at = (text: string) => new Date(`${text}+09:00`);

describe('schedule', () => {
  let db: TestDatabase;
  let runs: number;
  let task: ScheduledTask;

  beforeEach(async () => {
    db = await testDatabase();
    runs = 0;
    task = {
      name: 'test',
      cron: '30 4 * * *',
      usefulForMs: 3 * 3_600_000,
      async run() {
        runs += 1;
      },
    };
    await enrolTask(db.sql, task.name, at('2026-11-20T12:00:00'));
  });
  afterEach(() => db.close());

  it('finds the latest due time in the city’s time zone', () => {
    const due = latestDue(cronMatcher('30 4 * * *'), at('2026-11-21T09:15:30'), at('2026-11-01T00:00:00'));
    expect(due?.toISOString()).to.equal('2026-11-20T19:30:00.000Z');
    expect(latestDue(cronMatcher('30 4 * * *'), at('2026-11-21T09:15:00'), at('2026-11-21T04:30:00'))).to.equal(
      undefined,
    );
  });

  it('runs once for one due time, however often it is asked', async () => {
    expect(await runIfDue(db.sql, task, at('2026-11-21T04:29:59'))).to.equal('not_due');
    expect(await runIfDue(db.sql, task, at('2026-11-21T04:30:00'))).to.equal('done');
    expect(await runIfDue(db.sql, task, at('2026-11-21T04:30:20'))).to.equal('not_due');
    expect(await runIfDue(db.sql, task, at('2026-11-21T23:59:00'))).to.equal('not_due');
    expect(runs).to.equal(1);
  });

  it('runs once in two workers at the same time', async () => {
    task.run = async () => {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
    };
    const outcomes = await Promise.all([1, 2].map(() => runIfDue(db.sql, task, at('2026-11-21T04:30:00'))));
    expect(outcomes.toSorted()).to.deep.equal(['done', 'taken']);
    expect(runs).to.equal(1);
  });

  it('runs once after a pause over several due times, late but useful', async () => {
    expect(await runIfDue(db.sql, task, at('2026-11-24T06:00:00'))).to.equal('done');
    expect(runs).to.equal(1);
  });

  it('notes a run that is too late to be useful, and does not do it', async () => {
    expect(await runIfDue(db.sql, task, at('2026-11-21T08:00:00'))).to.equal('skipped');
    expect(runs).to.equal(0);
    expect((await readTask(db.sql, task.name))?.lastError).to.equal('skipped: 210 minutes late');
    expect(await runIfDue(db.sql, task, at('2026-11-21T08:00:20'))).to.equal('not_due');
  });

  it('does again what a killed worker had begun, but not what failed by itself', async () => {
    const now = at('2026-11-21T04:31:00');
    await db.sql`update scheduled_task set last_run_at = ${at('2026-11-21T04:30:00')}`;
    expect(await runIfDue(db.sql, task, now)).to.equal('done');
    expect(runs).to.equal(1);
    task.run = async () => {
      throw new Error('no');
    };
    expect(await runIfDue(db.sql, task, at('2026-11-22T04:30:00'))).to.equal('failed');
    expect(await runIfDue(db.sql, task, at('2026-11-22T04:31:00'))).to.equal('not_due');
    expect((await readTask(db.sql, task.name))?.lastError).to.equal('no');
  });
});
