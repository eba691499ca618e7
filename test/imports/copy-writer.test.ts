import { expect } from 'chai';
import { CopyWriter } from '../../api/imports/copy-writer.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

describe('copy writer', () => {
  let db: TestDatabase;
  before(async () => {
    db = await testDatabase();
  });
  after(() => db.close());

  const copy = (rows: readonly (string | number | null)[][]) =>
    db.sql.begin(async (transaction) => {
      const tx = transaction as TransactionSql;
      await tx`create temp table copied (id integer primary key, text text) on commit drop`;
      const writer = await CopyWriter.open(tx, 'copied', ['id', 'text']);
      for (const row of rows) if (writer.add(row)) await writer.flush();
      await writer.end();
      return tx<{ id: number; text: string | null }[]>`select id, text from copied order by id`;
    });

  it('brings every character and every row, of none and of many', async () => {
    expect(await copy([])).to.have.length(0);
    const texts = ['a\\b', 'tab\there', 'line\r\nend', '\\N', '', null, '葛\u{e0100}城'];
    expect((await copy(texts.map((text, id) => [id, text]))).map(({ text }) => text)).to.deep.equal(texts);
    expect(await copy(Array.from({ length: 30_000 }, (_, id) => [id, '札幌']))).to.have.length(30_000);
  });

  it('fails, and does not wait for ever, when the server refuses the rows after the last byte', async () => {
    const failure = await copy([
      [1, 'a'],
      [1, 'b'],
    ]).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
  });
});
