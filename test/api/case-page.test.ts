import { expect } from 'chai';
import { newId } from '../../core/platform/ids.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import {
  endCall,
  LUNCH,
  reserve,
  seedCampaign,
  seedPerson,
  seedSubjects,
  setAgent,
  startCall,
  TAX,
} from './city-fixture.ts';

const GOOD = {
  speaker: 'principal',
  nameResult: 'matched',
  factors: [
    { factor: 'birth_date', result: 'matched' },
    { factor: 'address', result: 'matched' },
  ],
};

interface Entry {
  id: string;
  channel: string;
  what: string | null;
  facts: string | null;
  note: string;
  recordingId: string | null;
  earlier: { note: string; staffName: string | null }[];
}

describe('api: the case on one page', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let officer: Browser;
  let supervisor: Browser;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
    officer = await api.as('officer');
    supervisor = await api.as('supervisor');
  });
  after(() => api.close());

  const inHand = async (person: { id: number }, subject = TAX) => {
    const campaign = await seedCampaign(api.db.sql, subject, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    await reserve(api.db.sql, agent.staffId, campaign.id, target.id);
    return {
      target,
      path: `/api/desk/case/${target.id}`,
      talk: () => startCall(api.db.sql, agent.staffId, { id: campaign.id, subjectId: subject }, target),
    };
  };
  const record = async (
    personId: number,
    at: string,
    more: { note?: string; supersedes?: string; callId?: string } = {},
  ) => {
    const id = newId();
    await api.db
      .sql`insert into contact_record (id, person_id, staff_id, subject_id, at, channel, direction, who_answered, line_result,
        talk_result, note, supersedes_id, call_id)
      values (${id}, ${personId}, ${agent.staffId}, ${TAX}, ${at}, 'call', 'outbound', 'principal', 'answered_human', 'promise',
        ${more.note ?? ''}, ${more.supersedes ?? null}, ${more.callId ?? null})`;
    return id;
  };

  it('shows every contact over all channels, newest first, what was corrected folded under what corrected it', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const { path, talk, target } = await inHand(person);
    const first = await record(person.id, '2026-11-10T01:00:00Z', { note: '最初' });
    const second = await record(person.id, '2026-11-10T01:00:00Z', { note: '訂正1', supersedes: first });
    await record(person.id, '2026-11-10T01:00:00Z', { note: '訂正2', supersedes: second });
    await sql`insert into call (id, node, direction, person_id, subject_id, state, created_at, dialled_at, ended_at, line_result)
      values (${newId()}, 'test', 'outbound', ${person.id}, ${TAX}, 'ended', '2026-11-11T01:00:00Z', '2026-11-11T01:00:00Z',
        '2026-11-11T01:01:00Z', 'no_answer')`;
    await sql`insert into promise (id, person_id, subject_id, promised_on, amount, method, made_by, state, grace_days, staff_id, created_at)
      values (${newId()}, ${person.id}, ${TAX}, '2026-11-15', 770123, 'slip', 'principal', 'broken', 3, ${agent.staffId}, '2026-11-12T01:00:00Z')`;
    await sql`insert into hand_over (id, kind, person_id, subject_id, reason, body, due_at, raised_by, raised_at)
      values (${newId()}, 'hand_over', ${person.id}, ${TAX}, 'hardship', '770,123円の件', '2026-11-20T01:00:00Z', ${agent.staffId},
        '2026-11-13T01:00:00Z')`;
    const [template] = await sql<{ id: string }[]>`
      insert into sms_template (id, name, version, kind, body, state, created_at)
      values (${newId()}, '折返し', 1, 'call_back', 'x', 'approved', now()) returning id`;
    await sql`insert into sms_message (id, person_id, subject_id, template_id, state, created_at, sent_at)
      values (${newId()}, ${person.id}, ${TAX}, ${template?.id ?? ''}, 'accepted', '2026-11-14T01:00:00Z', '2026-11-14T01:00:00Z')`;
    await sql`insert into contact_record (id, person_id, subject_id, at, channel, direction, note)
      values (${newId()}, ${person.id}, ${TAX}, '2026-11-15T01:00:00Z', 'visit', 'outbound', '不在票')`;

    await talk();
    const before = await agent.get(path);
    const closed: Entry[] = before.body.history;
    expect(closed.map(({ channel }) => channel)).to.deep.equal([
      'visit',
      'sms',
      'hand_over',
      'promise',
      'call',
      'call',
    ]);
    expect(closed.map(({ what }) => what)).to.deep.equal([
      null,
      '受付済(到達は未確認)',
      '市の回答待ち',
      '不履行',
      null,
      null,
    ]);
    expect(closed.every(({ facts }) => facts === null)).to.equal(true);
    expect(before.text).to.not.match(/770,?123|納付困難/);
    expect(closed.at(-1)?.earlier.map(({ note }) => note)).to.deep.equal(['訂正1', '最初']);
    const { call } = (await agent.get('/api/desk/snapshot')).body;
    await agent.post('/api/desk/identity', { callId: call.id, ...GOOD });
    const open: Entry[] = (await agent.get(path)).body.history;
    expect(open[2]?.facts).to.equal('納付困難');
    expect(open[3]?.facts).to.equal('11月15日まで 770,123円');
    expect(target.personId).to.equal(person.id);
  });

  it('links a recording for whoever may play it, and keeps the time line inside the sharing group', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql, { subjects: [TAX, LUNCH], phoneSource: LUNCH });
    const call = newId();
    await sql`insert into call (id, node, direction, person_id, subject_id, state, created_at, answered_at, ended_at)
      values (${call}, 'test', 'outbound', ${person.id}, ${TAX}, 'ended', '2026-11-11T01:00:00Z', '2026-11-11T01:00:05Z', '2026-11-11T01:01:00Z')`;
    await sql`insert into recording (id, call_id, state, started_at) values (${newId()}, ${call}, 'registered', '2026-11-11T01:00:05Z')`;
    await record(person.id, '2026-11-11T01:00:00Z', { callId: call });
    const inTax = await inHand(person);
    expect((await agent.get(inTax.path)).body.history[0]).to.include({ recordingId: null });
    const card = await supervisor.get(`/api/persons/${person.id}`);
    expect(card.body.history[0].recordingId).to.be.a('string');
    const inLunch = await inHand(person, LUNCH);
    expect((await agent.get(inLunch.path)).body.history).to.deep.equal([]);
  });

  it('says in red who died and whom to ask for, and who of a firm may hear', async () => {
    const dead = await seedPerson(api.db.sql);
    await api.db.owner`update person set deceased_on = '2026-10-01' where id = ${dead.id}`;
    const firm = await seedPerson(api.db.sql, { name: '株式会社試験' });
    await api.db.owner`update person set kind = 'corporate', birth_date = null where id = ${firm.id}`;
    expect((await agent.get((await inHand(dead)).path)).body.person.flags).to.deep.equal(['死亡 → 相続人へ']);
    const view = (await agent.get((await inHand(firm)).path)).body;
    expect(view.person.flags).to.deep.equal(['法人 → 代表者・登録担当者だけ']);
    expect(view.identityRules.subject).to.deep.include({ corporate: true, deceased: false });
  });

  it('shows roles, wishes, labels and what was noted of numbers; the agent notes them on the case in hand only', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const { path, target } = await inHand(person);
    const role = { role: 'agent', name: '代理 一郎', basis: '委任状', validFrom: '2026-11-20' };
    const put = await supervisor.post(`/api/persons/${person.id}/roles`, role);
    expect(put.status).to.equal(201);
    await supervisor.post(`/api/persons/${person.id}/labels`, { subjectId: TAX, colour: 'red', text: '夜勤 12,800円' });
    expect((await agent.send('put', `${path}/preference`, { ways: ['relay', 'slow_speech'] })).status).to.equal(204);
    const [phone] = (await agent.get(path)).body.phones;
    expect((await agent.post(`${path}/phones/${phone.id}/status`, { status: 'foreign' })).status).to.equal(204);
    const view = (await agent.get(path)).body;
    expect(view.roles).to.have.length(1);
    expect(view.roles[0]).to.include({ role: 'agent', name: '代理 一郎', inForce: true });
    expect(view.identityRules.subject.roles).to.deep.equal(['agent']);
    expect(view.preference.ways).to.deep.equal(['relay', 'slow_speech']);
    expect(view.labels[0].text).to.equal('夜勤 ●●●円');
    expect(view.phones[0]).to.deep.include({ usable: false, unusableReason: '他人の番号です。' });
    expect(view.phones[0].words[0]).to.include({ status: 'foreign' });
    expect((await agent.post(`${path}/phones/999999/status`, { status: 'dead' })).body.code).to.equal(
      'phone/not-found',
    );
    await supervisor.send('delete', `/api/persons/${person.id}/roles/${put.body.id}`);
    expect((await agent.get(path)).body.roles).to.deep.equal([]);
    const card = (await officer.get(`/api/persons/${person.id}`)).body;
    expect(card.roles[0]).to.include({ inForce: false, basis: '委任状' });
    await setAgent(sql, agent.staffId, { state: 'available' });
    expect((await agent.send('put', `${path}/preference`, { ways: [] })).body.code).to.equal('case/not-yours');
    expect(target.id).to.be.greaterThan(0);
    const actions = await sql`select distinct action from audit_log where person_id = ${person.id} order by action`;
    expect(actions.map((row) => row['action'])).to.include.members([
      'role.put',
      'role.end',
      'preference.set',
      'phone.status',
    ]);
  });

  it('stops calls and messages of whoever wants letters only, until they say otherwise', async () => {
    const { sql } = api.db;
    const { selectPersons } = await import('../../core/reach/fact-queries.ts');
    const person = await seedPerson(sql);
    const { path, target } = await inHand(person);
    const stops = async () => {
      const { persons } = await selectPersons(sql, [target.id], new Date('2026-11-20T02:00:00Z'));
      return persons[0]?.stopFlags.map(({ kind }) => kind).sort();
    };
    await agent.send('put', `${path}/preference`, { ways: ['letter_only', 'large_print'] });
    expect(await stops()).to.deep.equal(['no_call', 'no_sms']);
    await agent.send('put', `${path}/preference`, { ways: ['fax'] });
    expect(await stops()).to.deep.equal(['no_call']);
    await agent.send('put', `${path}/preference`, { ways: ['large_print'] });
    expect(await stops()).to.deep.equal([]);
  });

  it('tells nothing of a shielded person and takes nothing down for whoever may not work with them', async () => {
    const person = await seedPerson(api.db.sql, { shielded: true });
    const { path } = await inHand(person);
    const view = (await agent.get(path)).body;
    expect(view).to.deep.include({
      roles: [],
      labels: [],
      preference: null,
      identityRules: null,
      script: null,
      history: [],
    });
    expect((await agent.send('put', `${path}/preference`, { ways: ['fax'] })).body.code).to.equal('person/shielded');
    const role = { role: 'agent', name: 'x', basis: 'x', validFrom: '2026-11-20' };
    expect((await supervisor.post(`/api/persons/${person.id}/roles`, role)).body.code).to.equal('person/not-found');
  });

  it('keeps a role that tax work learned out of work on a private claim', async () => {
    const person = await seedPerson(api.db.sql, { subjects: [TAX, LUNCH] });
    const role = {
      role: 'tax_administrator',
      name: '管理 花子',
      basis: '届出',
      validFrom: '2026-01-01',
      subjectId: TAX,
    };
    expect((await supervisor.post(`/api/persons/${person.id}/roles`, role)).status).to.equal(201);
    expect((await agent.get((await inHand(person)).path)).body.identityRules.subject.roles).to.have.length(1);
    const lunch = (await agent.get((await inHand(person, LUNCH)).path)).body;
    expect([lunch.roles, lunch.identityRules.subject.roles]).to.deep.equal([[], []]);
  });

  it('chooses the script of the case and sends what is behind the check only past it', async () => {
    const { sql } = api.db;
    const blocks = [
      {
        id: 'a',
        kind: 'say',
        title: '名乗り',
        text: '{section}の{agent}です。',
        foreign: 'Xin chào {name}',
        next: 'b',
        branches: [],
      },
      { id: 'b', kind: 'identity', title: '確認', text: 'お名前を。', foreign: null, next: 'c', branches: [] },
      {
        id: 'c',
        kind: 'say',
        title: '用件',
        text: '{subject} {unpaid_total}',
        foreign: '{unpaid_total}',
        next: null,
        branches: [],
      },
    ];
    const script = {
      subjectId: null,
      name: 'ベトナム語の催告',
      stage: null,
      attribute: null,
      language: 'vi',
      blocks,
      validFrom: '2026-11-20',
    };
    expect((await officer.post('/api/scripts', script)).status).to.equal(201);
    const wrong = { ...script, blocks: blocks.map((one) => ({ ...one, kind: 'say' })) };
    expect((await officer.post('/api/scripts', wrong)).body.code).to.equal('script/problems');
    expect((await officer.post('/api/scripts', { ...script, validFrom: '2026-11-19' })).body.code).to.equal(
      'script/past',
    );
    const person = await seedPerson(sql);
    await api.db.owner`update person set language = 'vi' where id = ${person.id}`;
    const { path, talk } = await inHand(person);
    const callId = await talk();
    const before = await agent.get(path);
    expect(before.body.script.blocks.map(({ id }: { id: string }) => id)).to.deep.equal(['a', 'b']);
    expect(before.body.script.blocks[0].foreign).to.match(/^Xin chào 試験/);
    expect(before.body.script.blocks[1].next).to.equal(null);
    expect(before.text).to.not.include('催告');
    await agent.post('/api/desk/identity', { callId, ...GOOD });
    const after = (await agent.get(path)).body.script;
    expect(after.blocks[2].text).to.match(/^市県民税 [0-9,]+円$/);
    await endCall(sql, agent.staffId, callId);
  });

  it('keeps versions of scripts by day and every subject’s own to its people', async () => {
    const narrow = await api.as('manager', { subjectScope: [TAX] });
    const own = { subjectId: TAX, name: '市税', stage: null, attribute: null, language: null, validFrom: '2026-11-20' };
    const blocks = [
      { id: 'a', kind: 'say', title: '名乗り', text: 'こんにちは', foreign: null, next: null, branches: [] },
    ];
    const first = await narrow.post('/api/scripts', { ...own, blocks });
    expect(first.status).to.equal(201);
    const next = { ...own, blocks, validFrom: '2026-12-01', replaces: first.body.id };
    expect((await narrow.post('/api/scripts', next)).status).to.equal(201);
    const list = (await narrow.get('/api/scripts')).body as {
      id: string;
      state: string;
      validTo: string | null;
      subjectId: string;
    }[];
    expect(list.find(({ id }) => id === first.body.id)).to.include({ state: 'current', validTo: '2026-11-30' });
    expect(list.some(({ state }) => state === 'coming')).to.equal(true);
    expect((await narrow.post('/api/scripts', { ...own, blocks, subjectId: LUNCH })).body.code).to.equal(
      'script/not-found',
    );
    expect((await narrow.post('/api/scripts', { ...own, blocks, subjectId: null })).body.code).to.equal(
      'settings/whole-city',
    );
    expect((await narrow.post(`/api/scripts/${newId()}/end`, { lastDay: '2026-12-01' })).body.code).to.equal(
      'script/not-found',
    );
  });

  it('lets the city alone choose what is shown before a dial and what the check asks, from a day on', async () => {
    const path = '/api/settings/disclosure';
    expect((await officer.get(path)).body.now).to.deep.equal({
      display: 'stage_and_count',
      identity: { factors: 2, household: 'never' },
    });
    const nothing = { key: 'pre_identity_display', validFrom: '2026-11-20', value: 'nothing' };
    expect((await api.as('manager')).staffId).to.be.a('string');
    expect((await supervisor.send('put', path, nothing)).status).to.equal(403);
    expect((await officer.send('put', path, { ...nothing, validFrom: '2026-11-19' })).body.code).to.equal(
      'settings/past',
    );
    expect((await officer.send('put', path, nothing)).body.now.display).to.equal('nothing');
    const { path: desk } = await inHand(await seedPerson(api.db.sql));
    expect((await agent.get(desk)).body.before).to.equal(null);
    const asked = { key: 'identity', validFrom: '2026-12-01', value: { factors: 3, household: 'with_role' } };
    const saved = (await officer.send('put', path, asked)).body;
    expect(saved.now.identity.factors).to.equal(2);
    expect(saved.identity[0]).to.deep.include({ state: 'coming', value: asked.value });
    expect((await officer.send('put', path, { ...asked, value: { factors: 1, household: 'never' } })).status).to.equal(
      422,
    );
    await officer.send('put', path, { ...nothing, value: 'stage_and_count' });
  });

  it('gives a caller’s script: the opening to anybody, the rest past the check of whoever was chosen', async () => {
    const { sql } = api.db;
    const block = (id: string, kind: string, text: string, next: string | null) => ({
      ...{ id, kind, title: id, text, foreign: null, next, branches: [] },
    });
    const blocks = [
      block('a', 'say', 'お電話ありがとうございます。{name}', 'b'),
      block('b', 'identity', 'お名前を。', 'c'),
      block('c', 'say', '{subject} {unpaid_total}', null),
    ];
    const script = { subjectId: null, name: '受電の台本', stage: null, attribute: 'inbound', language: null, blocks };
    expect((await officer.post('/api/scripts', { ...script, validFrom: '2026-11-20' })).status).to.equal(201);
    const [person, hidden] = [await seedPerson(sql), await seedPerson(sql, { shielded: true })];
    const callId = newId();
    await sql`insert into call (id, node, direction, subject_id, agent_id, state, created_at, answered_at, bridged_at)
      values (${callId}, 'test', 'inbound', ${TAX}, ${agent.staffId}, 'talking', now(), now(), now())`;
    await setAgent(sql, agent.staffId, { state: 'talking', callId });
    const ask = async () => (await agent.get(`/api/desk/calls/${callId}/script`)).body;
    expect(await ask()).to.deep.include({ identityRules: null });
    expect((await ask()).script.blocks[0].text).to.equal('お電話ありがとうございます。');
    const choose = (id: number) => api.db.owner`update call set person_id = ${id} where id = ${callId}`;
    await choose(hidden.id);
    expect((await ask()).script.blocks[0].text).to.equal('お電話ありがとうございます。');
    await choose(person.id);
    const before = await ask();
    expect(before.script.blocks.map(({ id }: { id: string }) => id)).to.deep.equal(['a', 'b']);
    expect(before.script.blocks[0].text).to.include('試験');
    expect(before.identityRules.policy.factors).to.equal(2);
    expect((await agent.post('/api/desk/identity', { callId, ...GOOD })).body.passed).to.equal(true);
    expect((await ask()).script.blocks[2].text).to.match(/円$/);
    const other = await seedPerson(sql);
    await choose(other.id);
    expect((await ask()).script.blocks).to.have.length(2);
    expect((await supervisor.get(`/api/desk/calls/${callId}/script`)).body.code).to.equal('call/not-yours');
    await setAgent(sql, agent.staffId, { state: 'available' });
  });
});
