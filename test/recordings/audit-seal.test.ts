import { expect } from 'chai';
import { auditSealer } from '../../api/audit/seal.ts';
import { verifyAudit } from '../../api/audit/verify.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

describe('audit seals', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await testDatabase();
  });
  afterEach(() => db.close());

  async function write(count: number): Promise<void> {
    for (let index = 0; index < count; index++)
      await db.sql`
        insert into audit_log (action, login, product_at, detail)
        values ('search', 'someone', now(), ${db.sql.json({ hits: index })})`;
  }
  /** Ten rows in three seals. */
  async function sealedLog() {
    const sealer = auditSealer(db.sql);
    await write(4);
    expect(await sealer.tick()).to.equal(4);
    await write(3);
    expect(await sealer.tick()).to.equal(3);
    await write(3);
    expect(await sealer.tick()).to.equal(3);
    return sealer;
  }
  const problems = async () => (await verifyAudit(db.sql)).problems.map(({ kind, id }) => `${kind} ${id}`);

  it('verifies an untouched log, also from a session in another time zone', async () => {
    const sealer = await sealedLog();
    expect(await sealer.tick()).to.equal(0);
    expect(await verifyAudit(db.sql)).to.include({ ok: true, rows: 10, seals: 3 });
    await db.owner.begin(async (owner) => {
      await owner`set local timezone = 'America/New_York'`;
      expect((await verifyAudit(owner)).ok).to.equal(true);
    });
  });

  it('cannot be tampered with by the product itself', async () => {
    await sealedLog();
    for (const statement of [
      'update audit_log set action = action',
      'delete from audit_log',
      'truncate audit_log',
      'update audit_seal set digest = digest',
      'delete from audit_seal',
    ]) {
      const refused = await db.sql.unsafe(statement).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
      expect(refused, statement).to.equal('42501');
    }
  });

  const tampering: [string, string, string[]][] = [
    ['a changed column', `update audit_log set login = 'other' where id = 6`, ['row_changed 6']],
    ['a changed detail', `update audit_log set detail = '{"hits":99}' where id = 2`, ['row_changed 2']],
    [
      'a time moved by a microsecond',
      `update audit_log set at = at + interval '1 microsecond' where id = 9`,
      ['row_changed 9'],
    ],
    ['a removed row', `delete from audit_log where id = 7`, ['row_missing 7']],
    ['the first row removed', `delete from audit_log where id = 1`, ['row_missing 1']],
    ['a changed seal', `update audit_seal set rows = 2 where id = 2`, ['seal_changed 2']],
    [
      'a removed seal',
      `delete from audit_seal where id = 2`,
      ['seal_missing 3', 'row_unproven 5', 'row_unproven 6', 'row_unproven 7'],
    ],
  ];
  for (const [name, statement, expected] of tampering) {
    it(`names ${name}`, async () => {
      await sealedLog();
      await db.owner.unsafe(statement);
      expect(await problems()).to.deep.equal(expected);
    });
  }

  it('names a row that was put in afterwards', async () => {
    await write(2);
    await db.owner`delete from audit_log where id = 2`;
    await write(1);
    await auditSealer(db.sql).tick();
    await db.owner`
      insert into audit_log (id, action) overriding system value values (2, 'play')`;
    expect(await problems()).to.deep.equal(['row_added 2']);
  });

  it('waits for a transaction that holds a smaller id than rows already visible', async () => {
    const sealer = auditSealer(db.sql);
    await db.owner.begin(async (slow) => {
      await slow`insert into audit_log (action) values ('import')`;
      await write(2);
      expect(await sealer.tick()).to.equal(0);
      expect(await sealer.tick()).to.equal(0);
    });
    expect(await sealer.tick()).to.equal(3);
    expect(await verifyAudit(db.sql)).to.include({ ok: true, rows: 3 });
  });

  it('does not fork the chain when two sealers run', async () => {
    await write(5);
    const sealed = await Promise.all([auditSealer(db.sql).tick(), auditSealer(db.sql).tick()]);
    expect(sealed[0] + sealed[1]).to.equal(5);
    expect((await verifyAudit(db.sql)).ok).to.equal(true);
  });

  it('verifies 20,000 rows within a second or two', async () => {
    await db.owner`insert into audit_log (action, login) select 'list', 'l' || n from generate_series(1, 20000) n`;
    await auditSealer(db.sql).tick();
    const begun = Date.now();
    expect(await verifyAudit(db.sql)).to.include({ ok: true, rows: 20_000 });
    expect(Date.now() - begun).to.be.below(3_000);
  });
});
