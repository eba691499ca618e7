import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { selectPersons } from '../../core/reach/fact-queries.ts';
import type { Condition } from '../../core/rules/extraction.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { INSURANCE, LUNCH, seedPerson, seedSubjects, TAX } from './city-fixture.ts';

const EVERYBODY: Condition = { op: 'and', of: [] };
const hashOf = (numbers: string[]) =>
  createHash('sha256')
    .update([...numbers].sort().join('\n'))
    .digest('hex');
type Seeded = Awaited<ReturnType<typeof seedPerson>>;

describe('api: lists', () => {
  let api: ApiUnderTest;
  let officer: Browser;
  let manager: Browser;
  let people: Seeded[];
  beforeEach(async () => {
    api = await apiUnderTest();
    const { sql } = api.db;
    await seedSubjects(sql);
    people = [];
    for (let n = 0; n < 6; n += 1)
      people.push(
        await seedPerson(sql, {
          subjects: n % 2 === 0 ? [TAX] : [TAX, INSURANCE],
          phoneSource: TAX,
          address: n < 4 ? '緑町1' : '本町1',
        }),
      );
    officer = await api.as('officer');
    manager = await api.as('manager');
  });
  afterEach(() => api.close());

  const entrust = async (more: Record<string, unknown> = {}, by = officer): Promise<string> => {
    const body = {
      name: '11月の依頼',
      subjectIds: [TAX, INSURANCE],
      condition: { op: 'area', towns: ['緑町'] },
      dueOn: '2026-11-27',
      ...more,
    };
    const answer = await by.post('/api/lists/entrustments', body);
    expect(answer.status, answer.text).to.equal(201);
    return answer.body.id;
  };
  const draft = async (entrustmentId: string, condition: Condition = EVERYBODY, by = manager): Promise<string> => {
    const answer = await by.post('/api/lists/call-lists', { entrustmentId, name: '第1回', condition });
    expect(answer.status, answer.text).to.equal(201);
    return answer.body.id;
  };
  const listRow = async (id: string, by = manager) =>
    (await by.get('/api/lists/call-lists')).body.find((row: { id: string }) => row.id === id);
  const decide = async (listId: string, decision: 'approve' | 'return', by = officer) => {
    const inbox = (await by.get('/api/approvals/inbox')).body;
    const asked = inbox.find((row: { refId: string }) => row.refId === listId);
    return by.post(`/api/approvals/${asked.id}/decide`, {
      decision,
      answer: decision === 'return' ? '絞ってください' : null,
    });
  };
  /** Draft, asked for and approved. */
  const approved = async (entrustmentId: string, condition: Condition = EVERYBODY) => {
    const id = await draft(entrustmentId, condition);
    expect((await manager.post(`/api/lists/call-lists/${id}/request`)).status).to.equal(204);
    const answer = await decide(id, 'approve');
    expect(answer.status, answer.text).to.be.lessThan(300);
    return id;
  };
  const pay = (person: Seeded | undefined, subject?: string) =>
    api.db.sql`update arrears_item set paid = principal where person_id = ${person?.id ?? 0}
      and ${subject === undefined ? api.db.sql`true` : api.db.sql`subject_id = ${subject}`}`;

  it('goes from the city’s 依頼 to campaigns of exactly the approved persons', async () => {
    const id = await approved(await entrust());
    const row = await listRow(id);
    expect(row).to.include({ state: 'approved', persons: 4, dueOn: '2026-11-27', left: 0 });
    expect(row.hash).to.equal(hashOf(people.slice(0, 4).map(({ addresseeNo }) => addresseeNo)));
    const queued = await manager.post(`/api/lists/call-lists/${id}/queue`);
    expect(
      queued.body.map(({ subjectId, targets }: { subjectId: string; targets: number }) => [subjectId, targets]),
    ).to.deep.equal([
      [TAX, 4],
      [INSURANCE, 2],
    ]);
    const campaigns = await api.db.sql`
      select c.subject_id, c.mode, c.state, c.list_id, c.due_on, c.goal_percent::int as goal, array_agg(t.person_id order by t.person_id) as persons
      from campaign c join campaign_target t on t.campaign_id = c.id group by c.id order by c.subject_id`;
    const ids = people.map((person) => person.id);
    const common = { mode: 'preview', state: 'draft', list_id: id, due_on: '2026-11-27', goal: 40 };
    expect(campaigns).to.deep.equal([
      { ...common, subject_id: TAX, persons: ids.slice(0, 4) },
      { ...common, subject_id: INSURANCE, persons: [ids[1], ids[3]] },
    ]);
    expect((await listRow(id)).state).to.equal('queued');
    expect((await manager.post(`/api/lists/call-lists/${id}/queue`)).status, 'once').to.equal(409);
    const actions = await api.db.sql<
      { action: string }[]
    >`select action from audit_log where action like 'list.%' order by id`;
    expect(actions.map(({ action }) => action)).to.deep.equal([
      'list.entrust',
      'list.draft',
      'list.request',
      'list.queue',
    ]);
  });

  it('cannot be widened: nothing a contractor asks for reaches outside the 依頼', async () => {
    const entrustmentId = await entrust();
    const outsiders: Condition = { op: 'not', of: { op: 'area', towns: ['緑町'] } };
    const count = (body: Record<string, unknown>) =>
      manager.post('/api/lists/count', { entrustmentId, condition: EVERYBODY, ...body });
    expect((await count({})).body.persons).to.equal(4);
    expect((await count({ condition: outsiders })).body.persons).to.equal(0);
    expect((await count({ subjectIds: [LUNCH], privileged: true })).body.persons, 'what the 依頼 says counts').to.equal(
      4,
    );
    expect((await count({ entrustmentId: null, subjectIds: [TAX] })).body.code).to.equal('list/needs-entrustment');
    const keys = await manager.send('POST', `/api/lists/key-files?name=k&subjects=${TAX}`, people[5]?.addresseeNo, {
      'content-type': 'text/csv',
    });
    expect(keys.body.code).to.equal('list/needs-entrustment');
    const later = await seedPerson(api.db.sql, { subjects: [TAX], address: '緑町1' });
    expect((await count({})).body.persons, 'who owes later is not entrusted').to.equal(4);
    const id = await draft(entrustmentId);
    const persons = await api.db.sql<
      { person_id: number }[]
    >`select person_id from call_list_person where list_id = ${id}`;
    expect(persons.map(({ person_id }) => person_id)).to.not.include(later.id);
    const nobody = await manager.post('/api/lists/call-lists', { entrustmentId, name: 'x', condition: outsiders });
    expect(nobody.body.code).to.equal('list/nobody');
    expect((await manager.post('/api/lists/entrustments', {})).status).to.equal(403);
  });

  it('freezes what the officer read: who paid leaves, and when anybody new would join nothing is decided', async () => {
    const id = await draft(await entrust(), { op: 'arrears', amount: { of: 'person', from: 1_000 } });
    await pay(people[0]);
    expect((await manager.post(`/api/lists/call-lists/${id}/request`)).status).to.equal(204);
    expect(await listRow(id)).to.include({ state: 'requested', persons: 3 });
    await api.db.sql`update arrears_item set paid = 0 where person_id = ${people[0]?.id ?? 0}`;
    const grown = await decide(id, 'approve');
    expect([grown.status, grown.body.code, grown.body.detail.grown]).to.deep.equal([409, 'list/grown', 1]);
    expect((await listRow(id)).state).to.equal('requested');
    expect((await decide(id, 'return')).status).to.be.lessThan(300);
    expect(await listRow(id)).to.include({ state: 'returned', answer: '絞ってください' });
    expect((await manager.post(`/api/lists/call-lists/${id}/request`)).status).to.equal(204);
    await pay(people[1], INSURANCE);
    await pay(people[2]);
    expect((await decide(id, 'approve')).status).to.be.lessThan(300);
    const row = await listRow(id);
    expect(row).to.include({ state: 'approved', persons: 3, left: 1 });
    expect(row.hash).to.equal(hashOf([0, 1, 3].map((n) => people[n]?.addresseeNo ?? '')));
  });

  it('only shrinks afterwards, with a reason, and what was approved stays as it was', async () => {
    const { sql } = api.db;
    const id = await approved(await entrust(), { op: 'area', towns: ['緑町'] });
    const before = await listRow(id);
    await pay(people[0]);
    await sql`update person set address_search = '本町1' where id = ${people[1]?.id ?? 0}`;
    await sql`insert into stop_flag (person_id, kind, from_on, source) values (${people[2]?.id ?? 0}, 'lawyer', '2026-11-01', 'manual')`;
    await sql`update person set address_search = '緑町1' where id = ${people[4]?.id ?? 0}`;
    expect((await manager.post(`/api/lists/call-lists/${id}/shrink`)).body).to.deep.equal({ left: 3 });
    const left =
      await sql`select distinct person_id, left_reason from call_list_person where list_id = ${id} and left_at is not null
      order by person_id`;
    expect(left).to.deep.equal([
      { person_id: people[0]?.id, left_reason: 'settled' },
      { person_id: people[1]?.id, left_reason: 'condition' },
      { person_id: people[2]?.id, left_reason: 'not_callable' },
    ]);
    await sql`update arrears_item set paid = 0`;
    expect((await manager.post(`/api/lists/call-lists/${id}/shrink`)).body, 'nobody comes back').to.deep.equal({
      left: 0,
    });
    const after = await listRow(id);
    expect([after.left, after.persons, after.hash]).to.deep.equal([3, before.persons, before.hash]);
    const queued = await manager.post(`/api/lists/call-lists/${id}/queue`);
    expect(queued.body.reduce((sum: number, one: { targets: number }) => sum + one.targets, 0)).to.equal(2);
    await sql`update person set address_search = '本町1' where id = ${people[3]?.id ?? 0}`;
    expect(
      (await manager.post(`/api/lists/call-lists/${id}/shrink`)).body,
      'also while it is being called',
    ).to.deep.equal({ left: 1 });
    const targets = await sql<{ id: number }[]>`select id from campaign_target order by id`;
    const { persons } = await selectPersons(
      sql,
      targets.map((target) => target.id),
      new Date('2026-11-20T01:00:00Z'),
    );
    expect(persons.map(({ personId, leftList }) => [personId, leftList])).to.deep.equal([
      [people[3]?.id, true],
      [people[3]?.id, true],
    ]);
  });

  it('keeps shielded persons on lists of their own, which do not exist for others', async () => {
    const hidden = await seedPerson(api.db.sql, {
      shielded: true,
      subjects: [TAX],
      address: '緑町1',
      name: '秘匿 花子',
    });
    const open = await entrust();
    expect(
      (await manager.post('/api/lists/count', { entrustmentId: open, condition: EVERYBODY })).body.persons,
    ).to.equal(4);
    const refused = await officer.post('/api/lists/entrustments', {
      name: 'x',
      subjectIds: [TAX],
      condition: EVERYBODY,
      privileged: true,
    });
    expect(refused.body.code).to.equal('list/privileged');
    const named = await api.as('officer', { privileged: true });
    const id = await entrust({ privileged: true, subjectIds: [TAX] }, named);
    const trusted = await api.as('manager', { privileged: true });
    const counted = await trusted.post('/api/lists/count', { entrustmentId: id, condition: EVERYBODY });
    expect([counted.body.persons, counted.body.sample[0].name]).to.deep.equal([1, '秘匿 花子']);
    expect((await manager.post('/api/lists/count', { entrustmentId: id, condition: EVERYBODY })).status).to.equal(404);
    const list = await draft(id, EVERYBODY, trusted);
    expect((await manager.get('/api/lists/entrustments')).body).to.have.length(1);
    expect((await manager.get('/api/lists/call-lists')).body).to.have.length(0);
    for (const [verb, path] of [
      ['GET', 'persons'],
      ['POST', 'request'],
      ['POST', 'queue'],
      ['POST', 'shrink'],
    ] as const)
      expect((await manager.send(verb, `/api/lists/call-lists/${list}/${path}`)).status, path).to.equal(404);
    await trusted.post(`/api/lists/call-lists/${list}/request`);
    const inbox = await officer.get('/api/approvals/inbox');
    expect(inbox.text).to.not.include(hidden.amounts[0]);
    expect(inbox.body[0].detail).to.include({ persons: 0, yen: 0 });
    expect((await decide(list, 'approve', officer)).body.code).to.equal('list/not-yours-to-decide');
    expect((await decide(list, 'approve', named)).status).to.be.lessThan(300);
    await trusted.post(`/api/lists/call-lists/${list}/queue`);
    const campaigns = await api.db.sql`select privileged from campaign`;
    expect(campaigns).to.deep.equal([{ privileged: true }]);
  });

  it('masks whoever became shielded after the list was made, and drops them before anybody calls', async () => {
    const id = await approved(await entrust());
    await api.db.sql`update person set shielded = true where id = ${people[0]?.id ?? 0}`;
    const page = await manager.get(`/api/lists/call-lists/${id}/persons`);
    const row = page.body.find((one: { personId: number }) => one.personId === people[0]?.id);
    expect(row).to.include({ masked: true, yen: 0, address: null });
    expect(page.text).to.not.include(people[0]?.addresseeNo);
    await manager.post(`/api/lists/call-lists/${id}/queue`);
    const targets = await api.db.sql<{ person_id: number }[]>`select person_id from campaign_target`;
    expect(targets.map(({ person_id }) => person_id)).to.not.include(people[0]?.id);
  });

  it('keeps tax-derived facts from private claims and the two from one list', async () => {
    const pupil = await seedPerson(api.db.sql, { subjects: [LUNCH, TAX], phoneSource: TAX, address: '緑町1' });
    const other = await seedPerson(api.db.sql, { subjects: [LUNCH], phoneSource: LUNCH, address: '緑町1' });
    const mixed = await officer.post('/api/lists/entrustments', {
      name: 'x',
      subjectIds: [TAX, LUNCH],
      condition: EVERYBODY,
    });
    expect(mixed.body.code).to.equal('list/subjects');
    const id = await entrust({ subjectIds: [LUNCH] });
    const count = async (condition: Condition) =>
      (await manager.post('/api/lists/count', { entrustmentId: id, condition })).body;
    expect((await count(EVERYBODY)).persons).to.equal(2);
    const called = await count({ op: 'phone', type: 'any', has: true });
    expect(called.sample.map((row: { personId: number }) => row.personId)).to.deep.equal([other.id]);
    expect((await count({ op: 'arrears', subjects: [TAX] })).code).to.equal('list/condition');
    const all = await count(EVERYBODY);
    expect(all.yen).to.equal((pupil.amounts[0] ?? 0) + (other.amounts[0] ?? 0));
  });

  it('takes keys from a CSV, in Shift_JIS too, and keeps every line with its reason', async () => {
    const entrustmentId = await entrust();
    const lines = [
      '"宛名番号","氏名"',
      `"${people[0]?.addresseeNo}","x"`,
      `"${people[1]?.noticeNo}"`,
      `"${people[1]?.addresseeNo}"`,
      '"99999999"',
      `"${people[5]?.addresseeNo}"`,
      '',
    ];
    const utf8 = await manager.send(
      'POST',
      `/api/lists/key-files?name=keys.csv&entrustment=${entrustmentId}`,
      lines.join('\r\n'),
      { 'content-type': 'text/csv' },
    );
    expect(utf8.body, utf8.text).to.include({ lines: 5, found: 2 });
    expect(utf8.body.missing).to.deep.equal({ repeated: 1, unknown: 1, outside: 1 });
    const missing = (await manager.get(`/api/lists/key-files/${utf8.body.id}/missing`)).body;
    expect(missing.map(({ lineNo, reason }: { lineNo: number; reason: string }) => [lineNo, reason])).to.deep.equal([
      [4, 'repeated'],
      [5, 'unknown'],
      [6, 'outside'],
    ]);
    const counted = await manager.post('/api/lists/count', {
      entrustmentId,
      condition: { op: 'keys', file: utf8.body.id },
    });
    expect([counted.body.persons, counted.body.sentence]).to.deep.equal([2, 'キー一覧「keys.csv」にある方']);
    const another = await entrust({ name: '別の依頼' });
    const borrowed = await manager.post('/api/lists/count', {
      entrustmentId: another,
      condition: { op: 'keys', file: utf8.body.id },
    });
    expect(borrowed.status, 'keys of one 依頼 in another').to.equal(404);
    const header = Buffer.from([0x88, 0xb6, 0x96, 0xbc, 0x94, 0xd4, 0x8d, 0x86, 0x0a]);
    const shiftJis = Buffer.concat([header, Buffer.from(`${people[5]?.addresseeNo}\n`)]);
    const whole = await fetch(`${api.url}/api/lists/key-files?name=city.csv&subjects=${TAX}`, {
      method: 'POST',
      headers: { cookie: officer.cookie, 'x-csrf-token': officer.csrf, 'content-type': 'text/csv' },
      body: shiftJis,
    }).then((answer) => answer.json() as Promise<{ id: string; lines: number; found: number }>);
    expect(whole).to.include({ lines: 1, found: 1 });
    const byFile = await officer.post('/api/lists/entrustments', {
      name: 'ファイル',
      subjectIds: [TAX],
      condition: { op: 'keys', file: whole.id },
      sourceFile: 'city.csv',
    });
    expect(byFile.body).to.include({ persons: 1 });
    const none = await manager.send('POST', `/api/lists/key-files?name=e&entrustment=${entrustmentId}`, '\r\n', {
      'content-type': 'text/csv',
    });
    expect(none.body.code).to.equal('list/keys');
  });

  it('saves, shares, copies and deletes conditions, each its owner’s', async () => {
    const entrustmentId = await entrust();
    const body = {
      entrustmentId,
      name: '高額',
      condition: { op: 'arrears', amount: { of: 'person', from: 770_000 } },
      shared: false,
    };
    const { id } = (await manager.post('/api/lists/extractions', body)).body;
    const other = await api.as('manager');
    const seen = async (by: Browser) => (await by.get(`/api/lists/extractions?entrustment=${entrustmentId}`)).body;
    expect(await seen(other)).to.deep.equal([]);
    expect((await other.post(`/api/lists/extractions/${id}/copy`, { name: 'x' })).status).to.equal(404);
    await manager.send('PUT', `/api/lists/extractions/${id}`, { ...body, shared: true });
    const [shared] = await seen(other);
    expect(shared).to.include({
      name: '高額',
      mine: false,
      persons: null,
      stale: true,
      sentence: '未納が合計770,000円以上ある方',
    });
    expect((await other.send('DELETE', `/api/lists/extractions/${id}`)).body.code).to.equal('list/not-yours');
    const copy = await other.post(`/api/lists/extractions/${id}/copy`, { name: '高額の写し' });
    expect((await other.post(`/api/lists/extractions/${copy.body.id}/count`)).body.persons).to.equal(4);
    expect((await seen(other)).find((row: { id: string }) => row.id === copy.body.id)).to.include({
      persons: 4,
      stale: false,
    });
    expect((await manager.send('DELETE', `/api/lists/extractions/${id}`)).status).to.equal(204);
    expect(await seen(manager)).to.deep.equal([]);
    const bad = await manager.post('/api/lists/extractions', { ...body, condition: { op: 'age', from: 70, to: 20 } });
    expect([bad.body.code, bad.body.title]).to.deep.equal(['list/condition', '年齢の範囲が逆です。']);
    let deep: unknown = { op: 'kind', kind: 'individual' };
    for (let n = 0; n < 3_000; n += 1) deep = { op: 'not', of: deep };
    expect((await manager.post('/api/lists/count', { entrustmentId, condition: deep })).body.code).to.equal(
      'list/condition',
    );
  });

  it('lets nobody work outside their subjects', async () => {
    const id = await entrust();
    const taxOnly = await api.as('manager', { subjectScope: [TAX] });
    expect((await taxOnly.get('/api/lists/entrustments')).body).to.deep.equal([]);
    expect((await taxOnly.post('/api/lists/count', { entrustmentId: id, condition: EVERYBODY })).status).to.equal(404);
    const list = await draft(id);
    await manager.post(`/api/lists/call-lists/${list}/request`);
    const half = await api.as('officer', { subjectScope: [TAX] });
    const inbox = (await half.get('/api/approvals/inbox')).body;
    for (const { id: asked } of inbox)
      expect(
        (await half.post(`/api/approvals/${asked}/decide`, { decision: 'approve', answer: null })).body.code,
      ).to.equal('list/not-yours-to-decide');
    expect((await listRow(list)).state).to.equal('requested');
  });

  it('limits how many persons of lists one looks at in a day', async () => {
    const id = await draft(await entrust());
    expect((await manager.get(`/api/lists/call-lists/${id}/persons`)).body).to.have.length(4);
    await api.db
      .sql`insert into audit_log (staff_id, action, detail) values (${manager.staffId}, 'list.view', '{"rows": 996}')`;
    expect((await manager.get(`/api/lists/call-lists/${id}/persons`)).body.code).to.equal('list/view-limit');
    expect((await officer.get(`/api/lists/call-lists/${id}/persons`)).status).to.equal(200);
  });
});
