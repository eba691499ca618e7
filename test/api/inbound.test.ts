import { expect } from 'chai';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { answerCommands, INSURANCE, LUNCH, seedPerson, seedSubjects, setAgent, TAX } from './city-fixture.ts';
import { seedInbound, seedOutbound } from './inbound-support.ts';

const GOOD = {
  nameResult: 'matched',
  factors: [
    { factor: 'birth_date', result: 'matched' },
    { factor: 'address', result: 'matched' },
  ],
};

describe('api: a citizen calls', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let named: Browser;
  let telephony: { stop(): Promise<void> };
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
    named = await api.as('agent', { privileged: true });
    telephony = answerCommands(api.db.sql, async ({ kind, payload, agent_id }) => {
      if (kind === 'identify_caller')
        await api.db.sql`update call set person_id = ${payload['personId'] as number | null}
          where id = ${payload['callId'] as string} and agent_id = ${agent_id}`;
      return { state: 'done', result: {} };
    });
  });
  after(async () => {
    await telephony.stop();
    await api.close();
  });
  const pop = (browser: Browser, callId: string) => browser.get(`/api/inbound/calls/${callId}`);
  const pick = (browser: Browser, callId: string, personId: number | null) =>
    browser.post(`/api/inbound/calls/${callId}/person`, { personId, via: 'number' });
  const lastAudit = async (action: string) =>
    (await api.db.sql`select * from audit_log where action = ${action} order by id desc limit 1`)[0];

  it('shows who it may be before the answer, most likely first, and nothing of a debt', async () => {
    const { sql } = api.db;
    const called = await seedPerson(sql, { name: '山口 直子', kana: 'ヤマグチナオコ' });
    const other = await seedPerson(sql, { name: '伊藤 誠', kana: 'イトウマコト' });
    await sql`update phone_number set digits = ${called.digits} where person_id = ${other.id}`;
    await seedOutbound(sql, { personId: called.id, subjectId: TAX, digits: called.digits, at: '2026-11-19T02:00:00Z' });
    const callId = await seedInbound(sql, {
      subjectId: TAX,
      caller: called.digits,
      agentId: agent.staffId,
      spoken: false,
    });
    const answer = await pop(agent, callId);
    expect(answer.status).to.equal(200);
    expect(answer.body).to.include({ known: 'shared', number: called.digits, connected: false, personId: null });
    expect(answer.body.candidates.map((one: { personId: number }) => one.personId)).to.deep.equal([
      called.id,
      other.id,
    ]);
    expect(answer.body.candidates[0].why[0]).to.deep.equal({ kind: 'we_called', at: '2026-11-19T02:00:00.000Z' });
    expect(answer.body.cause).to.include({ kind: 'call', at: '2026-11-19T02:00:00.000Z' });
    for (const secret of [...called.amounts, called.noticeNo, called.addresseeNo, '1963', '緑町'])
      expect(answer.text).to.not.include(String(secret));
    expect(await lastAudit('list')).to.include({ call_id: callId, staff_id: agent.staffId });
  });

  it('tells withheld and unknown numbers apart, and lets nobody look at somebody else’s call', async () => {
    const { sql } = api.db;
    const withheld = await seedInbound(sql, { subjectId: TAX, agentId: agent.staffId });
    expect((await pop(agent, withheld)).body).to.include({ known: 'withheld', number: null, cause: null });
    expect((await pop(named, withheld)).body.code).to.equal('call/not-yours');
    const unknown = await seedInbound(sql, { subjectId: TAX, caller: '0312345678', agentId: agent.staffId });
    expect((await pop(agent, unknown)).body).to.deep.include({ known: 'unknown', candidates: [] });
    const waits = await seedInbound(sql, { subjectId: TAX, caller: '0312345679' });
    expect((await pop(agent, waits)).status, 'a call that waits on my lines').to.equal(200);
    const waiting = await agent.get('/api/inbound/waiting');
    expect(waiting.body.map((one: { callId: string }) => one.callId)).to.include(waits);
    const limited = await api.as('agent', { subjectScope: [LUNCH] });
    expect((await pop(limited, waits)).body.code).to.equal('call/not-yours');
    expect((await limited.get('/api/inbound/waiting')).body).to.deep.equal([]);
  });

  it('tells of a shielded person to named staff alone, and cuts the household both ways', async () => {
    const { sql } = api.db;
    const [home] = await sql<{ id: number }[]>`insert into household (household_no) values ('H-shield') returning id`;
    const shielded = await seedPerson(sql, { shielded: true, name: '秘匿 花子', householdId: home?.id ?? null });
    const family = await seedPerson(sql, { name: '秘匿 太郎', householdId: home?.id ?? null });
    const call = (staffId: string, caller: string) => seedInbound(sql, { subjectId: TAX, caller, agentId: staffId });
    const ids = (answer: { body: { candidates: { personId: number }[] } }) =>
      answer.body.candidates.map((one) => one.personId);
    const toAgent = await pop(agent, await call(agent.staffId, shielded.digits));
    expect(toAgent.body).to.deep.include({ known: 'unknown', candidates: [] });
    expect(ids(await pop(named, await call(named.staffId, shielded.digits)))).to.deep.equal([shielded.id]);
    expect(ids(await pop(named, await call(named.staffId, family.digits)))).to.deep.equal([family.id]);
    const mine = await call(agent.staffId, shielded.digits);
    expect((await pick(agent, mine, shielded.id)).body.code).to.equal('person/shielded');
  });

  it('keeps what came with tax data from a line of private claims', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql, { subjects: [TAX, LUNCH], phoneSource: TAX });
    const callId = await seedInbound(sql, { subjectId: LUNCH, caller: person.digits, agentId: agent.staffId });
    expect((await pop(agent, callId)).body).to.include({ known: 'unknown' });
    const taxCall = await seedInbound(sql, { subjectId: INSURANCE, caller: person.digits, agentId: agent.staffId });
    expect((await pop(agent, taxCall)).body).to.include({ known: 'one' });
  });

  it('opens the case of who was chosen, and the debt only after the check of that very person', async () => {
    const { sql } = api.db;
    const wrong = await seedPerson(sql);
    const right = await seedPerson(sql);
    const callId = await seedInbound(sql, { subjectId: TAX, caller: right.digits, agentId: agent.staffId });
    const debt = () => agent.get(`/api/inbound/calls/${callId}/debt`);
    const check = () => agent.post('/api/desk/identity', { callId, ...GOOD });
    expect((await debt()).body.code).to.equal('inbound/nobody');
    expect((await check()).body.code).to.equal('identity/no-live-call');
    expect((await pick(agent, callId, 999_999)).body.code).to.equal('person/not-found');
    expect((await pick(named, callId, right.id)).body.code).to.equal('call/not-yours');
    expect((await pick(agent, callId, wrong.id)).status).to.equal(204);
    expect(await lastAudit('call.person')).to.include({ person_id: wrong.id, call_id: callId });
    expect((await check()).body.passed).to.equal(true);
    expect((await debt()).body.totalUnpaid).to.equal(wrong.amounts[0]);
    expect((await pick(agent, callId, right.id)).status).to.equal(204);
    expect((await debt()).body.code, 'the check was of somebody else').to.equal('identity/required');
    const view = await agent.get(`/api/inbound/calls/${callId}/case`);
    expect(view.body).to.include({ identityPassed: false });
    expect(view.body.card.person).to.include({ id: right.id });
    expect(view.text).to.not.include(String(right.amounts[0]));
    const snapshot = await agent.get('/api/desk/snapshot');
    expect(snapshot.body.call).to.include({ id: callId, identityPassed: false });
    await check();
    expect((await debt()).body.totalUnpaid).to.equal(right.amounts[0]);
    expect(await lastAudit('view_debt')).to.include({ person_id: right.id, call_id: callId });
  });

  it('takes no check of a citizen whom the agent does not hear yet', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const call = { subjectId: TAX, caller: person.digits, agentId: agent.staffId, spoken: false };
    const callId = await seedInbound(sql, call);
    await pick(agent, callId, person.id);
    const check = () => agent.post('/api/desk/identity', { callId, ...GOOD });
    expect((await check()).body.code).to.equal('identity/not-heard');
    expect(await sql`select 1 from identity_check where call_id = ${callId}`).to.deep.equal([]);
    await sql`update call set bridged_at = now() where id = ${callId}`;
    expect((await check()).body.passed).to.equal(true);
  });

  it('shows of who was chosen all that a call of ours would show: who may hear, wishes, labels, what is known of each number', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql, { phoneSource: TAX });
    await sql`insert into contact_role (person_id, role, name, basis, valid_from, created_by, created_at)
      values (${person.id}, 'agent', '代理 一郎', '委任状', '2026-01-01', ${agent.staffId}, now())`;
    await sql`insert into contact_preference (person_id, ways, note, set_by, at)
      values (${person.id}, '{relay}', '夜', ${agent.staffId}, '2026-11-18T01:00:00Z')`;
    for (const [text, endsOn] of [
      ['残り12800', null],
      ['昨日まで', '2026-11-19'],
    ] as const)
      await sql`insert into person_label (person_id, subject_id, colour, text, ends_on, created_by, created_at)
        values (${person.id}, ${TAX}, 'red', ${text}, ${endsOn}, ${agent.staffId}, '2026-11-18T01:00:00Z')`;
    const callId = await seedInbound(sql, { subjectId: TAX, caller: person.digits, agentId: agent.staffId });
    await pick(agent, callId, person.id);
    const view = async () => (await agent.get(`/api/inbound/calls/${callId}/case`)).body;
    const before = await view();
    expect(before.card.roles[0]).to.include({ role: 'agent', name: '代理 一郎', inForce: true });
    expect(before.card.preferences[0]).to.deep.include({ ways: ['relay'] });
    expect(before.card.phones[0]).to.include({ usable: true, sourceName: null });
    expect(before.labels.map(({ text }: { text: string }) => text)).to.deep.equal(['残り●●●']);
    await agent.post('/api/desk/identity', { callId, ...GOOD });
    const after = await view();
    expect(after.labels.map(({ text }: { text: string }) => text)).to.deep.equal(['残り12800']);
    expect(after.card.phones[0].sourceName).to.be.a('string');
  });

  it('closes the debt when the person is protected while they speak (W11)', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const callId = await seedInbound(sql, { subjectId: TAX, caller: person.digits, agentId: agent.staffId });
    await pick(agent, callId, person.id);
    await agent.post('/api/desk/identity', { callId, ...GOOD });
    const debt = () => agent.get(`/api/inbound/calls/${callId}/debt`);
    expect((await debt()).status).to.equal(200);
    await sql`update person set shielded = true where id = ${person.id}`;
    expect((await debt()).body.code).to.equal('person/shielded');
    const card = await agent.get(`/api/inbound/calls/${callId}/case`);
    expect(card.body.card).to.include({ masked: true });
    expect(card.body.labels).to.deep.equal([]);
  });

  it('who calls because of an SMS and wants no more of them is heard at once, and only for the one on the line', async () => {
    const { sql } = api.db;
    const [person, other] = [await seedPerson(sql), await seedPerson(sql)];
    await sql`insert into calling_window (subject_id, day_kind, opens, closes) values (${TAX}, 'weekday', '08:00', '20:00')`;
    const callId = await seedInbound(sql, { subjectId: TAX, caller: person.digits, agentId: agent.staffId });
    const optOut = (who: Browser, personId: number, call: string | null = callId) =>
      who.post('/api/sms/opt-out', { personId, callId: call, on: true });
    expect((await optOut(agent, person.id)).body.code, 'nobody was chosen yet').to.equal('person/not-found');
    await pick(agent, callId, person.id);
    expect((await optOut(agent, other.id)).body.code).to.equal('person/not-found');
    expect((await optOut(named, person.id)).body.code).to.equal('person/not-found');
    expect((await optOut(agent, person.id, null)).body.code).to.equal('person/not-found');
    const hand = (subjectId: string) =>
      agent.get(`/api/sms/hand?personId=${person.id}&callId=${callId}&subjectId=${subjectId}`);
    expect((await hand(INSURANCE)).body.code, 'another line').to.equal('person/not-found');
    expect((await hand(TAX)).body).to.include({ may: true, message: null, optedOut: false });
    expect((await optOut(agent, person.id)).status).to.equal(204);
    expect(await sql`select kind from stop_flag where person_id = ${person.id}`).to.deep.equal([{ kind: 'no_sms' }]);
    expect((await hand(TAX)).body).to.include({ may: false, optedOut: true });
  });

  it('writes the record of the chosen person', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const callId = await seedInbound(sql, { subjectId: TAX, caller: person.digits, agentId: agent.staffId });
    await pick(agent, callId, person.id);
    await sql`update call set state = 'ended', ended_at = now(), line_result = 'answered_human' where id = ${callId}`;
    await setAgent(sql, agent.staffId, { state: 'wrap_up', callId });
    const saved = await agent.post('/api/desk/result', {
      callId,
      whoAnswered: 'third_party',
      lineResult: 'answered_human',
      talkResult: 'message_left',
      callbackAt: null,
      note: '',
    });
    expect(saved.status, saved.text).to.equal(204);
    const [record] = await sql`select person_id, direction from contact_record where call_id = ${callId}`;
    expect(record).to.deep.include({ person_id: person.id, direction: 'inbound' });
  });

  it('keeps the city’s texts by day, refuses words of a debt, and whole-city values to limited accounts', async () => {
    const manager = await api.as('manager');
    const before = await manager.get('/api/inbound/settings');
    expect(before.body.versions[0].value).to.include({ noticeText: '', keepPlace: true });
    const put = (browser: Browser, value: object, validFrom = '2026-11-20') =>
      browser.send('PUT', '/api/inbound/settings', {
        validFrom,
        value: { ...before.body.versions[0].value, ...value },
      });
    expect((await put(manager, { noticeText: null, lastAgentSec: 5 })).body.versions[0].value).to.include({
      noticeText: null,
      lastAgentSec: 5,
    });
    expect((await put(manager, { closedText: '滞納の件は平日に' })).body.code).to.equal('settings/values');
    expect((await put(manager, {}, '2026-11-19')).body.code).to.equal('settings/past');
    expect((await put(await api.as('manager', { subjectScope: [TAX] }), {})).body.code).to.equal('settings/whole-city');
    expect((await lastAudit('setting.save'))?.['detail'].what).to.include('録音の案内');
  });
});
