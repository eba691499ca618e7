import { expect } from 'chai';
import type { SmsSender } from '../../api/sms/sms-sender.ts';
import type { PutBack } from '../../core/contracts/commands.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, until } from './api-under-test.ts';
import { answerCommands, LUNCH, seedCampaign, seedPerson, seedSubjects, TAX } from './city-fixture.ts';
import { clockAt, messages, ScriptedCarrier, seedMessage, seedTemplate, senderOf } from './sms-stage.ts';

/** What telephones write back becomes work, and a wish to be left alone is heeded at once. */
describe('api: answers by SMS', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let carrier: ScriptedCarrier;
  let sender: SmsSender;
  let telephony: { stop(): Promise<void> };
  let putBack: { targetIds: number[]; callback: { agentId: string } | null }[] = [];
  let answer: Partial<PutBack> = {};
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    await api.db
      .sql`insert into calling_window (subject_id, day_kind, opens, closes) select id, 'weekday', '09:00', '20:00' from subject`;
    agent = await api.as('agent');
    telephony = answerCommands(api.db.sql, async ({ kind, payload }) => {
      if (kind !== 'put_back') return { state: 'refused', result: { code: 'unexpected', message: kind } };
      const asked = payload as unknown as (typeof putBack)[number];
      putBack.push(asked);
      const targets = asked.targetIds.map((targetId) => ({
        targetId,
        ok: true,
        code: 'callback',
        message: '',
        ...answer,
      }));
      return { state: 'done', result: { targets } };
    });
  });
  beforeEach(async () => {
    putBack = [];
    answer = {};
    const { sql } = api.db;
    for (const table of ['sms_reply', 'desk_task', 'sms_part', 'sms_message', 'stop_flag'])
      await sql`delete from ${sql(table)}`;
    carrier = new ScriptedCarrier();
    sender = senderOf(sql, carrier, clockAt('2026-11-20T10:00:00'));
    await sender.start();
  });
  afterEach(() => sender.stop());
  after(async () => {
    await telephony.stop();
    await api.close();
  });

  const told = async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const id = await seedMessage(sql, person.id, await seedTemplate(sql), null);
    await until('sent', async () => (carrier.sent.some(({ reference }) => reference === id) ? true : undefined));
    return person;
  };
  const tasks = async (browser = agent) => (await browser.get('/api/tasks')).body.tasks;

  it('is one task with the person we wrote to; its words are read by whoever takes it', async () => {
    const person = await told();
    await carrier.reply({ digits: person.digits, text: '明日電話ください', reference: 'r1' });
    await carrier.reply({ digits: person.digits, text: '午前がいいです', reference: 'r2' });
    await carrier.reply({ digits: person.digits, text: '午前がいいです', reference: 'r2' });
    const [task, ...more] = await tasks();
    expect(more).to.deep.equal([]);
    expect(task).to.deep.include({ kind: 'sms_reply', number: person.digits, state: 'open', written: null });
    expect(task.person.id).to.equal(person.id);
    const mine = (await agent.post(`/api/tasks/${task.id}/take`)).body;
    expect(mine.written).to.equal('明日電話ください\n午前がいいです');
    const colleague = await api.as('agent');
    expect((await tasks(colleague))[0]).to.include({ written: null });
    await agent.post(`/api/tasks/${task.id}/done`, { outcome: 'not_needed' });
    await carrier.reply({ digits: person.digits, text: 'まだですか', reference: 'r3' });
    expect(await tasks()).to.have.length(1);
  });

  it('what no database takes and what turns words around is taken out, and stops no carrier', async () => {
    const person = await told();
    const text = '\u202e明日\u0000電話\u0007ください';
    await carrier.reply({ digits: `${person.digits}\u0000`, text, reference: 'r\u00001' });
    const [task] = await tasks();
    expect(task).to.include({ number: person.digits });
    expect(task.person.id).to.equal(person.id);
    expect((await agent.post(`/api/tasks/${task.id}/take`)).body.written).to.equal('明日電話ください');
  });

  it('a carrier that names nothing and tells twice is heard once', async () => {
    const person = await told();
    for (const _ of [1, 2]) await carrier.reply({ digits: person.digits, text: 'はい', reference: null });
    const [task] = await tasks();
    expect((await agent.post(`/api/tasks/${task.id}/take`)).body.written).to.equal('はい');
  });

  it('a wish for no more messages is a stop from that moment, and a task all the same', async () => {
    const { sql } = api.db;
    const person = await told();
    await carrier.reply({ digits: person.digits, text: '「配信停止」', reference: 'r1' });
    expect(await sql`select kind, source, to_on from stop_flag where person_id = ${person.id}`).to.deep.equal([
      { kind: 'no_sms', source: 'manual', to_on: null },
    ]);
    expect(await tasks()).to.have.length(1);
    const next = await seedMessage(sql, person.id, await seedTemplate(sql), null);
    await until('refused', async () =>
      (await messages(sql)).find(({ id, state }) => id === next && state === 'refused'),
    );
    expect((await messages(sql)).find(({ id }) => id === next)).to.include({ refusal: 'stopped' });
    const [logged] =
      await sql`select login, person_id from audit_log where action = 'sms.opt_out' order by id desc limit 1`;
    expect(logged).to.deep.equal({ login: 'worker', person_id: person.id });
  });

  it('whom we never wrote to is a task without a name, and stops nobody', async () => {
    await carrier.reply({ digits: '09099990000', text: 'STOP', reference: 'r1' });
    expect((await tasks())[0]).to.deep.include({ person: null, number: '09099990000' });
    expect(await api.db.sql`select 1 from stop_flag`).to.deep.equal([]);
    const [task] = await tasks();
    await agent.post(`/api/tasks/${task.id}/take`);
    expect((await agent.post(`/api/tasks/${task.id}/call-back`)).body.code).to.equal('task/no-target');
  });

  it('is called as a case: reserved for who took it, or the gate’s own words why not', async () => {
    const { sql } = api.db;
    const person = await told();
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    await seedCampaign(sql, LUNCH, [person.id]);
    await carrier.reply({ digits: person.digits, text: '電話ください', reference: 'r1' });
    const [task] = await tasks();
    await agent.post(`/api/tasks/${task.id}/take`);
    const called = await agent.post(`/api/tasks/${task.id}/call-back`);
    expect([called.status, called.body]).to.deep.equal([200, { callId: null }]);
    expect(putBack).to.have.length(1);
    expect(putBack[0]?.targetIds).to.deep.equal(campaign.targets);
    expect(putBack[0]?.callback?.agentId).to.equal(agent.staffId);
    answer = { ok: false, code: 'stopped', message: '架電禁止のため連絡できません。' };
    const refused = await agent.post(`/api/tasks/${task.id}/call-back`);
    expect(refused.body).to.include({ code: 'task/not-now', title: '架電禁止のため連絡できません。' });
  });

  it('one message that cannot be judged does not stand in front of the others', async () => {
    const { sql } = api.db;
    await sender.stop();
    const [broken, whole] = [await seedPerson(sql), await seedPerson(sql)];
    const templateId = await seedTemplate(sql);
    const bad = await seedMessage(sql, broken.id, templateId, null, '2026-11-19T00:00:00Z');
    // What no rule can read: a promise that is none.
    await sql`update sms_message set merge = '{"promise": "no uuid"}' where id = ${bad}`;
    const good = await seedMessage(sql, whole.id, templateId, null);
    const again = senderOf(sql, carrier, clockAt('2026-11-20T10:00:00'));
    carrier.up = true;
    await again.start();
    await until('the other one', async () =>
      carrier.sent.some(({ reference }) => reference === good) ? true : undefined,
    );
    await again.stop();
    expect((await messages(sql)).find(({ id }) => id === bad)).to.include({ state: 'waiting', why: 'failed_inside' });
  });
});
