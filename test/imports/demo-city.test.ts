import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { generateCity } from '../../api/imports/demo-city/generate-city.ts';
import { importFolder } from '../../api/imports/import-folder.ts';
import { loadLayout } from '../../api/imports/load-layout.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const logger = createLogger('test', 'warn');

describe('the generated demo city', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'toritsugi-demo-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [name, seed] of [
    ['demo', 1],
    ['midorino', 2],
    ['aobadai', 3],
  ] as const) {
    describe(`in the layout ${name}`, () => {
      let db: TestDatabase;
      before(async () => {
        db = await testDatabase();
      });
      after(() => db.close());

      for (const day of [1, 2] as const)
        it(`arrives at its own truth of day ${day}`, async () => {
          const layout = await loadLayout(db.sql, name);
          const target = join(folder, name, `day${day}`);
          const truth = await generateCity({ seed, persons: 600, layout, day, folder: target });
          const report: Record<string, unknown> = {
            ...(await importFolder({ sql: db.sql, logger, folder: target, layout: name })),
          };
          const said = Object.fromEntries(Object.keys(truth).map((key) => [key, report[key]]));
          expect(said).to.deep.equal(truth);
        });
    });
  }

  it('gives the same bytes for the same seed and others for another', async () => {
    const db = await testDatabase();
    try {
      const layout = await loadLayout(db.sql, 'demo');
      const bytes = async (seed: number, run: string) => {
        const target = join(folder, 'same', run);
        await generateCity({ seed, persons: 50, layout, day: 1, folder: target });
        return readFile(join(target, 'person.csv'));
      };
      const first = await bytes(7, 'a');
      expect((await bytes(7, 'b')).equals(first)).to.equal(true);
      expect((await bytes(8, 'c')).equals(first)).to.equal(false);
    } finally {
      await db.close();
    }
  });

  it('has names with variant selectors beside their plain form, and characters outside the first plane', async () => {
    const db = await testDatabase();
    try {
      const target = join(folder, 'names');
      await generateCity({ seed: 1, persons: 600, layout: await loadLayout(db.sql, 'demo'), day: 1, folder: target });
      await importFolder({ sql: db.sql, logger, folder: target, layout: 'demo' });
      const rows = await db.sql<{ name_official: string; name_search: string }[]>`
        select name_official, name_search from person where name_official ~ '^渡邉' or name_official ~ '𠮷'`;
      const names = rows.map(({ name_official }) => name_official);
      expect(names.some((name) => name.startsWith('渡邉\u{e0102}'))).to.equal(true);
      expect(names.some((name) => /^渡邉\u3000/.test(name))).to.equal(true);
      expect(names.some((name) => name.startsWith('𠮷'))).to.equal(true);
      for (const { name_search } of rows) expect(name_search).to.not.match(/[\u{e0100}-\u{e01ef}\u3000]/u);
    } finally {
      await db.close();
    }
  });
});
