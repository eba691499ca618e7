import { expect } from 'chai';
import type { AgentSnapshot } from '../../core/contracts/realtime.ts';
import { newId } from '../../core/platform/ids.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { answerCommands, INSURANCE, seedCampaign, seedPerson, seedSubjects, setAgent, TAX } from './city-fixture.ts';

describe('api: an agent of the pool', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
  });
  after(() => api.close());

  const snapshot = async (): Promise<AgentSnapshot> => (await agent.get('/api/desk/snapshot')).body;

  it('asks for every line by asking for no campaign', async () => {
    const seen: unknown[] = [];
    const telephony = answerCommands(api.db.sql, async ({ kind, payload }) => {
      seen.push({ kind, payload });
      return { state: 'done', result: {} };
    });
    expect((await agent.post('/api/desk/ready', { campaignId: null })).status).to.equal(204);
    expect((await agent.post('/api/desk/ready', { campaignId: newId() })).body.code).to.equal('campaign/not-yours');
    await telephony.stop();
    expect(seen).to.deep.equal([{ kind: 'agent_ready', payload: { campaignId: null } }]);
  });

  it('sees the line of the case in hand and the time left to look at it', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    await setAgent(sql, agent.staffId, { state: 'available' });
    await sql`update agent_state set pool = true, intent = 'ready' where agent_id = ${agent.staffId}`;
    expect(await snapshot()).to.include({ pool: true, line: null, campaign: null, previewLeftMs: null });
    await setAgent(sql, agent.staffId, { state: 'reserved', targetId: campaign.targets[0] ?? 0 });
    await sql`update agent_state set reserved_until = now() + interval '90 seconds' where agent_id = ${agent.staffId}`;
    const reserved = await snapshot();
    expect(reserved.campaign).to.include({ id: campaign.id, subjectId: TAX });
    expect(reserved.line).to.include({ id: TAX });
    expect(reserved.previewLeftMs).to.be.within(85_000, 90_000);
    await sql`update agent_state set reserved_until = now() - interval '1 second' where agent_id = ${agent.staffId}`;
    expect((await snapshot()).previewLeftMs).to.equal(0);
    await sql`update agent_state set reserved_until = null where agent_id = ${agent.staffId}`;
  });

  it('sees which line a citizen called, and goes on after a call of somebody unknown: kept, and a record of nobody', async () => {
    const { sql } = api.db;
    const callId = newId();
    await sql`insert into call (id, node, direction, subject_id, agent_id, state, created_at, answered_at, caller_id)
      values (${callId}, 'test', 'inbound', ${INSURANCE}, ${agent.staffId}, 'talking', '2026-11-20T01:00:00Z', '2026-11-20T01:00:05Z', '09012345678')`;
    await setAgent(sql, agent.staffId, { state: 'talking', callId });
    const [own] = await sql<
      { callerId: string }[]
    >`select caller_id as "callerId" from subject where id = ${INSURANCE}`;
    const talking = await snapshot();
    expect(talking.call).to.include({ direction: 'inbound', subjectId: INSURANCE });
    expect(talking.line).to.include({ id: INSURANCE, callerId: own?.callerId });
    expect(talking.targetId).to.equal(null);
    await sql`update call set state = 'ended', ended_at = '2026-11-20T01:02:00Z' where id = ${callId}`;
    await sql`update agent_state set state = 'wrap_up', seq = seq + 1 where agent_id = ${agent.staffId}`;
    const seen: string[] = [];
    const telephony = answerCommands(sql, async ({ kind }) => {
      seen.push(kind);
      return { state: 'done', result: {} };
    });
    const result = {
      callId,
      whoAnswered: 'third_party',
      lineResult: 'answered_human',
      talkResult: 'hung_up',
      callbackAt: null,
      note: '',
    };
    const saved = await agent.post('/api/desk/result', result);
    await telephony.stop();
    expect(saved.status, saved.text).to.equal(204);
    expect(seen).to.deep.equal(['wrap_up_done']);
    expect(await sql`select 1 from contact_record`).to.have.length(0);
    const [audit] = await sql`select detail, call_id from audit_log where action = 'result' order by id desc`;
    expect(audit).to.deep.include({ call_id: callId });
    expect(audit?.['detail']).to.include({ written: true });
    const [kept] = await sql`select call_id, talk_result from unknown_caller_record`;
    expect(kept).to.deep.include({ call_id: callId, talk_result: 'hung_up' });
  });
});
