import { expect } from 'chai';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

describe('database schema', () => {
  let db: TestDatabase;
  before(async () => {
    db = await testDatabase();
  });
  after(() => db.close());

  it('lets the product append to the audit log and nothing more', async () => {
    await db.sql`insert into audit_log (action) values ('login.success')`;
    for (const attempt of [
      () => db.sql`update audit_log set action = 'x'`,
      () => db.sql`delete from audit_log`,
      () => db.sql`truncate audit_log`,
    ]) {
      const error = await attempt().then(
        () => undefined,
        (e: unknown) => e as { code: string },
      );
      expect(error?.code).to.equal('42501');
    }
    expect(await db.sql`select action from audit_log`).to.have.length(1);
  });

  it('lets the product add to what was said, checked and noted, and rewrite none of it', async () => {
    for (const table of [
      'contact_record',
      'identity_check',
      'phone_status',
      'hand_over_event',
      'promise_event',
      'call_event',
    ])
      for (const attempt of [
        () => db.sql`delete from ${db.sql(table)}`,
        () => db.sql`truncate ${db.sql(table)}`,
        () => db.sql`update ${db.sql(table)} set ${db.sql(table === 'contact_record' ? 'note' : 'at')} = null`,
      ]) {
        const error = await attempt().then(
          () => undefined,
          (e: unknown) => e as { code: string },
        );
        expect(error?.code, table).to.equal('42501');
      }
    // A correction waits for another one of the same record.
    expect(await db.sql`select 1 from contact_record for update`).to.deep.equal([]);
  });

  it('reads dates as the day that was written and bigints as numbers', async () => {
    const [row] = await db.sql<
      { d: string; n: number }[]
    >`select date '2026-11-20' as d, 9007199254740991::bigint as n`;
    expect(row).to.deep.include({ d: '2026-11-20', n: 9007199254740991 });
  });

  it('throws rather than losing digits of a bigint', async () => {
    const error = await db.sql`select 9007199254740993::bigint as n`.then(
      () => undefined,
      (e: unknown) => e,
    );
    expect(error).to.be.instanceOf(RangeError);
  });
});
