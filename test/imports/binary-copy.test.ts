import { expect } from 'chai';
import { BinaryCopy } from '../../api/imports/binary-copy.ts';
import type { BinaryValue } from '../../api/imports/binary-rows.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const COLUMNS = { small: 'int2', middle: 'int4', large: 'int8', words: 'text', day: 'date', mark: 'bool' } as const;

describe('binary copy', () => {
  let db: TestDatabase;
  before(async () => {
    db = await testDatabase();
  });
  after(() => db.close());

  const copy = (rows: readonly BinaryValue[][]) =>
    db.sql.begin(async (transaction) => {
      const tx = transaction as TransactionSql;
      await tx`
        create temp table copied (place bigint generated always as identity, small smallint check (small <> 13), middle integer,
          large bigint, words text, day date, mark boolean) on commit drop`;
      const writer = await BinaryCopy.open(tx, 'copied', COLUMNS);
      try {
        for (const row of rows) if (writer.add(row)) await writer.flush();
      } catch (error) {
        writer.abandon();
        throw error;
      }
      await writer.end();
      return tx<
        Record<string, BinaryValue>[]
      >`select small, middle, large, words, day, mark from copied order by place`;
    });
  const back = async (rows: readonly BinaryValue[][]) => (await copy(rows)).map((row) => Object.values(row));

  it('brings every kind of value as it is', async () => {
    const rows = [
      [2026, 7, 10_000_000_000_000, '葛\u{e0100}城市', '2026-11-21', true],
      [-32_768, -2_147_483_648, -1, '', '1868-01-25', false],
      [32_767, 2_147_483_647, Number.MAX_SAFE_INTEGER, 'a\tb\\N\r\n"', '9999-12-31', null],
      [0, 0, -10_000_000_000_000, 'ascii then 漢字 then ascii', '2000-01-01', true],
      [1, 1, 4_294_967_296, 'あ'.repeat(100_000), '1999-12-31', true],
      [null, null, null, null, null, null],
    ];
    expect(await back(rows)).to.deep.equal(rows);
  });

  it('brings none and many', async () => {
    expect(await copy([])).to.have.length(0);
    const many = Array.from({ length: 20_000 }, (_, i) => [i % 13, i, i, `札幌${i}`, '2024-02-29', i % 2 === 0]);
    expect(await back(many)).to.deep.equal(many);
  });

  it('fails, and does not wait for ever, when the server refuses a row', async () => {
    const rows = [[13, 1, 1, 'x', null, null]];
    expect(await copy(rows).catch((error: unknown) => error)).to.be.instanceOf(Error);
  });

  it('refuses what is no value of its column', async () => {
    for (const row of [
      [1, 1, 1, 'x', '2026-02-30', true],
      [1, 1, 1, 7, null, true],
    ])
      expect(await copy([row]).catch((error: unknown) => error)).to.be.instanceOf(Error);
  });
});
