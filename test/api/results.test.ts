import { expect } from 'chai';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import {
  answerCommands,
  endCall,
  seedCampaign,
  seedPerson,
  seedSubjects,
  setAgent,
  startCall,
  TAX,
} from './city-fixture.ts';

const GOOD = {
  nameResult: 'matched',
  factors: [
    { factor: 'birth_date', result: 'matched' },
    { factor: 'address', result: 'matched' },
  ],
};
const said = { whoAnswered: 'principal', lineResult: 'answered_human', talkResult: null, callbackAt: null, note: '' };
const promise = { on: '2026-11-30', amount: null, method: 'convenience', reissue: true };

describe('api: results, their corrections, what is typed so far', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let telephony: { stop(): Promise<void> };
  const commands: { kind: string; payload: Record<string, unknown> }[] = [];
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
    telephony = answerCommands(api.db.sql, async ({ kind, payload, agent_id }) => {
      commands.push({ kind, payload });
      if (kind === 'wrap_up_done') await setAgent(api.db.sql, agent_id, { state: 'available' });
      const targets = [{ targetId: 1, ok: true, code: 'ok', message: '折返しを予約しました。' }];
      return { state: 'done', result: kind === 'put_back' ? { targets } : {} };
    });
  });
  after(async () => {
    await telephony.stop();
    await api.close();
  });
  const { rows, calls } = {
    rows: async (table: string, column: string, value: string | number) =>
      api.db.sql`select * from ${api.db.sql(table)} where ${api.db.sql(column)} = ${value}`,
    calls: async (options: { checked?: boolean; ended?: boolean; by?: Browser } = {}) => {
      const { sql } = api.db;
      const by = options.by ?? agent;
      const person = await seedPerson(sql);
      const campaign = await seedCampaign(sql, TAX, [person.id]);
      const target = { id: campaign.targets[0] ?? 0, personId: person.id };
      const callId = await startCall(sql, by.staffId, { id: campaign.id, subjectId: TAX }, target);
      const [phone] = await sql<{ id: number }[]>`select id from phone_number where person_id = ${person.id}`;
      await sql`update call set phone_id = ${phone?.id ?? 0} where id = ${callId}`;
      if (options.checked)
        expect((await by.post('/api/desk/identity', { callId, ...GOOD })).body.passed).to.equal(true);
      if (options.ended !== false) await endCall(sql, by.staffId, callId);
      return { callId, personId: person.id, targetId: target.id, phoneId: phone?.id ?? 0 };
    },
  };
  const save = (callId: string, more: object, by = agent) => by.post('/api/desk/result', { callId, ...said, ...more });
  const recordOf = async (callId: string): Promise<string> =>
    (await api.db.sql`select id from contact_record where call_id = ${callId} order by created_at desc limit 1`)[0]?.[
      'id'
    ];

  it('writes record, promise, number and labels in one', async () => {
    const { callId, personId, phoneId } = await calls({ checked: true });
    const labels = [{ colour: 'blue', text: '夜間希望' }];
    const answer = await save(callId, { talkResult: 'promise', promise, labels, phoneStatus: 'valid', note: ' 月末 ' });
    expect(answer.status, answer.text).to.equal(204);
    const [record] = await rows('contact_record', 'call_id', callId);
    expect(record).to.include({ talk_result: 'promise', note: '月末', supersedes_id: null });
    const [made] = await rows('promise', 'contact_record_id', record?.['id']);
    expect(made).to.include({
      promised_on: '2026-11-30',
      made_by: 'principal',
      reissue: true,
      state: 'open',
      method: 'convenience',
    });
    expect((await rows('phone_status', 'call_id', callId))[0]).to.include({ phone_id: phoneId, status: 'valid' });
    expect((await rows('person_label', 'person_id', personId))[0]).to.include({ text: '夜間希望', colour: 'blue' });
    expect((await agent.get('/api/desk/snapshot')).body.state).to.equal('available');
  });

  it('writes nothing at all when one part cannot be, and the agent goes on from there', async () => {
    const { callId, personId } = await calls({ checked: true });
    const far = await save(callId, { talkResult: 'promise', promise: { ...promise, on: '2027-11-30' } });
    expect(far.body.code).to.equal('promise/date');
    expect(await rows('contact_record', 'call_id', callId)).to.have.length(0);
    expect(await rows('promise', 'person_id', personId)).to.have.length(0);
    expect((await agent.get('/api/desk/snapshot')).body.state).to.equal('wrap_up');
    expect((await save(callId, { talkResult: 'promise', promise })).status).to.equal(204);
  });

  it('refuses what cannot be true, in words and by its rule', async () => {
    const { callId } = await calls();
    const table: [object, string][] = [
      [{ whoAnswered: 'third_party', talkResult: 'promise', promise }, 'talk/third-party'],
      [{ talkResult: 'promise', promise }, 'talk/identity'],
      [{ talkResult: null }, 'talk/missing'],
      [
        { whoAnswered: 'nobody', talkResult: 'refuses', lineResult: 'answered_machine', reason: 'refusal' },
        'talk/nobody',
      ],
      [{ whoAnswered: 'nobody', lineResult: 'busy' }, 'line/impossible'],
      [{ talkResult: 'complaint', reason: 'complaint' }, 'note/complaint'],
      [{ talkResult: 'callback' }, 'callback/missing'],
    ];
    for (const [entry, reason] of table) {
      const { status, body } = await save(callId, entry);
      expect(status, reason).to.equal(422);
      expect(body.code).to.equal('result/impossible');
      expect(body.detail.reason).to.equal(reason);
    }
    expect(await rows('contact_record', 'call_id', callId)).to.have.length(0);
    expect((await save(callId, { whoAnswered: 'nobody', lineResult: 'answered_machine' })).status).to.equal(204);
  });

  it('hands over, tells a complaint, stops at once, asks for instalments', async () => {
    const wishes = [
      { on: '2026-11-30', amount: 5_000 },
      { on: '2026-12-30', amount: 5_000 },
    ];
    const table: [object, Record<string, unknown>, string | null][] = [
      [
        { talkResult: 'hardship', reason: 'poverty' },
        { kind: 'hand_over', reason: 'poverty', body: '生活困窮の申出(記事なし)' },
        null,
      ],
      [
        { talkResult: 'complaint', reason: 'unreasonable', note: '深夜' },
        { kind: 'complaint', reason: 'unreasonable', body: '深夜' },
        'complaint',
      ],
      [
        { talkResult: 'needs_city', reason: 'instalment', wishes },
        { kind: 'instalment_request', reason: 'instalment' },
        null,
      ],
      [{ talkResult: 'do_not_call', note: 'やめてほしい' }, { kind: 'do_not_call' }, 'no_call'],
    ];
    for (const [entry, raised, stop] of table) {
      const { callId, personId } = await calls({ checked: true });
      const answer = await save(callId, entry);
      expect(answer.status, answer.text).to.equal(204);
      expect((await rows('hand_over', 'call_id', callId))[0]).to.include(raised);
      expect((await rows('stop_flag', 'person_id', personId)).map(({ kind }) => kind)).to.deep.equal(
        stop ? [stop] : [],
      );
    }
  });

  it('keeps day and place of a claimed payment', async () => {
    const { callId } = await calls();
    expect(
      (await save(callId, { talkResult: 'claims_paid', claimsPaid: { on: '2026-11-19', where: 'bank' } })).status,
    ).to.equal(204);
    expect((await rows('contact_record', 'call_id', callId))[0]).to.include({
      claims_paid_on: '2026-11-19',
      claims_paid_where: 'bank',
    });
  });

  it('saves once, however often and at the same time it is sent', async () => {
    const { callId, personId } = await calls({ checked: true });
    const answers = await Promise.all([1, 2, 3].map(() => save(callId, { talkResult: 'promise', promise })));
    expect(answers.map(({ status }) => status)).to.deep.equal([204, 204, 204]);
    expect(await rows('contact_record', 'call_id', callId)).to.have.length(1);
    expect(await rows('promise', 'person_id', personId)).to.have.length(1);
  });

  it('raises nothing of a training call', async () => {
    const { callId } = await calls();
    await api.db.sql`update call set training = true where id = ${callId}`;
    expect((await save(callId, { talkResult: 'complaint', reason: 'complaint', note: '練習' })).status).to.equal(204);
    expect((await rows('contact_record', 'call_id', callId))[0]).to.include({ training: true });
    expect(await rows('hand_over', 'call_id', callId)).to.have.length(0);
  });

  describe('corrections', () => {
    const correct = (id: string, entry: object, by = agent) =>
      by.post(`/api/contacts/${id}/correct`, { reason: '選び間違い', entry: { ...said, ...entry } });

    it('put a new record in the place of the old one, which stays', async () => {
      const { callId } = await calls({ checked: true });
      await save(callId, { talkResult: 'promise', promise, note: '月末' });
      const first = await recordOf(callId);
      const answer = await correct(first, { whoAnswered: 'household', talkResult: 'message_left' });
      expect(answer.status, answer.text).to.equal(200);
      const [old] = await rows('contact_record', 'id', first);
      expect(old).to.include({ talk_result: 'promise', note: '月末' });
      const [next] = await rows('contact_record', 'id', answer.body.id);
      expect(next).to.include({
        supersedes_id: first,
        who_answered: 'household',
        staff_id: agent.staffId,
        corrected_by: agent.staffId,
        correction_reason: '選び間違い',
      });
      expect(next?.['at']).to.deep.equal(old?.['at']);
      expect((await rows('promise', 'contact_record_id', first))[0]).to.include({ state: 'withdrawn' });
      const [newest] = await api.db
        .sql`select record_id, talk_result from contact_newest where person_id = ${old?.['person_id']}`;
      expect(newest).to.include({ record_id: answer.body.id, talk_result: 'message_left' });
      expect((await correct(first, { talkResult: 'reissue' })).body.code).to.equal('record/superseded');
      const { body } = await agent.get(`/api/contacts/${first}`);
      expect(body.id).to.equal(answer.body.id);
      expect((await agent.get(`/api/contacts/${callId}`)).body).to.deep.equal(body);
      expect(body.versions.map(({ talkResult }: { talkResult: string }) => talkResult)).to.deep.equal([
        'message_left',
        'promise',
      ]);
    });

    it('let stay what was right: a note is corrected, promise and complaint keep their history', async () => {
      const { callId } = await calls({ checked: true });
      await save(callId, { talkResult: 'promise', promise });
      const first = await recordOf(callId);
      const { body: before } = await agent.get(`/api/contacts/${first}`);
      const answer = await correct(first, { ...before.entry, note: '給料日の後' });
      expect(answer.status, answer.text).to.equal(200);
      const kept = await rows('promise', 'contact_record_id', answer.body.id);
      expect(kept).to.have.length(1);
      expect(kept[0]).to.include({ state: 'open' });
      const again = await correct(answer.body.id, { talkResult: 'reissue' });
      expect(again.status, again.text).to.equal(200);
      expect((await rows('promise', 'id', kept[0]?.['id']))[0]).to.include({ state: 'withdrawn' });
    });

    it('tell the city other words of what was handed over, without asking anew', async () => {
      const { callId } = await calls();
      await save(callId, { talkResult: 'complaint', reason: 'complaint', note: '深夜の架電' });
      const first = await recordOf(callId);
      const entry = { talkResult: 'complaint', reason: 'complaint', note: '早朝の架電' };
      const answer = await correct(first, entry);
      expect(answer.status, answer.text).to.equal(200);
      const raised = await rows('hand_over', 'call_id', callId);
      expect(raised).to.have.length(1);
      expect(raised[0]).to.include({ state: 'waiting', contact_record_id: answer.body.id, body: '深夜の架電' });
      const history = await rows('hand_over_event', 'hand_over_id', raised[0]?.['id']);
      expect(history.map(({ act, body }) => [act, body])).to.deep.include(['remark', '記録の訂正: 早朝の架電']);
    });

    it('replace a promise by the right one', async () => {
      const { callId, personId } = await calls({ checked: true });
      await save(callId, { talkResult: 'promise', promise });
      const answer = await correct(await recordOf(callId), {
        talkResult: 'promise',
        promise: { ...promise, on: '2026-12-10' },
      });
      expect(answer.status, answer.text).to.equal(200);
      const all = (await rows('promise', 'person_id', personId)).map((one) => [one['promised_on'], one['state']]);
      expect(all).to.have.deep.members([
        ['2026-11-30', 'withdrawn'],
        ['2026-12-10', 'open'],
      ]);
    });

    it('end the stop of a complaint that was none, and ask the dialler for a new call-back', async () => {
      const { callId, personId, targetId } = await calls();
      await save(callId, { talkResult: 'complaint', reason: 'complaint', note: '?' });
      const at = '2026-11-20T09:00:00.000Z';
      const answer = await correct(await recordOf(callId), { talkResult: 'callback', callbackAt: at });
      expect(answer.body.callback).to.deep.equal({ ok: true, message: '折返しを予約しました。' });
      expect((await rows('hand_over', 'call_id', callId))[0]).to.include({ state: 'withdrawn' });
      const [stop] = await rows('stop_flag', 'person_id', personId);
      expect(stop?.['to_on']).to.equal('2026-11-19');
      expect(commands.at(-1)).to.deep.equal({
        kind: 'put_back',
        payload: { targetIds: [targetId], callback: { at, agentId: null } },
      });
    });

    it('say the number is the person’s again when the stranger was none', async () => {
      const { callId, phoneId } = await calls();
      await save(callId, { whoAnswered: 'wrong_person', phoneStatus: 'foreign' });
      await correct(await recordOf(callId), { talkResult: 'reissue' });
      const words = await api.db.sql`select status from phone_status where phone_id = ${phoneId} order by id`;
      expect(words.map(({ status }) => status)).to.deep.equal(['foreign', 'valid']);
    });

    it('need a reason, and what could not be saved cannot be corrected to', async () => {
      const { callId } = await calls();
      await save(callId, { talkResult: 'reissue' });
      const id = await recordOf(callId);
      expect((await agent.post(`/api/contacts/${id}/correct`, { reason: ' ', entry: said })).status).to.equal(422);
      expect(
        (await correct(id, { whoAnswered: 'third_party', talkResult: 'promise', promise })).body.detail.reason,
      ).to.equal('talk/third-party');
      expect(await rows('contact_record', 'call_id', callId)).to.have.length(1);
    });

    it('are made once when two people correct at the same moment', async () => {
      const { callId } = await calls();
      await save(callId, { talkResult: 'reissue' });
      const id = await recordOf(callId);
      const boss = await api.as('supervisor');
      const statuses = (
        await Promise.all([correct(id, { talkResult: 'hung_up' }), correct(id, { talkResult: 'direct_debit' }, boss)])
      ).map(({ status }) => status);
      expect(statuses.sort()).to.deep.equal([200, 409]);
      expect(await rows('contact_record', 'supersedes_id', id)).to.have.length(1);
    });

    it('are an agent’s for their own of today, a supervisor’s for their lines, nobody’s with a citizen on the line', async () => {
      const { callId } = await calls();
      await save(callId, { talkResult: 'reissue' });
      const id = await recordOf(callId);
      const other = await api.as('agent');
      expect((await other.get(`/api/contacts/${id}`)).body.code).to.equal('record/not-found');
      const elsewhere = await api.as('supervisor', { subjectScope: ['09'] });
      expect((await correct(id, { talkResult: 'hung_up' }, elsewhere)).body.code).to.equal('record/not-found');
      await calls({ ended: false });
      expect((await agent.get(`/api/contacts/${id}`)).body.code).to.equal('record/in-call');
      const boss = await api.as('supervisor');
      expect((await correct(id, { talkResult: 'hung_up' }, boss)).status).to.equal(200);
      await setAgent(api.db.sql, agent.staffId, { state: 'available' });
      await api.db.owner`update contact_record set at = '2026-11-19T01:00:00Z' where call_id = ${callId}`;
      expect((await agent.get(`/api/contacts/${id}`)).body.code).to.equal('record/not-found');
    });
  });

  describe('what is typed so far', () => {
    const put = (callId: string, seq: number, note: string, by = agent) =>
      by.send('PUT', '/api/desk/draft', { callId, seq, draft: { note } });

    it('is kept, and never by an older page over a newer one', async () => {
      const { callId } = await calls({ ended: false });
      expect((await agent.get(`/api/desk/draft/${callId}`)).body.draft).to.equal(null);
      expect((await put(callId, 5, '月末に')).body).to.deep.equal({ kept: true });
      expect((await put(callId, 4, '月')).body).to.deep.equal({ kept: false });
      expect((await agent.get(`/api/desk/draft/${callId}`)).body.draft).to.deep.equal({
        callId,
        seq: 5,
        draft: { note: '月末に' },
      });
    });

    it('is the holder’s of the call, also when it is another seat by now', async () => {
      const { callId } = await calls({ ended: false });
      await put(callId, 1, '夫が在宅');
      const other = await api.as('agent');
      expect((await other.get(`/api/desk/draft/${callId}`)).body.code).to.equal('call/not-yours');
      expect((await put(callId, 9, 'x', other)).body.code).to.equal('call/not-yours');
      await api.db.sql`update call set agent_id = ${other.staffId} where id = ${callId}`;
      await setAgent(api.db.sql, other.staffId, { state: 'talking', callId });
      expect((await other.get(`/api/desk/draft/${callId}`)).body.draft.draft).to.deep.equal({ note: '夫が在宅' });
      expect((await agent.get(`/api/desk/draft/${callId}`)).body.code).to.equal('call/not-yours');
    });

    it('goes with the saved result and does not come back', async () => {
      const { callId } = await calls();
      await put(callId, 1, '途中');
      await save(callId, { talkResult: 'reissue' });
      expect(await rows('desk_draft', 'call_id', callId)).to.have.length(0);
      await setAgent(api.db.sql, agent.staffId, { state: 'wrap_up', callId });
      expect((await put(callId, 99, '遅れて届いた')).body).to.deep.equal({ kept: false });
    });

    it('is no store', async () => {
      const { callId } = await calls({ ended: false });
      expect((await put(callId, 1, 'あ'.repeat(9_000))).body.code).to.equal('desk/draft-size');
    });
  });
});
