import { expect } from 'chai';
import fc from 'fast-check';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import {
  answerCommands,
  endCall,
  INSURANCE,
  LUNCH,
  reserve,
  seedCampaign,
  seedPerson,
  seedSubjects,
  setAgent,
  startCall,
  TAX,
} from './city-fixture.ts';

const SCRIPT =
  '{city} {section}の{agent}です。{name}様でしょうか。\n【本人確認後】\n{subject}の未納が{unpaid_periods}期、{unpaid_total}ございます。';
const GOOD = {
  nameResult: 'matched',
  factors: [
    { factor: 'birth_date', result: 'matched' },
    { factor: 'address', result: 'matched' },
  ],
};

describe('api: the desk and the identity gate', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let other: Browser;
  let telephony: { stop(): Promise<void> };
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
    other = await api.as('agent');
    telephony = answerCommands(api.db.sql, async ({ kind, agent_id }) => {
      if (kind === 'wrap_up_done') await setAgent(api.db.sql, agent_id, { state: 'available' });
      return { state: 'done', result: {} };
    });
  });
  after(async () => {
    await telephony.stop();
    await api.close();
  });
  const display = (value: string) =>
    api.db.sql`insert into setting (key, value) values ('pre_identity_display', ${api.db.sql.json(value)})
      on conflict (key, valid_from) do update set value = excluded.value`;

  it('shows a case to the agent who holds it and to nobody else', async () => {
    const person = await seedPerson(api.db.sql);
    const campaign = await seedCampaign(api.db.sql, TAX, [person.id], { script: SCRIPT });
    const path = `/api/desk/case/${campaign.targets[0]}`;
    expect((await agent.get(path)).body.code).to.equal('case/not-yours');
    await reserve(api.db.sql, agent.staffId, campaign.id, campaign.targets[0] ?? 0);
    const view = await agent.get(path);
    expect(view.status).to.equal(200);
    expect(view.body.person).to.include({ id: person.id, age: 63 });
    expect(view.body.before).to.deep.equal({ stage: '催告 1回目', unpaidPeriods: 1 });
    expect(view.body.script.body).to.include('みどり野市').and.not.include('未納');
    expect(view.body.phones[0]).to.include({ preferred: true, usable: true, digits: person.digits });
    expect((await other.get(path)).status).to.equal(403);
    expect((await agent.get('/api/desk/case/999999')).body.code).to.equal('case/not-yours');
    const [row] = await api.db.sql`select * from audit_log where action = 'view_person' order by id desc limit 1`;
    expect(row).to.include({ person_id: person.id, staff_id: agent.staffId });
  });

  it('opens a lease that no longer lives to nobody', async () => {
    const person = await seedPerson(api.db.sql);
    const campaign = await seedCampaign(api.db.sql, TAX, [person.id]);
    const [target] = campaign.targets;
    const lease = (interval: string) => api.db.sql`
      insert into target_progress (target_id, state, lease_agent_id, lease_until)
      values (${target ?? 0}, 'leased', ${other.staffId}, now() + ${interval}::interval)
      on conflict (target_id) do update set lease_until = excluded.lease_until`;
    await lease('10 seconds');
    expect((await other.get(`/api/desk/case/${target}`)).status).to.equal(200);
    await lease('-1 second');
    expect((await other.get(`/api/desk/case/${target}`)).status).to.equal(403);
  });

  it('never sends a debt in a live call before that call’s own check passed (any campaign, person, setting, step)', async function () {
    this.timeout(60_000);
    const { sql } = api.db;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(TAX, INSURANCE, LUNCH),
        fc.subarray([TAX, INSURANCE, LUNCH], { minLength: 1 }),
        fc.boolean(),
        fc.constantFrom('nothing', 'stage_and_count', 'all'),
        fc.constantFrom('dialling', 'ringing', 'talking') as fc.Arbitrary<'dialling' | 'ringing' | 'talking'>,
        fc.constantFrom('none', 'failed', 'one_factor', 'wrong_name', 'earlier_call'),
        async (subjectId, subjects, shielded, setting, state, check) => {
          await display(setting);
          const person = await seedPerson(sql, { shielded, subjects, phoneSource: TAX });
          const campaign = await seedCampaign(sql, subjectId, [person.id], { script: SCRIPT });
          const target = { id: campaign.targets[0] ?? 0, personId: person.id };
          await sql`update arrears_item set disposition = '分納' where person_id = ${person.id}`;
          await sql`insert into contact_record (id, person_id, staff_id, subject_id, at, channel, direction, note)
            values (gen_random_uuid(), ${person.id}, ${agent.staffId}, ${TAX}, now(), 'call', 'outbound',
              ${`前回 ${person.amounts[0]}円と伝えた`})`;
          if (check === 'earlier_call') {
            const earlier = await startCall(sql, agent.staffId, { id: campaign.id, subjectId }, target);
            expect((await agent.post('/api/desk/identity', { callId: earlier, ...GOOD })).body.passed).to.equal(true);
            await endCall(sql, agent.staffId, earlier);
          }
          const callId = await startCall(sql, agent.staffId, { id: campaign.id, subjectId }, target, state);
          const wrong: Record<string, object> = {
            failed: { nameResult: 'matched', factors: [{ factor: 'birth_date', result: 'failed' }] },
            one_factor: { nameResult: 'matched', factors: [{ factor: 'birth_date', result: 'matched' }] },
            wrong_name: { ...GOOD, nameResult: 'failed' },
          };
          const answers = wrong[check];
          if (answers && state === 'talking')
            expect((await agent.post('/api/desk/identity', { callId, ...answers })).body.passed).to.equal(false);
          const debt = await agent.get(`/api/desk/case/${target.id}/debt`);
          expect(debt.status).to.equal(403);
          expect(debt.body.code).to.equal(shielded ? 'person/shielded' : 'identity/required');
          const view = await agent.get(`/api/desk/case/${target.id}`);
          const snapshot = await agent.get('/api/desk/snapshot');
          for (const { text } of [debt, view, snapshot]) {
            expect(text).to.not.match(
              /"principal":|demandFee|collected|"paid"|"unpaid"|totalUnpaid|noticeNo|unpaid_total|chargesOn|"charge"|fixedCharge|"totals"|"suspensions"/,
            );
            for (const amount of person.amounts) expect(text).to.not.include(String(amount));
            if (state === 'talking') expect(text).to.not.match(/unpaidPeriods|催告|督促|分納/);
            if (shielded) {
              expect(text).to.not.include('試験 太郎').and.not.include(person.digits).and.not.include('緑町');
            }
            // The number came with tax data.
            if (subjectId === LUNCH) expect(text).to.not.include(person.digits);
          }
        },
      ),
      { numRuns: 40 },
    );
    await display('stage_and_count');
  });

  it('sends it after the check, as it was when the call ended, and only of the sharing group', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql, { subjects: [TAX, INSURANCE, LUNCH] });
    const campaign = await seedCampaign(sql, TAX, [person.id], { script: SCRIPT });
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    const callId = await startCall(sql, agent.staffId, { id: campaign.id, subjectId: TAX }, target);
    const passed = await agent.post('/api/desk/identity', { callId, ...GOOD });
    expect(passed.body).to.deep.equal({ passed: true, message: '本人確認ができました。' });
    const debt = await agent.get(`/api/desk/case/${target.id}/debt`);
    expect(debt.status).to.equal(200);
    expect(debt.body.items.map((item: { subjectId: string }) => item.subjectId)).to.have.members([TAX, INSURANCE]);
    expect(debt.body.totalUnpaid).to.equal((person.amounts[0] ?? 0) + (person.amounts[1] ?? 0));
    expect((await agent.get('/api/desk/snapshot')).body.call.identityPassed).to.equal(true);
    expect((await agent.get(`/api/desk/case/${target.id}`)).body.script.body).to.include('2期');
    await endCall(sql, agent.staffId, callId);
    expect((await agent.get(`/api/desk/case/${target.id}/debt`)).status).to.equal(200);
    // Nobody is on the line any more who could prove anything.
    expect((await agent.post('/api/desk/identity', { callId, ...GOOD })).body.code).to.equal('identity/no-live-call');
    await setAgent(sql, agent.staffId, { state: 'available' });
    expect((await agent.get(`/api/desk/case/${target.id}/debt`)).status).to.equal(403);
  });

  it('closes again when another person takes the telephone and fails', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    const callId = await startCall(sql, agent.staffId, { id: campaign.id, subjectId: TAX }, target);
    await agent.post('/api/desk/identity', { callId, ...GOOD });
    await agent.post('/api/desk/identity', { callId, nameResult: 'failed', factors: [] });
    expect((await agent.get(`/api/desk/case/${target.id}/debt`)).status).to.equal(403);
  });

  it('lets the setting "all" show amounts before the dial and takes them back with it', async () => {
    const { sql } = api.db;
    await display('all');
    const person = await seedPerson(sql);
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    await reserve(sql, agent.staffId, campaign.id, target.id);
    expect((await agent.get(`/api/desk/case/${target.id}/debt`)).status).to.equal(200);
    await startCall(sql, agent.staffId, { id: campaign.id, subjectId: TAX }, target, 'dialling');
    expect((await agent.get(`/api/desk/case/${target.id}/debt`)).body.code).to.equal('identity/required');
    await display('stage_and_count');
  });

  it('cuts the household of a shielded person in both directions', async () => {
    const { sql } = api.db;
    const [home] = await sql<{ id: number }[]>`insert into household (household_no) values ('H1') returning id`;
    const householdId = home?.id ?? 0;
    const open = await seedPerson(sql, { householdId, name: '公開 花子' });
    const second = await seedPerson(sql, { householdId, name: '公開 次郎' });
    const hidden = await seedPerson(sql, { householdId, shielded: true, name: '秘匿 桜' });
    const campaign = await seedCampaign(sql, TAX, [open.id, hidden.id]);
    await reserve(sql, agent.staffId, campaign.id, campaign.targets[0] ?? 0);
    const view = await agent.get(`/api/desk/case/${campaign.targets[0]}`);
    expect(view.body.household.map((member: { id: number }) => member.id)).to.deep.equal([second.id]);
    expect(view.text).to.not.include('秘匿');
    const named = await api.as('agent', { privileged: true });
    await reserve(sql, named.staffId, campaign.id, campaign.targets[1] ?? 0);
    const card = await named.get(`/api/desk/case/${campaign.targets[1]}`);
    expect(card.body.person.name).to.equal('秘匿 桜');
    expect(card.body.household).to.deep.equal([]);
  });

  it('saves a result once, however often it is sent, and ends wrap-up', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    const callId = await startCall(sql, agent.staffId, { id: campaign.id, subjectId: TAX }, target);
    const result = {
      callId,
      whoAnswered: 'principal',
      lineResult: 'answered_human',
      talkResult: 'claims_paid',
      callbackAt: null,
      note: '月末に納付',
    };
    expect((await agent.post('/api/desk/result', result)).body.code).to.equal('result/call-open');
    expect((await other.post('/api/desk/result', result)).body.code).to.equal('call/not-yours');
    await endCall(sql, agent.staffId, callId);
    const statuses = await Promise.all(
      [1, 2, 3].map(async () => (await agent.post('/api/desk/result', result)).status),
    );
    expect(statuses).to.deep.equal([204, 204, 204]);
    expect((await agent.post('/api/desk/result', { ...result, note: 'again' })).status).to.equal(204);
    const rows = await sql`select note, who_answered from contact_record where call_id = ${callId}`;
    expect(rows).to.have.length(1);
    expect(rows[0]).to.include({ note: '月末に納付', who_answered: 'principal' });
    expect((await agent.get('/api/desk/snapshot')).body.state).to.equal('available');
  });
});
