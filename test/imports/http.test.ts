import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { claimAndRunImport } from '../../api/imports/claim-run.ts';
import { encodeText } from '../../api/imports/encode-text.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from '../api/api-under-test.ts';
import { ARREARS_HEADER, arrears, PERSON_HEADER, person } from './hand-over.ts';

const logger = createLogger('test', 'silent');

describe('imports over HTTP', () => {
  let api: ApiUnderTest;
  let manager: Browser;
  let administrator: Browser;
  before(async () => {
    api = await apiUnderTest();
    manager = await api.as('manager');
    administrator = await api.as('administrator');
  });
  after(() => api.close());

  async function upload(
    who: Browser,
    files: Record<string, Buffer>,
    fields: Record<string, string> = { layout: 'midorino' },
  ) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    for (const [name, bytes] of Object.entries(files)) form.append('file', new Blob([new Uint8Array(bytes)]), name);
    const response = await fetch(`${api.url}/api/imports`, {
      method: 'POST',
      body: form,
      headers: { cookie: who.cookie, 'x-csrf-token': who.csrf },
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  }
  const csv = (header: string, ...rows: string[]) => encodeText([header, ...rows, ''].join('\r\n'), 'cp932');

  it('takes an upload, carries it out, and shows progress, counts and rejected rows', async () => {
    const { status, body } = await upload(manager, {
      'person.csv': csv(PERSON_HEADER, person(), person({ 宛名番号: '2', 氏名: '' })),
      'arrears.csv': csv(ARREARS_HEADER, arrears(), arrears({ 科目コード: 'ZZ' })),
    });
    expect(status).to.equal(202);
    expect((await manager.get(`/api/imports/${body['id']}`)).body).to.include({
      state: 'waiting',
      source: 'person.csv, arrears.csv',
    });
    await claimAndRunImport({ sql: api.db.sql, logger });
    const run = (await manager.get(`/api/imports/${body['id']}`)).body;
    expect(run).to.include({ state: 'done', rowsTotal: 6, rowsDone: 6 });
    expect(run.files.map((file: { rejectedByReason: object }) => file.rejectedByReason)).to.deep.equal([
      { 氏名なし: 1 },
      { 科目コードが不明: 1 },
    ]);
    expect(run.report).to.include({ persons: 1, arrears: 1 });
    expect((await manager.get('/api/imports')).body[0].id).to.equal(body['id']);

    const first = (await manager.get(`/api/imports/${body['id']}/errors?limit=1`)).body;
    expect(first).to.have.length(1);
    expect(first[0]).to.include({ kind: 'person', lineNo: 3, reason: '氏名なし', field: '氏名' });
    // A person row may be that of a shielded person: an ordinary manager sees what is wrong with it and where, not the row.
    expect(first[0].text).not.to.include('ヤマグチ');
    expect(first[0].hex).to.equal('');
    const privileged = await api.as('officer', { privileged: true });
    const [original] = (await privileged.get(`/api/imports/${body['id']}/errors?limit=1`)).body;
    expect(original.text).to.include('ヤマグチ');
    expect(Buffer.from(original.hex, 'hex').equals(encodeText(person({ 宛名番号: '2', 氏名: '' }), 'cp932'))).to.equal(
      true,
    );
    const next = (await manager.get(`/api/imports/${body['id']}/errors?after=${first[0].id}&file=arrears`)).body;
    expect(next.map(({ reason }: { reason: string }) => reason)).to.deep.equal(['科目コードが不明']);
    // An arrears row of a known person who is not shielded is no secret from desk staff.
    expect(next[0].text).to.include('ZZ');
    const audited = await api.db
      .sql`select action, detail from audit_log where action in ('import', 'list') and staff_id = ${manager.staffId}`;
    expect(audited.map(({ action }) => action)).to.include.members(['import', 'list']);
  });

  it("shows an administrator counts and no person's row", async () => {
    const [run] = (await administrator.get('/api/imports')).body;
    expect(run.files[0].rejected).to.equal(1);
    expect((await administrator.get(`/api/imports/${run.id}/errors`)).status).to.equal(403);
    const agent = await api.as('agent');
    expect((await agent.get('/api/imports')).status).to.equal(403);
    expect((await upload(agent, { 'person.csv': csv(PERSON_HEADER) })).status).to.equal(403);
  });

  it('refuses what is no hand-over and leaves nothing on the disk', async () => {
    const good = csv(PERSON_HEADER, person());
    const refused = [
      await upload(manager, { 'other.txt': good }),
      await upload(manager, { 'person.csv': good }, { layout: 'nowhere' }),
      await upload(manager, { 'person.csv': good }, { layout: '../../etc/passwd' }),
      await upload(manager, { 'person.csv': good }, { layout: 'midorino', date: '11/21' }),
      await upload(manager, { '.person.csv': good }),
      await upload(manager, {}),
    ];
    expect(refused.map(({ body }) => body['code'])).to.deep.equal([
      'import/no-files',
      'import/layout-unknown',
      'import/layout-unknown',
      'import/date',
      'import/upload',
      'import/upload',
    ]);
    const noForm = await manager.send('POST', '/api/imports', { layout: 'midorino' });
    expect(noForm.body.code).to.equal('import/upload');
    const folder = join(api.config.dataDir, 'uploads');
    expect(existsSync(folder) ? await readdir(folder) : []).to.deep.equal([]);
  });

  it('cancels what waits', async () => {
    const { body } = await upload(manager, { 'person.csv': csv(PERSON_HEADER, person()) });
    expect((await manager.post(`/api/imports/${body['id']}/cancel`)).status).to.equal(204);
    expect((await manager.post(`/api/imports/${body['id']}/cancel`)).body.code).to.equal('import/not-running');
    expect(await claimAndRunImport({ sql: api.db.sql, logger })).to.equal(false);
  });

  it('lets an administrator add a layout while everything runs, and says what is wrong with one', async () => {
    const layout = (await administrator.get('/api/layouts/midorino')).body;
    const put = (name: string, body: unknown) => administrator.send('PUT', `/api/layouts/${name}`, body);
    expect((await put('renamed', { ...layout, name: 'renamed', encoding: 'utf-8' })).status).to.equal(204);
    expect((await administrator.get('/api/layouts')).body).to.include.members([
      'renamed',
      'midorino',
      'aobadai',
      'demo',
    ]);
    const broken = await put('renamed', { ...layout, name: 'renamed', encoding: 'sjis', files: {} });
    expect(broken.body.code).to.equal('import/layout-invalid');
    expect(broken.body.title).to.include('encoding');
    const utf8 = Buffer.from([PERSON_HEADER, person({ 氏名: '渡邉\u{e0102}' }), ''].join('\r\n'));
    const { body } = await upload(manager, { 'person.csv': utf8 }, { layout: 'renamed' });
    await claimAndRunImport({ sql: api.db.sql, logger });
    expect((await manager.get(`/api/imports/${body['id']}`)).body.report).to.include({ encoding: 'utf-8', persons: 1 });
  });
});
