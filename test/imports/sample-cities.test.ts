import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { importFolder } from '../../api/imports/import-folder.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const besideCheckout = fileURLToPath(new URL('../../../shared/data', import.meta.url));
const samples = process.env['TORITSUGI_SAMPLE_DATA'] ?? besideCheckout;
const logger = createLogger('test', 'warn');

/** Every key that the truth names; the report may say more. */
function expectTruth(report: object, truthFile: string): void {
  const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as Record<string, unknown>;
  const said = Object.fromEntries(Object.keys(truth).map((key) => [key, (report as Record<string, unknown>)[key]]));
  expect(said).to.deep.equal(truth);
}

describe('import of the sample cities', () => {
  for (const city of ['midorino', 'aobadai']) {
    describe(city, () => {
      const folder = join(samples, city);
      let db: TestDatabase;
      before(async function () {
        if (!existsSync(folder)) {
          process.stdout.write(`    ${folder} is absent: the generated demo city alone proves the import here.\n`);
          this.skip();
        }
        db = await testDatabase();
      });
      after(() => db?.close());

      it('arrives at the truth of day 1', async () => {
        expectTruth(await importFolder({ sql: db.sql, logger, folder, layout: city }), join(folder, 'truth.json'));
      });

      it('changes nothing the second time', async () => {
        const again = await importFolder({ sql: db.sql, logger, folder, layout: city });
        expect(again.changed).to.deep.equal({ person: 0, arrears: 0, payment: 0 });
        expect([again.payments, again.paid_yen]).to.deep.equal([0, 0]);
        const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, unknown>;
        for (const key of ['persons', 'arrears', 'unpaid_yen_after_payments', 'rejected', 'no_usable_phone'] as const)
          expect(again[key]).to.deep.equal(truth[key]);
      });

      it('arrives at the truth of day 2', async () => {
        const day2 = join(folder, 'day2');
        expectTruth(await importFolder({ sql: db.sql, logger, folder: day2, layout: city }), join(day2, 'truth.json'));
      });

      it('refuses day 1 after day 2 and changes nothing', async () => {
        const before = await db.sql`select sum(unpaid)::bigint as yen from arrears_item`;
        const refused = await importFolder({ sql: db.sql, logger, folder, layout: city }).catch((error) => error);
        expect(refused).to.include({ code: 'import/older-file' });
        expect(await db.sql`select sum(unpaid)::bigint as yen from arrears_item`).to.deep.equal(before);
      });

      it('keeps the original bytes of what it rejected', async () => {
        const rows = await db.sql<{ kind: string; line_no: number; raw: Buffer; reason: string }[]>`
          select f.kind, e.line_no, e.raw, e.reason from import_row_error e join import_file f on f.id = e.file_id
          where f.run_id = (select id from import_run where state = 'done' order by created_at limit 1)`;
        expect(rows).to.have.length(18);
        for (const { kind, raw } of rows)
          expect(readFileSync(join(folder, `${kind}.csv`)).includes(raw)).to.equal(true);
      });
    });
  }
});
