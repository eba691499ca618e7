import { expect } from 'chai';
import { createDemoLists } from '../../api/lists/demo-lists.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { INSURANCE, seedPerson, seedSubjects, TAX } from './city-fixture.ts';

describe('api: lists on paper, as files, and in the demo city', () => {
  let api: ApiUnderTest;
  let officer: Browser;
  let manager: Browser;
  let people: Awaited<ReturnType<typeof seedPerson>>[];
  beforeEach(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    people = [];
    for (let n = 0; n < 4; n += 1)
      people.push(await seedPerson(api.db.sql, { subjects: [TAX, INSURANCE], phoneSource: TAX, address: '緑町1' }));
    officer = await api.as('officer');
    manager = await api.as('manager');
  });
  afterEach(() => api.close());

  const listOf = async (persons: number): Promise<string> => {
    const condition = { op: 'and', of: [] };
    const asked = { name: '11月の依頼', subjectIds: [TAX, INSURANCE], condition };
    const { id: entrustmentId } = (await officer.post('/api/lists/entrustments', asked)).body;
    const made = await manager.post('/api/lists/call-lists', { entrustmentId, name: '第1回', condition });
    expect(made.body.persons, made.text).to.equal(persons);
    return made.body.id;
  };

  it('leaves the product as a file only in an officer’s hands, masked, counted and written down', async () => {
    const { sql } = api.db;
    const id = await listOf(4);
    await sql`update person set name_official = '=1+1' where id = ${people[1]?.id ?? 0}`;
    await sql`update person set shielded = true where id = ${people[0]?.id ?? 0}`;
    const path = `/api/lists/call-lists/${id}/export`;
    expect((await manager.post(path)).body.code).to.equal('permission/denied');
    const file = await officer.post(path);
    expect(file.status, file.text).to.equal(200);
    expect(file.headers.get('content-type')).to.include('text/csv');
    expect(decodeURIComponent(file.headers.get('content-disposition') ?? '')).to.match(/第1回 2026-11-20\.csv$/);
    const lines = file.text.replace('\ufeff', '').trimEnd().split('\r\n');
    expect(lines).to.have.length(1 + 4);
    expect(lines[0]).to.match(/^"宛名番号","氏名"/);
    expect(
      lines.filter((line) => line.startsWith('"＊＊＊（支援措置）","＊＊＊（支援措置）","","","","","","支援措置"')),
    ).to.have.length(1);
    expect(file.text).to.include(`"'=1+1"`).and.not.include(people[0]?.addresseeNo);
    const [row] = await sql`select detail from audit_log where action = 'list.export'`;
    expect(row?.['detail']).to.deep.include({ list: id, rows: 4, form: 'utf-8' });
    await sql`update person set name_official = '𠮷田' where id = ${people[1]?.id ?? 0}`;
    expect((await officer.post(path, { encoding: 'cp932' })).body.code).to.equal('list/encoding');
    const printed = await officer.post(`/api/lists/call-lists/${id}/print`);
    expect(printed.body.rows).to.have.length(4);
    expect(printed.body.rows.filter(({ masked }: { masked: boolean }) => masked)).to.have.length(1);
    expect(printed.body.more).to.equal(0);
    const narrow = await api.as('officer', { subjectScope: [INSURANCE] });
    expect((await narrow.post(path)).body.code).to.equal('list/not-found');
  });

  it('shows a newcomer the whole way, walked once', async () => {
    const { sql } = api.db;
    const now = new Date('2026-11-20T01:00:00Z');
    for (let once = 0; once < 2; once += 1) await createDemoLists(sql, now);
    const entrusted = (await manager.get('/api/lists/entrustments')).body;
    expect(entrusted).to.have.length(1);
    const lists = (await manager.get('/api/lists/call-lists')).body;
    const queued = lists.filter(({ state }: { state: string }) => state === 'queued');
    expect(queued).to.have.length(1);
    expect(queued[0].answer).to.equal('11月分として承認します。');
    const made = await sql`select state, mode from campaign where list_id = ${queued[0].id}`;
    expect([...made]).to.deep.equal([{ state: 'draft', mode: 'preview' }]);
    const saved = (await manager.get(`/api/lists/extractions?entrustment=${entrusted[0].id}`)).body;
    expect(saved.length).to.be.at.least(2);
  });
});
