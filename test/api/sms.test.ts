import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createDemoSms } from '../../api/sms/demo-sms.ts';
import { templateProblems } from '../../core/rules/sms/forbidden-text.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, until } from './api-under-test.ts';
import { INSURANCE, LUNCH, reserve, seedCampaign, seedPerson, seedSubjects, TAX } from './city-fixture.ts';
import { clockAt, GOOD_BODY, messages, ScriptedCarrier, senderOf } from './sms-stage.ts';

const DRAFT = { name: '折返しのお願い', kind: 'call_back', subjectId: null, language: null, body: GOOD_BODY };

describe('api: SMS', () => {
  let api: ApiUnderTest;
  let manager: Browser;
  let officer: Browser;
  beforeEach(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    await api.db
      .sql`insert into calling_window (subject_id, day_kind, opens, closes) select id, 'weekday', '09:00', '20:00' from subject`;
    manager = await api.as('manager');
    officer = await api.as('officer');
  });
  afterEach(() => api.close());

  const approve = async (browser: Browser, refId: string, decision: 'approve' | 'return' = 'approve') => {
    const rows: { id: string; refId: string }[] = (await browser.get('/api/approvals/inbox')).body;
    const row = rows.find((one) => one.refId === refId);
    return browser.post(`/api/approvals/${row?.id}/decide`, {
      decision,
      answer: decision === 'return' ? '直してください' : null,
    });
  };
  const approvedTemplate = async (draft: object = DRAFT): Promise<string> => {
    const { body } = await manager.post('/api/sms/templates', draft);
    await manager.post(`/api/sms/templates/${body.id}/request`);
    expect((await approve(officer, body.id)).status).to.equal(204);
    return body.id;
  };
  const approvedList = async (personIds: readonly number[]): Promise<string> => {
    const { sql } = api.db;
    const [entrustment, list] = [randomUUID(), randomUUID()];
    await sql`insert into entrustment (id, name, subject_ids, state, created_at) values (${entrustment}, '依頼', ${[TAX]}, 'open', '2026-11-01')`;
    await sql`insert into call_list (id, entrustment_id, name, condition, subject_ids, state, persons, created_at)
      values (${list}, ${entrustment}, '十一月', '{}', ${[TAX]}, 'approved', ${personIds.length}, '2026-11-02')`;
    for (const id of personIds)
      await sql`insert into call_list_person (list_id, person_id, subject_id, yen) values (${list}, ${id}, ${TAX}, 1)`;
    return list;
  };

  it('a text that may not be sent says all of it at once, and is not saved', async () => {
    const answer = await manager.post('/api/sms/templates', { ...DRAFT, body: '山口様、滞納1,000円 http://a.jp' });
    expect(answer.status).to.equal(422);
    expect(answer.body.code).to.equal('sms/text');
    expect(answer.body.detail.problems.map(({ code }: { code: string }) => code)).to.include.members([
      'field_missing',
      'amount',
      'dunning',
      'url',
      'personal_name',
    ]);
    expect((await manager.get('/api/sms/templates')).body).to.deep.equal([]);
  });

  it('a text is the city’s to approve, a change is a new version, and the new one takes the place of the old', async () => {
    const first = await approvedTemplate();
    const second = await approvedTemplate({ ...DRAFT, body: `${GOOD_BODY}平日にお願いします。` });
    const rows: { id: string; version: number; state: string }[] = (await manager.get('/api/sms/templates')).body;
    expect(rows.map(({ id, version, state }) => ({ id, version, state }))).to.deep.equal([
      { id: second, version: 2, state: 'approved' },
      { id: first, version: 1, state: 'retired' },
    ]);
  });

  it('what the city returns carries its words and may be asked for again', async () => {
    const { body } = await manager.post('/api/sms/templates', DRAFT);
    await manager.post(`/api/sms/templates/${body.id}/request`);
    await approve(officer, body.id, 'return');
    const [row] = (await manager.get('/api/sms/templates')).body;
    expect(row).to.include({ state: 'returned', answer: '直してください' });
    expect((await manager.post(`/api/sms/templates/${body.id}/request`)).status).to.equal(204);
    expect((await manager.post(`/api/sms/templates/${body.id}/request`)).body.code).to.equal('sms/template-state');
  });

  it('an approved list goes out after the city’s yes, and not before; a shielded person gets none', async () => {
    const { sql } = api.db;
    const [open, shielded, left] = [await seedPerson(sql), await seedPerson(sql), await seedPerson(sql)];
    const list = await approvedList([open.id, shielded.id, left.id]);
    await sql`update person set shielded = true where id = ${shielded.id}`;
    await sql`update call_list_person set left_at = now() where person_id = ${left.id}`;
    const templateId = await approvedTemplate();
    const asked = { name: '十一月のSMS', templateId, subjectId: TAX, source: 'list', callListId: list };
    const { body } = await manager.post('/api/sms/batches', asked);
    expect(await messages(sql)).to.deep.equal([]);
    await approve(officer, body.id);
    const carrier = new ScriptedCarrier();
    const sender = senderOf(sql, carrier, clockAt('2026-11-20T10:00:00'));
    await sender.start();
    try {
      const [row] = await until(
        'done',
        async () => {
          const rows = (await manager.get('/api/sms/batches')).body;
          return rows[0].state === 'done' ? rows : undefined;
        },
        12_000,
      );
      expect(row.counts).to.include({ accepted: 1, refused: 1, delivered: 0, waiting: 0 });
      expect(carrier.sent.map(({ to }) => to)).to.deep.equal([open.digits]);
      const seen = (await manager.get(`/api/sms/messages?batchId=${body.id}`)).body;
      const masked = seen.find(({ state }: { state: string }) => state === 'refused');
      expect(masked).to.deep.include({
        masked: true,
        personId: 0,
        numberTail: null,
        reason: 'SMSの対象ではありません。',
      });
      const status = (await manager.get('/api/sms/status')).body;
      expect(status).to.include({ sentToday: 1, sentThisYear: 1, partsToday: 1, uncertain: 0 });
      const history = (await manager.get(`/api/persons/${open.id}/sms`)).body;
      expect(history[0]).to.include({ state: 'accepted', stateName: '受付済(到達は未確認)', byHand: false });
      expect((await manager.get(`/api/persons/${shielded.id}/sms`)).status).to.equal(403);
    } finally {
      await sender.stop();
    }
  });

  it('pause, go on, and cancel leave nothing behind', async () => {
    const { sql } = api.db;
    const list = await approvedList([(await seedPerson(sql)).id]);
    const templateId = await approvedTemplate();
    const { body } = await manager.post('/api/sms/batches', {
      name: 'A',
      templateId,
      subjectId: TAX,
      source: 'list',
      callListId: list,
    });
    const change = async (what: string) =>
      (await manager.post(`/api/sms/batches/${body.id}/${what}`)).body?.code ?? 'ok';
    expect(await change('pause')).to.equal('sms/batch-state');
    await approve(officer, body.id);
    expect([
      await change('resume'),
      await change('pause'),
      await change('pause'),
      await change('resume'),
      await change('cancel'),
    ]).to.deep.equal(['sms/batch-state', 'ok', 'sms/batch-state', 'ok', 'ok']);
    expect((await messages(sql)).map(({ state, refusal }) => ({ state, refusal }))).to.deep.equal([
      { state: 'refused', refusal: 'cancelled' },
    ]);
  });

  it('after failed attempts: one message a target, once, until it was called again', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    await sql`insert into target_progress (target_id, state, next_channel, next_at) values (${campaign.targets[0] ?? 0}, 'waiting', 'sms', '2026-11-20T00:00:00Z')`;
    const templateId = await approvedTemplate();
    const asked = { name: '不在の方へ', templateId, subjectId: TAX, source: 'after_attempts', callListId: null };
    const { body } = await manager.post('/api/sms/batches', asked);
    await approve(officer, body.id);
    expect((await manager.post('/api/sms/batches', asked)).body.code).to.equal('sms/standing');
    const carrier = new ScriptedCarrier();
    const sender = senderOf(sql, carrier, clockAt('2026-11-20T10:00:00'));
    await sender.start();
    await until('accepted', async () => ((await messages(sql))[0]?.state === 'accepted' ? true : undefined), 12_000);
    await sender.stop();
    const again = senderOf(sql, new ScriptedCarrier(), clockAt('2026-11-20T11:00:00'));
    await again.start();
    await again.stop();
    expect(await messages(sql)).to.have.length(1);
  });

  describe('one by hand', () => {
    it('an agent sends to the person in hand and to nobody else', async () => {
      const { sql } = api.db;
      const [own, other] = [await seedPerson(sql), await seedPerson(sql)];
      const campaign = await seedCampaign(sql, TAX, [own.id, other.id]);
      const [target = 0, foreign = 0] = campaign.targets;
      const templateId = await approvedTemplate();
      const agent = await api.as('agent');
      await reserve(sql, agent.staffId, campaign.id, target);
      const view = (await agent.get(`/api/sms/hand?personId=${own.id}&targetId=${target}&subjectId=${TAX}`)).body;
      expect(view).to.deep.include({ may: true, message: null, optedOut: false });
      expect(view.templates[0]).to.include({ parts: 1 });
      const send = (personId: number, targetId: number | null) =>
        agent.post('/api/sms/messages', { personId, targetId, subjectId: TAX, templateId });
      expect((await send(own.id, target)).status).to.equal(201);
      expect((await send(other.id, foreign)).body.code).to.equal('case/not-yours');
      expect((await send(other.id, target)).body.code).to.equal('person/not-found');
      expect((await send(other.id, null)).body.code).to.equal('person/not-found');
      expect(await messages(sql)).to.have.length(1);
    });

    it('a second press of the button sends nothing more', async () => {
      const { sql } = api.db;
      const person = await seedPerson(sql);
      const templateId = await approvedTemplate();
      const asked = { personId: person.id, targetId: null, subjectId: TAX, templateId };
      const answers = await Promise.all([
        manager.post('/api/sms/messages', asked),
        manager.post('/api/sms/messages', asked),
      ]);
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, 409]);
      expect(answers.find(({ status }) => status === 409)?.body).to.deep.include({
        code: 'sms/refused',
        title: 'この方には先ほどSMSを送っています。10分たってから送ってください。',
      });
      expect(await messages(sql)).to.have.length(1);
      const view = (await manager.get(`/api/sms/hand?personId=${person.id}&subjectId=${TAX}`)).body;
      expect(view).to.include({ may: false });
    });

    it('hears at once what the gate says, and a wish for no more is a stop that only the city takes back', async () => {
      const { sql } = api.db;
      const person = await seedPerson(sql);
      const templateId = await approvedTemplate();
      const by = { personId: person.id, targetId: null, subjectId: TAX, templateId };
      const supervisor = await api.as('supervisor');
      expect((await supervisor.post('/api/sms/opt-out', { personId: person.id, on: true })).status).to.equal(204);
      const refused = await supervisor.post('/api/sms/messages', by);
      expect(refused.body).to.deep.include({
        code: 'sms/refused',
        title: 'SMS禁止のため連絡できません。',
        detail: { code: 'stopped' },
      });
      const view = (await supervisor.get(`/api/sms/hand?personId=${person.id}&subjectId=${TAX}`)).body;
      expect(view).to.include({ may: false, optedOut: true });
      const back = { personId: person.id, on: false };
      expect((await supervisor.post('/api/sms/opt-out', back)).body.code).to.equal('sms/opt-out-stays');
      expect((await officer.post('/api/sms/opt-out', back)).status).to.equal(204);
      expect((await supervisor.post('/api/sms/messages', by)).status).to.equal(201);
    });

    it('a private claim does not use a number that came with taxes', async () => {
      const { sql } = api.db;
      const person = await seedPerson(sql, { subjects: [LUNCH], phoneSource: INSURANCE });
      const templateId = await approvedTemplate();
      const answer = await manager.post('/api/sms/messages', {
        personId: person.id,
        targetId: null,
        subjectId: LUNCH,
        templateId,
      });
      expect(answer.body.detail).to.deep.equal({ code: 'no_phone' });
    });
  });

  it('who finds out that an uncertain one left says so; it is never sent by that', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const templateId = await approvedTemplate();
    const [sent, not] = [randomUUID(), randomUUID()];
    await sql`insert into sms_message (id, person_id, subject_id, template_id, state, created_at, sent_at) select i, ${person.id}, ${TAX}, ${templateId},
      'uncertain', '2026-11-20', '2026-11-20' from unnest(${[sent, not]}::uuid[]) i`;
    expect((await manager.post(`/api/sms/messages/${sent}/resolve`, { as: 'sent' })).status).to.equal(204);
    expect((await manager.post(`/api/sms/messages/${not}/resolve`, { as: 'not_sent' })).status).to.equal(204);
    expect((await manager.post(`/api/sms/messages/${not}/resolve`, { as: 'sent' })).body.code).to.equal(
      'sms/not-uncertain',
    );
    const states = new Map((await messages(sql)).map(({ id, state }) => [id, state]));
    expect([states.get(sent), states.get(not)]).to.deep.equal(['accepted', 'failed']);
  });

  it('caps are the city’s, from today on', async () => {
    const limits = {
      perDay: 700,
      perYear: 23_000,
      maxCharacters: 670,
      yenPerPart: 3.3,
      keepDays: 5,
      hours: '平日8:30〜17:15',
    };
    expect((await manager.send('PUT', '/api/sms/limits', limits)).status).to.equal(403);
    expect((await officer.send('PUT', '/api/sms/limits', limits)).status).to.equal(204);
    expect((await manager.get('/api/sms/status')).body).to.include({
      perDay: 700,
      perYear: 23_000,
      hours: '平日8:30〜17:15',
    });
  });

  it('the demo’s texts are such as the city would approve, and are written once', async () => {
    const { sql } = api.db;
    await seedPerson(sql, { subjects: [TAX] });
    await createDemoSms(sql, new Date('2026-11-20T01:00:00Z'));
    await createDemoSms(sql, new Date('2026-11-20T01:00:00Z'));
    const rows: { body: string; kind: 'call_back'; state: string }[] = (await manager.get('/api/sms/templates')).body;
    expect(rows).to.have.length(5);
    for (const { body, kind } of rows)
      expect(templateProblems(body, { kind, subjectNames: [], maxCharacters: 660 }), body).to.deep.equal([]);
    expect((await manager.get('/api/sms/batches')).body[0]).to.include({ state: 'sending', source: 'after_attempts' });
  });

  it('a reminder of a promise goes out once, although the promise holds everything else back, and its wish is closed', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const promise = randomUUID();
    await sql`insert into promise (id, person_id, subject_id, promised_on, method, made_by, grace_days, staff_id, created_at)
      values (${promise}, ${person.id}, ${TAX}, '2026-11-24', 'slip', 'principal', 3, ${manager.staffId}, '2026-11-10')`;
    await sql`insert into promise_item (promise_id, arrears_item_id, unpaid, received) select ${promise}, id, unpaid, 0 from arrears_item where person_id = ${person.id}`;
    await sql`insert into promise_reminder (promise_id, person_id, subject_id, channel, remind_on, created_at)
      values (${promise}, ${person.id}, ${TAX}, 'sms', '2026-11-20', '2026-11-19')`;
    const templateId = await approvedTemplate({
      ...DRAFT,
      name: 'お約束',
      kind: 'promise_near',
      body: `${GOOD_BODY}お約束の日は{promise_date}です。`,
    });
    const { body } = await manager.post('/api/sms/batches', {
      name: '約束',
      templateId,
      subjectId: TAX,
      source: 'reminder',
      callListId: null,
    });
    await approve(officer, body.id);
    const carrier = new ScriptedCarrier();
    const sender = senderOf(sql, carrier, clockAt('2026-11-20T10:00:00'));
    await sender.start();
    try {
      await until(
        'closed',
        async () => {
          const [row] = await sql<
            { state: string }[]
          >`select state from promise_reminder where promise_id = ${promise}`;
          return row?.state === 'done' ? true : undefined;
        },
        15_000,
      );
    } finally {
      await sender.stop();
    }
    expect(carrier.sent.map(({ parts }) => parts.join(''))).to.have.length(1);
    expect(carrier.sent[0]?.parts.join('')).to.contain('お約束の日は11月24日です。');
  });

  it('a subject’s own section and telephone stand in its messages', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    await approvedTemplate();
    expect(
      (await officer.send('PUT', `/api/subject-sections/${TAX}`, { name: '納税課', phone: '110' })).status,
    ).to.equal(422);
    expect(
      (await officer.send('PUT', `/api/subject-sections/${TAX}`, { name: '納税課', phone: '022-000-1234' })).status,
    ).to.equal(204);
    const view = (await manager.get(`/api/sms/hand?personId=${person.id}&subjectId=${TAX}`)).body;
    expect(view.templates[0].text).to.contain('納税課 022-000-1234');
  });
});
