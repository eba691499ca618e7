import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { parameterTable, redialTable, stopTable } from './redial-table.ts';

const PAGE = new URL('../../docs/dialling.md', import.meta.url);
const TABLES: Record<string, () => string> = { redial: redialTable, parameters: parameterTable, stops: stopTable };

/** The page between `<!-- table:NAME -->` and `<!-- end -->`. */
function between(page: string, name: string): { before: string; table: string; after: string } {
  const open = `<!-- table:${name} -->\n`;
  const start = page.indexOf(open) + open.length;
  const end = page.indexOf('\n<!-- end -->', start);
  if (start < open.length || end < 0) throw new Error(`docs/dialling.md has no table ${name}`);
  return { before: page.slice(0, start), table: page.slice(start, end), after: page.slice(end) };
}

// UPDATE_DOCS=1 writes the tables instead of comparing them.
describe('docs/dialling.md says what the rules do', () => {
  for (const [name, make] of Object.entries(TABLES)) {
    it(`table "${name}"`, () => {
      const page = readFileSync(PAGE, 'utf8');
      const { before, table, after } = between(page, name);
      if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, before + make() + after);
      else expect(table).to.equal(make());
    });
  }
});
