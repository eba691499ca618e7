import { expect } from 'chai';
import { newId } from '../../core/platform/ids.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import {
  answerCommands,
  INSURANCE,
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

describe('api: others in the call in hand', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let other: Browser;
  let boss: Browser;
  let callId: string;
  let targetId: number;
  let personId: number;
  const asked: { kind: string; agent_id: string }[] = [];
  let telephony: { stop(): Promise<void> };

  before(async () => {
    api = await apiUnderTest();
    const { sql } = api.db;
    await seedSubjects(sql);
    agent = await api.as('agent');
    other = await api.as('agent', { displayName: '佐藤 花' });
    boss = await api.as('supervisor');
    telephony = answerCommands(sql, async (command) => {
      asked.push(command);
      return { state: 'done', result: {} };
    });
    const person = await seedPerson(sql);
    personId = person.id;
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    targetId = campaign.targets[0] ?? 0;
    await reserve(sql, agent.staffId, campaign.id, targetId);
    callId = await startCall(sql, agent.staffId, { id: campaign.id, subjectId: TAX }, { id: targetId, personId });
    await free(other);
    await sql`insert into city_extension (label, number, kind, subject_id) values ('納税課', '2345', 'city', null),
      ('国保年金課', '2346', 'city', ${INSURANCE}), ('通訳', '0225550001', 'interpreter', null), ('誤登録', '110', 'city', null)`;
  });
  after(async () => {
    await telephony.stop();
    await api.close();
  });
  const free = async (who: Browser) => {
    await setAgent(api.db.sql, who.staffId, { state: 'available' });
    await api.db
      .sql`update agent_state set pool = true, intent = 'ready', leg_up = true, media_proven_at = now() where agent_id = ${who.staffId}`;
  };
  const targets = async (who: Browser) => (await who.get(`/api/desk/transfer-targets?callId=${callId}`)).body;

  it('lists who may have it, and says why somebody may not', async () => {
    const { sql } = api.db;
    const list = await targets(agent);
    expect(list.agents.find(({ staffId }: { staffId: string }) => staffId === other.staffId)).to.include({
      name: '佐藤 花',
      refusal: null,
    });
    expect(list.extensions.map(({ label }: { label: string }) => label)).to.deep.equal(['納税課', '通訳']);
    expect(list.lines.find(({ subjectId }: { subjectId: string }) => subjectId === TAX)).to.include({ free: 1 });
    expect(list.outside).to.equal(false);
    expect(JSON.stringify(list)).to.not.contain('2345');
    await sql`update staff_account set subject_scope = ${[INSURANCE]} where id = ${other.staffId}`;
    expect((await targets(agent)).agents[0].refusal).to.contain('担当');
    await sql`update staff_account set subject_scope = null where id = ${other.staffId}`;
    await sql`update person set shielded = true where id = ${personId}`;
    expect((await targets(agent)).agents[0].refusal).to.contain('支援措置');
    await sql`update person set shielded = false where id = ${personId}`;
  });

  it("passes on only one's own call, and outside numbers only with the permission", async () => {
    const to = { kind: 'agent', staffId: other.staffId };
    expect((await other.post('/api/desk/transfer', { callId, to, blind: true })).body.code).to.equal('call/not-yours');
    expect((await other.get(`/api/desk/transfer-targets?callId=${callId}`)).body.code).to.equal('call/not-yours');
    const outside = { callId, to: { kind: 'outside', number: '0225550009' }, blind: true };
    expect((await agent.post('/api/desk/transfer', outside)).body.code).to.equal('transfer/not-allowed');
    expect((await agent.post('/api/desk/party', { callId, to: outside.to })).body.code).to.equal(
      'transfer/not-allowed',
    );
    expect((await agent.post('/api/desk/help/join', { callId })).status).to.equal(403);
    expect((await boss.post('/api/desk/leave-call', { callId })).body.code).to.equal('call/not-yours');
    expect(asked).to.deep.equal([]);
    expect((await agent.post('/api/desk/transfer', { callId, to, blind: false })).status).to.equal(204);
    expect(asked.at(-1)).to.include({ kind: 'transfer_start', agent_id: agent.staffId });
    const [row] = await api.db.owner`select detail from audit_log where action = 'call.transfer'`;
    expect(row?.['detail']).to.include({ to: 'agent', blind: false });
  });

  it('an offer says who asks, how, and whether there was a check; nothing of the citizen, and it is theirs to answer', async () => {
    const { sql } = api.db;
    expect((await agent.post('/api/desk/identity', { callId, ...GOOD })).body).to.include({ passed: true });
    await sql`update agent_state set state = 'ringing', call_id = ${callId}, reserved_until = now() + interval '20 s'
      where agent_id = ${other.staffId}`;
    const partyId = newId();
    await sql`insert into call_party (id, call_id, kind, staff_id, label, purpose, state, blind, created_at)
      values (${partyId}, ${callId}, 'agent', ${other.staffId}, '佐藤 花', 'transfer', 'dialling', true, now())`;
    const snapshot = (await other.get('/api/desk/snapshot')).body;
    expect(snapshot.offer).to.include({ purpose: 'transfer', blind: true, identityPassed: true });
    expect(snapshot.offer.leftMs).to.be.within(10_000, 20_000);
    expect(snapshot).to.include({ targetId: null, previewLeftMs: null });
    expect(snapshot.call).to.include({ identityPassed: false, identity: null });
    const asker = (await agent.get('/api/desk/snapshot')).body;
    expect(asker.offer).to.equal(null);
    expect(asker.call.identity).to.deep.equal({
      speaker: 'principal',
      name: 'matched',
      factors: [
        { factor: 'birth_date', result: 'matched' },
        { factor: 'address', result: 'matched' },
      ],
    });
    const answer = { callId, accept: true };
    expect((await boss.post('/api/desk/transfer/answer', answer)).body.code).to.equal('call/not-yours');
    expect((await agent.post('/api/desk/transfer/answer', answer)).body.code).to.equal('call/not-yours');
    expect((await other.post('/api/desk/transfer/answer', answer)).status).to.equal(204);
    expect(asked.at(-1)).to.include({ kind: 'transfer_answer', agent_id: other.staffId });
    await sql`delete from call_party where id = ${partyId}`;
    await sql`update agent_state set reserved_until = null where agent_id = ${other.staffId}`;
  });

  it('a colleague who is asked sees neither case nor debt; with the call comes its identity check, within their own right', async () => {
    const { sql } = api.db;
    expect((await agent.post('/api/desk/identity', { callId, ...GOOD })).body).to.include({ passed: true });
    await sql`update agent_state set state = 'talking', call_id = ${callId} where agent_id = ${other.staffId}`;
    await sql`insert into call_party (id, call_id, kind, staff_id, label, purpose, state, created_at)
      values (${newId()}, ${callId}, 'agent', ${other.staffId}, '佐藤 花', 'transfer', 'consulting', now())`;
    const joined = (await other.get('/api/desk/snapshot')).body;
    expect(joined).to.include({ targetId: null });
    expect(joined.joinedFor).to.be.a('string');
    expect(joined.call).to.include({ id: callId, identityPassed: false });
    const debt = `/api/desk/case/${targetId}/debt`;
    expect((await other.get(debt)).body.code).to.equal('case/not-yours');
    expect((await agent.get('/api/desk/snapshot')).body.call.parties[0]).to.include({
      label: '佐藤 花',
      state: 'consulting',
    });
    // As telephony passes it on.
    await sql`update call set agent_id = ${other.staffId} where id = ${callId}`;
    await sql`update agent_state set target_id = ${targetId} where agent_id = ${other.staffId}`;
    await sql`update agent_state set state = 'available', call_id = null, target_id = null where agent_id = ${agent.staffId}`;
    await sql`update target_progress set lease_agent_id = ${other.staffId} where target_id = ${targetId}`;
    expect((await other.get('/api/desk/snapshot')).body).to.include({ joinedFor: null, targetId });
    expect((await other.get('/api/desk/snapshot')).body.call).to.deep.include({ identityPassed: true, parties: [] });
    expect((await other.get(debt)).status).to.equal(200);
    expect((await agent.get(debt)).body.code).to.equal('case/not-yours');
    await sql`update staff_account set subject_scope = ${[INSURANCE]} where id = ${other.staffId}`;
    expect((await other.get(debt)).body.code).to.equal('debt/out-of-scope');
    await sql`update staff_account set subject_scope = null where id = ${other.staffId}`;
    await sql`update person set shielded = true where id = ${personId}`;
    expect((await other.get(debt)).body.code).to.equal('person/shielded');
    await sql`update person set shielded = false where id = ${personId}`;
  });

  it('whoever has it now sees whose it was, how it came, and what was written; to the first agent it is nothing', async () => {
    const { sql } = api.db;
    const seen = async (who: Browser) => (await who.get('/api/desk/snapshot')).body.call?.passedFrom;
    await sql`delete from call_party where call_id = ${callId}`;
    expect(await seen(other), 'as if it were theirs from the beginning').to.equal(null);
    await sql`update staff_account set display_name = '鈴木 一郎', seat_no = 7 where id = ${agent.staffId}`;
    const partyId = newId();
    await sql`insert into call_party (id, call_id, kind, staff_id, label, purpose, state, subject_id, asked_by, created_at)
      values (${partyId}, ${callId}, 'agent', ${other.staffId}, '佐藤 花', 'transfer', 'consulting', ${TAX}, ${agent.staffId}, now())`;
    expect(await seen(other), 'a word with the colleague is no call of theirs').to.equal(null);
    await sql`update call_party set state = 'joined', joined_at = now() where id = ${partyId}`;
    await sql`insert into desk_draft (call_id, agent_id, draft, seq) values (${callId}, ${agent.staffId}, ${sql.json({ note: '月末に全額' })}, 1)`;
    const [line] = await sql`select name from subject where id = ${TAX}`;
    const expected = { name: '鈴木 一郎', seat: '7', how: 'transfer', line: line?.['name'], note: '月末に全額' };
    expect(await seen(other)).to.deep.equal(expected);
    await sql`update desk_draft set agent_id = ${other.staffId} where call_id = ${callId}`;
    expect(await seen(other), 'their own words are no message').to.deep.equal({ ...expected, note: null });
    await sql`update call_party set purpose = 'take_over' where id = ${partyId}`;
    expect(await seen(other)).to.include({ how: 'lost', line: null });
    await sql`update call_party set purpose = 'transfer', kind = 'supervisor', subject_id = null where id = ${partyId}`;
    expect(await seen(other)).to.include({ how: 'help' });
    await sql`insert into call_party (id, call_id, kind, label, purpose, state, outcome, asked_by, created_at)
      values (${newId()}, ${callId}, 'agent', '引き継ぐ担当者', 'take_over', 'failed', 'cancelled', ${agent.staffId}, now())`;
    expect(await seen(other)).to.include({ how: 'lost' });
    // While the result is written too; not when the call has gone on to the next.
    await sql`update call_party set state = 'left', outcome = 'call_over' where id = ${partyId}`;
    expect(await seen(other)).to.include({ how: 'lost' });
    await sql`update call_party set outcome = 'passed_on' where id = ${partyId}`;
    expect(await seen(other)).to.equal(null);
    await sql`delete from call_party where call_id = ${callId}`;
    await sql`delete from desk_draft where call_id = ${callId}`;
  });

  it('shows who asks for help to supervisors who may hear it, and to nobody else', async () => {
    const { sql } = api.db;
    await free(boss);
    await sql`insert into call_party (id, call_id, kind, label, purpose, state, asked_by, created_at)
      values (${newId()}, ${callId}, 'supervisor', '業務責任者', 'help', 'dialling', ${other.staffId}, now())`;
    const seen = async (who: Browser) => (await who.get('/api/desk/snapshot')).body.helpAsked;
    expect(await seen(boss)).to.have.length(1);
    expect((await seen(boss))[0]).to.include({ callId, agentName: '佐藤 花', lost: false });
    const lost = newId();
    await sql`insert into call_party (id, call_id, kind, label, purpose, state, asked_by, created_at)
      values (${lost}, ${callId}, 'agent', '引き継ぐ担当者', 'take_over', 'dialling', ${other.staffId}, now())`;
    expect((await seen(boss))[0], 'nobody speaks with the citizen').to.include({ callId, lost: true });
    await sql`update call_party set state = 'failed', outcome = 'cancelled' where id = ${lost}`;
    expect((await seen(boss))[0]).to.include({ lost: false });
    expect(await seen(agent)).to.deep.equal([]);
    await sql`update staff_account set subject_scope = ${[INSURANCE]} where id = ${boss.staffId}`;
    expect(await seen(boss)).to.deep.equal([]);
    await sql`update staff_account set subject_scope = null where id = ${boss.staffId}`;
    await sql`update person set shielded = true where id = ${personId}`;
    expect(await seen(boss)).to.deep.equal([]);
  });

  it('the city says who may be called in and whether a recording may pause; nobody else does', async () => {
    const officer = await api.as('officer');
    const today = (await officer.get('/api/settings/calls')).body.today;
    expect((await officer.get('/api/settings/calls')).body.recordingPause).to.include({ allowed: false });
    const pause = { validFrom: today, allowed: true, limitSec: 60 };
    expect((await boss.send('PUT', '/api/settings/recording-pause', pause)).status).to.equal(403);
    expect((await officer.send('PUT', '/api/settings/recording-pause', { ...pause, limitSec: 5 })).status).to.equal(
      422,
    );
    expect((await officer.send('PUT', '/api/settings/recording-pause', pause)).body.recordingPause).to.include({
      allowed: true,
    });
    expect((await other.get('/api/desk/snapshot')).body.call.recording).to.include({ mayPause: true });
    const extension = { label: '収納課', number: '110', kind: 'city', subjectId: null, language: null };
    expect((await officer.post('/api/settings/extensions', extension)).body.code).to.equal('settings/extension');
    const added = await officer.post('/api/settings/extensions', { ...extension, number: '2500' });
    const { id } = added.body.extensions.find(({ label }: { label: string }) => label === '収納課');
    const has = async () =>
      (await targets(other)).extensions.some(({ label }: { label: string }) => label === '収納課');
    expect(await has()).to.equal(true);
    await officer.post(`/api/settings/extensions/${id}/retire`, {});
    expect(await has()).to.equal(false);
  });
});
