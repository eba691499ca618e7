import { expect } from 'chai';
import { Stopwatch } from '../support/stopwatch.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { answerCommands, seedCampaign, seedPerson, seedSubjects, startCall, TAX } from './city-fixture.ts';

describe('api: commands to telephony', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
  });
  after(() => api.close());

  it('answers as soon as telephony does', async () => {
    const telephony = answerCommands(api.db.sql, async () => ({ state: 'done', result: {} }));
    await agent.post('/api/desk/break', { reason: '休憩' });
    const took: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      const watch = new Stopwatch();
      expect((await agent.post('/api/desk/break', { reason: '休憩' })).status).to.equal(204);
      took.push(watch.tookMs);
    }
    // The one in the middle: on a busy machine any single one may be late.
    expect(took.toSorted((a, b) => a - b)[2], String(took)).to.be.below(300);
    await telephony.stop();
    const [row] = await api.db.sql`select * from command order by id desc limit 1`;
    expect(row).to.deep.include({
      kind: 'agent_break',
      agent_id: agent.staffId,
      payload: { reason: '休憩' },
      state: 'done',
    });
  });

  it('passes a refusal on with its code', async () => {
    const result = { code: 'agent/leg-down', message: 'ヘッドセットが接続されていません。' };
    const telephony = answerCommands(api.db.sql, async () => ({ state: 'refused', result }));
    const answer = await agent.post('/api/desk/break', { reason: 'x' });
    await telephony.stop();
    expect(answer.body).to.include({ status: 409, code: result.code, title: result.message });
  });

  it('hears the answer although every listener was killed', async () => {
    const telephony = answerCommands(api.db.sql, async () => {
      await api.db.owner`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'test' and query ilike 'listen %'`;
      return { state: 'done', result: {} };
    });
    const watch = new Stopwatch();
    expect((await agent.post('/api/desk/break', { reason: 'x' })).status).to.equal(204);
    expect(watch.tookMs).to.be.below(600);
    await telephony.stop();
  });

  it('says so when telephony is silent, and leaves nothing to be carried out late', async function () {
    this.timeout(10_000);
    const watch = new Stopwatch();
    const answer = await agent.post('/api/desk/break', { reason: 'x' });
    expect(answer.body).to.include({ status: 503, code: 'telephony/no-answer' });
    expect(watch.passedMs).to.be.at.least(4_900);
    expect(watch.tookMs).to.be.at.most(6_000);
    const rows = await api.db.sql`select 1 from command where state = 'waiting' and expires_at > now()`;
    expect(rows).to.have.length(0);
  });

  it('lets an agent touch no other agent’s call or campaign', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    const callId = await startCall(sql, agent.staffId, { id: campaign.id, subjectId: TAX }, target);
    const other = await api.as('agent', { subjectScope: ['09'] });
    const before = await sql`select count(*) as n from command`;
    for (const [path, body] of [
      ['hang-up', { callId }],
      ['hold', { callId, on: true }],
      ['dtmf', { callId, digits: '1' }],
      ['identity', { callId, nameResult: 'matched', factors: [] }],
    ] as const)
      expect((await other.post(`/api/desk/${path}`, body)).body.code, path).to.equal('call/not-yours');
    for (const [path, body] of [
      ['dial', { targetId: target.id, phoneId: null }],
      ['skip', { targetId: target.id, reason: 'x' }],
    ] as const)
      expect((await other.post(`/api/desk/${path}`, body)).body.code, path).to.equal('case/not-yours');
    expect((await other.post('/api/desk/ready', { campaignId: campaign.id })).body.code).to.equal('campaign/not-yours');
    const shielded = await seedCampaign(sql, TAX, [], { privileged: true });
    expect((await agent.post('/api/desk/ready', { campaignId: shielded.id })).body.code).to.equal('campaign/not-yours');
    expect((await agent.get('/api/desk/campaigns')).body.map((row: { id: string }) => row.id)).to.deep.equal([
      campaign.id,
    ]);
    expect((await agent.post('/api/desk/dtmf', { callId, digits: '1w\r\nX: y' })).status).to.equal(422);
    expect((await sql`select count(*) as n from command`)[0]).to.deep.equal(before[0]);
  });

  it('leaves an audit row for every call, also one that nobody’s key placed', async () => {
    const [row] = await api.db.sql`select * from audit_log where action = 'call' order by id desc limit 1`;
    expect(row).to.include({ staff_id: agent.staffId, login: agent.login, role: 'agent', subject_id: TAX });
    expect(row?.['product_at'].toISOString()).to.equal('2026-11-20T01:00:00.000Z');
  });
});
