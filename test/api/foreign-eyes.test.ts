import { expect } from 'chai';
import { newId } from '../../core/platform/ids.ts';
import { HAND_OVER_REASONS } from '../../core/rules/hand-over.ts';
import { IDENTITY_LINE } from '../../core/rules/script-merge.ts';
import { stopPolicy } from '../../core/rules/stop-policy.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import {
  answerCommands,
  INSURANCE,
  LUNCH,
  seedCampaign,
  seedPerson,
  seedSubjects,
  setAgent,
  startCall,
  TAX,
} from './city-fixture.ts';
import { seedInbound } from './inbound-support.ts';
import { GOOD_BODY } from './sms-stage.ts';

const GOOD = {
  nameResult: 'matched',
  factors: [
    { factor: 'birth_date', result: 'matched' },
    { factor: 'address', result: 'matched' },
  ],
};
const TOLD = '第3期 12,800円を月末に';

/** Whoever has the role, and not the right to this very person, line or centre. */
describe('api: the right role and somebody else’s case', () => {
  let api: ApiUnderTest;
  let telephony: { stop(): Promise<void> };
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
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

  /** Owes a tax and the school lunch; number, note and message came with the tax. */
  async function inBoth(staffId: string) {
    const { sql } = api.db;
    const person = await seedPerson(sql, { subjects: [TAX, LUNCH], phoneSource: TAX });
    await sql`insert into contact_record (id, person_id, staff_id, subject_id, at, channel, direction, note)
      values (${newId()}, ${person.id}, ${staffId}, ${TAX}, '2026-11-18T01:00:00Z', 'call', 'outbound', ${TOLD})`;
    await sql`insert into stop_flag (person_id, kind, from_on, source) values (${person.id}, 'seized', '2026-01-01', 'city')`;
    return person;
  }

  describe('a citizen calls a line of private claims', () => {
    it('shows nothing that came with tax data, before the check and after it', async () => {
      const { sql } = api.db;
      const agent = await api.as('agent');
      const person = await inBoth(agent.staffId);
      const callId = await seedInbound(sql, { subjectId: LUNCH, agentId: agent.staffId });
      const url = `/api/inbound/calls/${callId}`;
      expect((await agent.post(`${url}/person`, { personId: person.id, via: 'search' })).status).to.equal(204);
      const foreign = [person.digits, '市県民税', '月末', '差押'];
      const before = await agent.get(`${url}/case`);
      expect(before.status).to.equal(200);
      for (const word of foreign) expect(before.text, word).to.not.include(word);
      expect((await agent.post('/api/desk/identity', { callId, ...GOOD })).body.passed).to.equal(true);
      const after = await agent.get(`${url}/case`);
      expect(after.body.identityPassed).to.equal(true);
      for (const word of foreign) expect(after.text, word).to.not.include(word);
    });

    it('on a line of the tax shows the note, its sum only after the check, and forgets nothing when the citizen hangs up', async () => {
      const { sql } = api.db;
      const agent = await api.as('agent');
      const person = await inBoth(agent.staffId);
      const callId = await seedInbound(sql, { subjectId: INSURANCE, agentId: agent.staffId });
      const card = () => agent.get(`/api/inbound/calls/${callId}/case`);
      await agent.post(`/api/inbound/calls/${callId}/person`, { personId: person.id, via: 'search' });
      const closed = async () => {
        const { text } = await card();
        expect(text).to.include('月末').and.include(person.digits);
        for (const word of ['12,800', '市県民税', '差押']) expect(text, word).to.not.include(word);
      };
      await closed();
      await sql`update call set state = 'ended', ended_at = now() where id = ${callId}`;
      await closed();
      await sql`update call set state = 'talking', ended_at = null where id = ${callId}`;
      await agent.post('/api/desk/identity', { callId, ...GOOD });
      await sql`update call set state = 'ended', ended_at = now() where id = ${callId}`;
      expect((await card()).text)
        .to.include('12,800')
        .and.include('市県民税');
    });
  });

  it('a call passed on to an agent of another line opens no more of its case than that agent’s own right', async () => {
    const { sql } = api.db;
    const foreign = await api.as('agent', { subjectScope: [INSURANCE] });
    const person = await inBoth(foreign.staffId);
    const script = `{name}様\n${IDENTITY_LINE}\n{subject} 合計{unpaid_total}です。`;
    const campaign = await seedCampaign(sql, TAX, [person.id], { script });
    const targetId = campaign.targets[0] ?? 0;
    const target = { id: targetId, personId: person.id };
    const callId = await startCall(sql, foreign.staffId, { id: campaign.id, subjectId: TAX }, target);
    expect((await foreign.post('/api/desk/identity', { callId, ...GOOD })).body.passed).to.equal(true);
    for (const path of [`/api/desk/case/${targetId}`, `/api/desk/calls/${callId}/script`]) {
      const { status, text } = await foreign.get(path);
      expect(status, path).to.equal(200);
      for (const word of ['12,800', '差押', String(person.amounts[0]), '合計'])
        expect(text.replaceAll(',', ''), `${path} ${word}`).to.not.include(word.replaceAll(',', ''));
    }
    expect((await foreign.get(`/api/desk/case/${targetId}`)).body.before).to.equal(null);
    expect((await foreign.get(`/api/desk/case/${targetId}/debt`)).body.code).to.equal('debt/out-of-scope');
    await sql`update staff_account set subject_scope = null where id = ${foreign.staffId}`;
    expect((await foreign.get(`/api/desk/case/${targetId}`)).text).to.include('差押');
  });

  it('messages to a person are shown to who may know of the line that sent them', async () => {
    const { sql } = api.db;
    const [lunch, tax] = [
      await api.as('officer', { subjectScope: [LUNCH] }),
      await api.as('supervisor', { subjectScope: [TAX] }),
    ];
    const person = await inBoth(tax.staffId);
    const template = newId();
    await sql`insert into sms_template (id, name, version, kind, body, state, created_at)
      values (${template}, '折返し', 1, 'call_back', ${GOOD_BODY}, 'approved', now())`;
    await sql`insert into sms_message (id, person_id, subject_id, template_id, digits, body, state, created_at, sent_at)
      values (${newId()}, ${person.id}, ${TAX}, ${template}, ${person.digits}, 'お電話ください', 'accepted', now(), now())`;
    const of = (who: Browser) => who.get(`/api/persons/${person.id}/sms`);
    expect((await of(lunch)).body).to.deep.equal([]);
    expect((await of(tax)).body).to.have.length(1);
    expect((await of(tax)).text).to.include('市税');
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    await startCall(sql, tax.staffId, { id: campaign.id, subjectId: TAX }, target);
    expect((await of(tax)).text, 'on the line, unproven').to.not.include('市税');
    await setAgent(sql, tax.staffId, { state: 'offline' });
  });

  describe('an account of some lines only', () => {
    const DAY = '2027-04-01';
    const common = { name: '共通の文面', kind: 'call_back', subjectId: null, language: null, body: GOOD_BODY };

    it('sets nothing that holds for the whole city', async () => {
      const narrow = await api.as('officer', { subjectScope: [LUNCH] });
      const byReason = Object.fromEntries(HAND_OVER_REASONS.map((reason) => [reason, 3]));
      const asked: [string, string, object][] = [
        ['PUT', '/api/hand-overs/settings', { validFrom: DAY, byReason, instalmentRequest: 3, doNotCall: 1 }],
        ['PUT', '/api/promises/settings', { validFrom: DAY, graceDays: 3, maxDaysAhead: 60 }],
        ['PUT', '/api/settings/stop-policy', { validFrom: DAY, value: stopPolicy(undefined) }],
        ['PUT', '/api/settings/recording-pause', { validFrom: DAY, allowed: true, limitSec: 60 }],
        [
          'POST',
          '/api/settings/extensions',
          { label: '課', number: '2101', kind: 'city', subjectId: null, language: null },
        ],
        ['PUT', '/api/settings/disclosure', { key: 'pre_identity_display', validFrom: DAY, value: 'all' }],
        ['POST', '/api/sms/templates', common],
        ['PUT', '/api/calendar/settings', { validFrom: DAY, parameters: CALENDAR }],
      ];
      for (const [method, path, body] of asked) {
        const answer = await narrow.send(method, path, body);
        expect(answer.body?.code, `${method} ${path} ${answer.status}`).to.equal('settings/whole-city');
      }
      const supervisor = await api.as('supervisor', { subjectScope: [LUNCH] });
      const notice = { body: '全員へ', subjectId: null, toOn: '2026-11-20' };
      expect((await supervisor.post('/api/desk-work/notices', notice)).body.code).to.equal('settings/whole-city');
      expect((await supervisor.post('/api/desk-work/notices', { ...notice, subjectId: LUNCH })).status).to.equal(200);
    });

    it('retires no place to transfer to, and no text, of others', async () => {
      const [officer, narrow] = [await api.as('officer'), await api.as('officer', { subjectScope: [LUNCH] })];
      const extension = { label: '納税課', number: '2102', kind: 'city', subjectId: TAX, language: null };
      const { body } = await officer.post('/api/settings/extensions', extension);
      const id = body.extensions.find(({ label }: { label: string }) => label === '納税課').id;
      expect((await narrow.post(`/api/settings/extensions/${id}/retire`)).status).to.equal(422);
      const saved = await officer.post('/api/sms/templates', common);
      for (const act of ['request', 'retire'])
        expect((await narrow.post(`/api/sms/templates/${saved.body.id}/${act}`)).body.code, act).to.equal(
          'settings/whole-city',
        );
      await officer.post(`/api/sms/templates/${saved.body.id}/request`);
      const [row] = await api.db.sql<{ id: string }[]>`select id from approval_request where ref_id = ${saved.body.id}`;
      const yes = { decision: 'approve', answer: null };
      expect((await narrow.post(`/api/approvals/${row?.id}/decide`, yes)).body.code).to.equal('settings/whole-city');
      const second = await api.as('officer');
      expect((await second.post(`/api/approvals/${row?.id}/decide`, yes)).status).to.equal(204);
    });

    it('takes the place of no text of another subject by giving its own the same name', async () => {
      const [manager, officer] = [await api.as('manager'), await api.as('officer')];
      const approved = async (subjectId: string) => {
        const { body } = await manager.post('/api/sms/templates', { ...common, name: '同じ名前', subjectId });
        await manager.post(`/api/sms/templates/${body.id}/request`);
        const [row] = await api.db.sql<{ id: string }[]>`select id from approval_request where ref_id = ${body.id}`;
        expect(
          (await officer.post(`/api/approvals/${row?.id}/decide`, { decision: 'approve', answer: null })).status,
        ).to.equal(204);
        return body.id as string;
      };
      const ofTax = await approved(TAX);
      const ofLunch = await approved(LUNCH);
      const states = await api.db.sql`select id, state from sms_template where id = any(${[ofTax, ofLunch]}::uuid[])`;
      expect(states.map(({ state }) => state as string)).to.deep.equal(['approved', 'approved']);
    });
  });
});

const CALENDAR = {
  opens: '09:00',
  closes: '17:00',
  halfCloses: '12:00',
  eveningCloses: '20:00',
  centres: {},
  decideByDay: 25,
  yearEnd: { from: '12-29', to: '01-03' },
  closingDays: [],
  halfSaturdays: [],
  interpreters: { languages: [], minDaysAMonth: 0, subjectIds: null },
};
