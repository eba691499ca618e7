import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { claimAndRunImport } from '../../api/imports/claim-run.ts';
import { generateCity } from '../../api/imports/demo-city/generate-city.ts';
import { encodeText } from '../../api/imports/encode-text.ts';
import { importFolder } from '../../api/imports/import-folder.ts';
import { loadLayout, parseLayout } from '../../api/imports/load-layout.ts';
import { cancelRun, insertRun, upsertLayout } from '../../api/imports/queries.ts';
import { newId } from '../../core/platform/ids.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { arrears, PERSON_HEADER, payment, person, type TestCity, testCity } from './hand-over.ts';

const logger = createLogger('test', 'silent');

describe('import runs', () => {
  let city: TestCity;
  beforeEach(async () => {
    city = await testCity();
  });
  afterEach(() => city.close());

  async function upload(persons: number): Promise<string> {
    const id = newId();
    const folder = join(city.folder, id);
    await generateCity({ seed: 4, persons, layout: await loadLayout(city.db.sql, 'demo'), day: 1, folder });
    await insertRun(city.db.sql, {
      id,
      layout: 'demo',
      source: 'x',
      startedBy: null,
      uploadPath: folder,
      dataDate: null,
    });
    return id;
  }
  const run = async (id: string) => {
    const [row] = await city.db
      .sql`select state, attempts, rows_done, rows_total, error, report from import_run where id = ${id}`;
    return row;
  };
  const persons = async () => (await city.db.sql`select count(*)::int as n from person`)[0]?.['n'];

  it('refuses older files by day of entry, by given date, and by known bytes; takes the same day again', async () => {
    const first = { person: [person()], arrears: [arrears()], payment: [payment()] };
    await city.handOver(first);
    await city.handOver(first);
    await city.handOver({ payment: [payment({ 収入日: '令和8年11月21日', 期別: '1', 金額: '5' })] });
    const older = await city.handOver(first).catch((error) => error);
    expect(older).to.include({ code: 'import/older-file', status: 409 });
    expect(older.message).to.include('2026-11-20').and.include('2026-11-21');
    await city.handOver({ person: [person({ 住所: '新' })] }, { date: '2026-11-22' });
    const bytes = await city.handOver({ person: [person()] }).catch((error) => error);
    expect(bytes).to.include({ code: 'import/older-file' });
    const given = await city
      .handOver({ person: [person({ 住所: '旧' })] }, { date: '2026-11-21' })
      .catch((error) => error);
    expect(given).to.include({ code: 'import/older-file' });
    const states = await city.db.sql`select state, count(*)::int as n from import_run group by state order by state`;
    expect(states.map((row) => Object.values(row))).to.deep.equal([
      ['done', 4],
      ['refused', 3],
    ]);
  });

  it('is not dated by a slip of the pen', async () => {
    const report = await city.handOver({
      person: [person()],
      arrears: [arrears()],
      payment: [payment({ 金額: '1' }), payment({ 金額: '2', 収入日: '令和80年11月20日' })],
    });
    expect(report.data_date).to.equal('2026-11-20');
  });

  it('refuses another city in the same installation', async () => {
    await city.handOver({ person: [person()] });
    const other = await city.handOver({ person: [person()] }, { layout: 'aobadai' }).catch((error) => error);
    expect(other).to.include({ code: 'import/other-city' });
    expect(await persons()).to.equal(1);
  });

  it('does not make an installation another city’s by a layout taken by mistake', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => arrears({ 科目コード: '21', 期別: `${i}` }));
    const mistaken = await city.handOver({ person: [person()], arrears: rows }).catch((error) => error);
    expect(mistaken).to.include({ code: 'import/layout-mismatch' });
    expect(mistaken.message).to.include('21').and.include('midorino');
    const header = PERSON_HEADER.replace('電話3,', '');
    const cut = await city.handOver({ person: encodeText(`${header}\r\n`, 'cp932') }).catch((error) => error);
    expect(cut).to.include({ code: 'import/header' });
    expect(await persons()).to.equal(0);
    const right = await city.handOver({ person: [person()], arrears: [rows[0] ?? ''] }, { layout: 'aobadai' });
    expect([right.persons, right.arrears]).to.deep.equal([1, 1]);
  });

  it('takes a few rows with unknown subjects for what they are', async () => {
    const rows = Array.from({ length: 19 }, (_, i) => arrears({ 科目コード: 'ZZ', 期別: `${i}` }));
    const report = await city.handOver({ person: [person()], arrears: rows });
    expect(report.rejected.arrears).to.deep.equal({ 科目コードが不明: 19 });
  });

  it('is carried out by the worker and leaves no uploaded file behind', async () => {
    const id = await upload(100);
    expect(await claimAndRunImport({ sql: city.db.sql, logger })).to.equal(true);
    const ended = await run(id);
    expect([ended?.['state'], ended?.['rows_done'] === ended?.['rows_total']]).to.deep.equal(['done', true]);
    expect(await persons()).to.equal(100);
    expect(await claimAndRunImport({ sql: city.db.sql, logger })).to.equal(false);
    await import('node:fs/promises').then(({ access }) =>
      access(join(city.folder, id)).then(
        () => expect.fail('the upload is still there'),
        () => undefined,
      ),
    );
  });

  it('takes over a run whose worker died, and gives up after three', async () => {
    const dead = await upload(50);
    await city.db.sql`update import_run set state = 'running', attempts = 1, lease_until = now() - interval '1 second'`;
    expect(await claimAndRunImport({ sql: city.db.sql, logger })).to.equal(true);
    expect(await run(dead)).to.include({ state: 'done', attempts: 2 });
    const killer = await upload(50);
    await city.db.sql`
      update import_run set state = 'running', attempts = 3, lease_until = now() - interval '1 second' where id = ${killer}`;
    await claimAndRunImport({ sql: city.db.sql, logger });
    expect(await run(killer)).to.include({ state: 'failed' });
  });

  it('leaves a run alone that another worker holds', async () => {
    await upload(50);
    await city.db.sql`update import_run set state = 'running', lease_until = now() + interval '20 seconds'`;
    expect(await claimAndRunImport({ sql: city.db.sql, logger })).to.equal(false);
  });

  it('ends a command that is told to stop, and takes everything in the next time', async () => {
    const folder = join(city.folder, 'stopped');
    const layout = await loadLayout(city.db.sql, 'demo');
    await generateCity({ seed: 4, persons: 4_000, layout, day: 1, folder });
    const stop = new AbortController();
    const options = { sql: city.db.sql, logger, folder, layout: 'demo' };
    const working = importFolder({ ...options, signal: stop.signal }).catch((error) => error);
    const begun = async () => (await city.db.sql`select 1 from import_run where state = 'running'`).length > 0;
    while (!(await begun())) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    expect(await working).to.include({ code: 'import/stopped' });
    const states = await city.db.sql`select state from import_run`;
    expect(states.map((row) => row['state'])).to.deep.equal(['cancelled']);
    expect(await importFolder(options)).to.include({ persons: 4_000 });
  });

  it('rolls the file in hand back when it is cancelled', async () => {
    const id = await upload(4_000);
    const working = claimAndRunImport({ sql: city.db.sql, logger });
    while ((await run(id))?.['state'] === 'waiting') await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await cancelRun(city.db.sql, id)).to.equal(true);
    await working;
    expect(await run(id)).to.include({ state: 'cancelled' });
    const [files] = await city.db.sql`select count(*)::int as n from import_file where completed_at is not null`;
    expect(files?.['n']).to.be.below(3);
  });

  it('goes back to the queue when the worker stops, and is finished by the next one', async () => {
    const id = await upload(4_000);
    const stop = new AbortController();
    const working = claimAndRunImport({ sql: city.db.sql, logger, signal: stop.signal });
    while ((await run(id))?.['state'] === 'waiting') await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    await working;
    expect(await run(id)).to.include({ state: 'waiting', attempts: 0 });
    await claimAndRunImport({ sql: city.db.sql, logger });
    expect(await run(id)).to.include({ state: 'done' });
    expect(await persons()).to.equal(4_000);
  });

  it('lets two imports at once do the work of one', async () => {
    const files = { person: [person()], arrears: [arrears()], payment: [payment({ 金額: '100' })] };
    const reports = await Promise.all([city.handOver(files), city.handOver(files)]);
    expect(reports.map(({ persons: n, unpaid_yen_after_payments: yen }) => [n, yen])).to.deep.equal([
      [1, 9900],
      [1, 9900],
    ]);
    expect(reports[0].payments + reports[1].payments).to.equal(1);
  });

  it('reads a layout that an administrator adds: one file a subject, no header, tabs, full files', async () => {
    const midorino = await loadLayout(city.db.sql, 'midorino');
    const layout = parseLayout(
      {
        ...midorino,
        name: 'by-subject',
        encoding: 'utf-8',
        separator: '\t',
        header: false,
        files: {
          person: { file: '宛名*.tsv', columns: { addresseeNo: 1, name: 2, shield: 3 }, phones: [] },
          arrears: {
            file: '滞納_{subject}.tsv',
            scope: 'full',
            columns: { addresseeNo: 1, levyYear: 2, noticeNo: 3, periodNo: 4, dueDate: 5, principal: 6, collected: 7 },
          },
        },
        codes: { ...midorino.codes, personKind: { '': 'individual' } },
      },
      'test',
    );
    await upsertLayout(city.db.sql, 'by-subject', layout);
    const deliver = async (rows: Record<string, string>) => {
      const id = newId();
      const folder = join(city.folder, id);
      await mkdir(folder);
      for (const [name, text] of Object.entries(rows)) await writeFile(join(folder, name), encodeText(text, 'utf-8'));
      await insertRun(city.db.sql, {
        id,
        layout: 'by-subject',
        source: 'x',
        startedBy: null,
        uploadPath: folder,
        dataDate: null,
      });
      await claimAndRunImport({ sql: city.db.sql, logger });
      return run(id);
    };
    const people = '1\t山口直子\t\n2\t佐藤誠\t1\n';
    const row = (n: number) => `1\t2026\tN${n}\t1\t2026-06-30\t1000\t0\n`;
    const first = await deliver({ '宛名1.tsv': people, '滞納_01.tsv': row(1), '滞納_04.tsv': row(2) });
    expect(first?.['error']).to.equal(null);
    expect(first?.['report']).to.include({ persons: 2, shielded: 1, arrears: 2, unpaid_items: 2 });
    const second = await deliver({ '滞納_01.tsv': row(3) });
    expect(second?.['report']).to.include({ arrears: 3, unpaid_items: 2 });
  });

  it('says what is wrong with a layout', () => {
    expect(() => parseLayout({ name: 'x' }, 'x.json')).to.throw(/encoding/);
  });
});
