import { expect } from 'chai';
import { decide } from '../../api/approvals/decide.ts';
import { doNotCallEffect, instalmentEffect } from '../../api/hand-overs/effects.ts';
import { moveRaised } from '../../api/hand-overs/move-raised.ts';
import { raiseHandOver } from '../../api/hand-overs/raise-hand-over.ts';
import { requestDoNotCall } from '../../api/hand-overs/request-do-not-call.ts';
import { withdrawRaised } from '../../api/hand-overs/withdraw-raised.ts';
import { createStaff } from '../../api/staff/create-staff.ts';
import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { selectPersonsOfSubject } from '../../core/reach/fact-queries.ts';
import { stoppedBy } from '../../core/rules/stop-policy.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { INSURANCE, seedPerson, seedSubjects, TAX } from './city-fixture.ts';

const NOW = new Date('2026-11-20T01:00:00Z');
const TODAY = '2026-11-20';

describe('what a conversation leaves for the city', () => {
  let db: TestDatabase;
  let agentId: string;
  let officerId: string;
  before(async () => {
    db = await testDatabase();
    await seedSubjects(db.sql);
    agentId = await staff('agent');
    officerId = await staff('officer');
  });
  after(() => db.close());

  async function staff(role: 'agent' | 'officer'): Promise<string> {
    const password = 'long enough for a test';
    return (await createStaff(db.sql, { login: role, displayName: role, role, password })).id;
  }

  const raise = (personId: number, more: Partial<Parameters<typeof raiseHandOver>[1]> = {}) =>
    db.sql.begin((tx) =>
      raiseHandOver(tx as TransactionSql, {
        kind: 'hand_over',
        personId,
        contactRecordId: null,
        callId: null,
        subjectId: TAX,
        reason: 'hardship',
        body: '失業した。来週窓口に来る',
        wishes: null,
        staffId: agentId,
        now: NOW,
        ...more,
      }),
    );
  const stopCalls = (personId: number, more: Partial<Parameters<typeof requestDoNotCall>[1]> = {}) =>
    db.sql.begin((tx) =>
      requestDoNotCall(tx as TransactionSql, {
        personId,
        contactRecordId: null,
        callId: null,
        subjectId: TAX,
        reason: '電話は困る',
        staffId: agentId,
        now: NOW,
        ...more,
      }),
    );
  const record = async (personId: number, talk: string, supersedes: string | null = null) => {
    const id = newId();
    await db.sql`insert into contact_record (id, person_id, staff_id, subject_id, at, channel, direction, talk_result, supersedes_id)
      values (${id}, ${personId}, ${agentId}, ${TAX}, ${NOW}, 'call', 'outbound', ${talk}, ${supersedes})`;
    return id;
  };
  const row = async (id: string) => (await db.sql`select * from hand_over where id = ${id}`)[0];
  const acts = async (id: string) =>
    (await db.sql`select act from hand_over_event where hand_over_id = ${id} order by id`).map(({ act }) => act);
  const approval = async (refId: string) =>
    (await db.sql`select * from approval_request where ref_id = ${refId} order by requested_at desc limit 1`)[0];
  const gate = async (personId: number) => {
    const { persons } = await selectPersonsOfSubject(db.sql, [personId], TAX, NOW);
    const facts = persons[0];
    return {
      flag: stoppedBy(facts?.stopFlags ?? [], 'call', TODAY)?.kind ?? null,
      sms: stoppedBy(facts?.stopFlags ?? [], 'sms', TODAY)?.kind ?? null,
      talk: facts?.stopRequested,
    };
  };
  const decided = async (refId: string, decision: 'approve' | 'return', answer: string | null = null) =>
    decide(
      db.sql,
      [instalmentEffect, doNotCallEffect],
      { staffId: officerId, subjectScope: null, centreScope: null, privileged: false },
      { id: (await approval(refId))?.['id'], decision, answer, now: NOW },
    );
  const refusal = (asked: Promise<unknown>) =>
    asked.then(
      () => 'saved',
      (error: { code?: string }) => error.code,
    );

  it('lies in the inbox with a deadline in working days and its history', async () => {
    const person = await seedPerson(db.sql);
    const id = await raise(person.id);
    const saved = await row(id);
    expect(saved).to.include({ kind: 'hand_over', state: 'waiting', reason: 'hardship', raised_by: agentId });
    // Friday 20 Nov, three working days: 24 (23 is a holiday), 25, 26 November, closing at 17:00.
    expect(saved?.['due_at'].toISOString()).to.equal('2026-11-26T08:00:00.000Z');
    expect(await acts(id)).to.deep.equal(['raised']);
    expect(await gate(person.id)).to.deep.equal({ flag: null, sms: null, talk: false });
  });

  it('takes the city’s own number of days from the day they are valid', async () => {
    const person = await seedPerson(db.sql);
    await db.sql`insert into setting (key, valid_from, value) values
      ('hand_overs', '2026-11-20', '{"byReason": {"hardship": 1, "moved": "soon"}}'), ('hand_overs', '2026-11-21', '{"byReason": {"hardship": 9}}')`;
    expect((await row(await raise(person.id)))?.['due_at'].toISOString()).to.equal('2026-11-24T08:00:00.000Z');
    const moved = await row(await raise(person.id, { reason: 'moved' }));
    expect(moved?.['due_at'].toISOString()).to.equal('2026-11-30T08:00:00.000Z');
    await db.sql`delete from setting where key = 'hand_overs'`;
  });

  it('a complaint is for the same day and stops every channel at once', async () => {
    const person = await seedPerson(db.sql);
    const id = await raise(person.id, { kind: 'complaint', reason: 'complaint', body: '何度もかけてくる' });
    expect((await row(id))?.['due_at'].toISOString()).to.equal('2026-11-20T08:00:00.000Z');
    expect(await gate(person.id)).to.deep.equal({ flag: 'complaint', sms: 'complaint', talk: false });
  });

  it('instalment wishes are a question to the city, never a plan', async () => {
    const person = await seedPerson(db.sql);
    const wishes = [
      { on: '2026-11-30', amount: 10_000 },
      { on: '2026-12-28', amount: 15_000 },
    ];
    const id = await raise(person.id, { kind: 'instalment_request', reason: 'instalment', body: '', wishes });
    expect((await row(id))?.['wishes']).to.deep.equal(wishes);
    expect(await approval(id)).to.include({
      kind: 'instalment',
      state: 'waiting',
      subject_id: TAX,
      requested_by: agentId,
    });
    expect((await approval(id))?.['title']).to.equal('市税: 分納の希望(2回)');
    await decided(id, 'approve', '第1回のみ納付書を送ります');
    expect(await row(id)).to.include({ state: 'answered', outcome: 'approved', answer: '第1回のみ納付書を送ります' });
    expect(await refusal(decided(id, 'approve'))).to.equal('approval/decided');
    expect(await acts(id)).to.deep.equal(['raised', 'approved']);
  });

  it('refuses wishes that are no plan, reasons of another kind, and silence', async () => {
    const person = await seedPerson(db.sql);
    const plan = (wishes: { on: string; amount: number }[] | null) =>
      refusal(raise(person.id, { kind: 'instalment_request', reason: 'instalment', wishes }));
    expect(await plan(null)).to.equal('hand-over/wishes');
    expect(await plan([{ on: '2026-11-30', amount: 1 }])).to.equal('hand-over/wishes');
    const first = { on: '2026-11-30', amount: 1 };
    expect(await plan([first, first])).to.equal('hand-over/wishes');
    expect(await plan([{ on: '2026-11-19', amount: 1 }, first])).to.equal('hand-over/wishes');
    expect(await plan([first, { on: '2026-12-30', amount: 0.5 }])).to.equal('hand-over/wishes');
    expect(await refusal(raise(person.id, { reason: 'complaint' }))).to.equal('hand-over/reason');
    expect(await refusal(raise(person.id, { kind: 'complaint', reason: 'moved' }))).to.equal('hand-over/reason');
    expect(await refusal(raise(person.id, { body: '  ' }))).to.equal('hand-over/body');
  });

  it('do-not-call stops at once; confirmed it stands, with what was said', async () => {
    const person = await seedPerson(db.sql);
    const contactRecordId = await record(person.id, 'do_not_call');
    const id = await stopCalls(person.id, { contactRecordId });
    expect(await gate(person.id)).to.deep.equal({ flag: 'no_call', sms: null, talk: true });
    expect(await approval(id)).to.include({ kind: 'do_not_call', state: 'waiting' });
    await decided(id, 'approve');
    expect(await row(id)).to.include({ state: 'closed', outcome: 'approved', resumed_at: null });
    expect(await gate(person.id)).to.deep.equal({ flag: 'no_call', sms: null, talk: true });
  });

  it('do-not-call said in two conversations outlives the correction of one of them', async () => {
    const person = await seedPerson(db.sql);
    const first = await record(person.id, 'do_not_call');
    const id = await stopCalls(person.id, { contactRecordId: first });
    const second = await record(person.id, 'do_not_call');
    expect(await stopCalls(person.id, { contactRecordId: second })).to.equal(id);
    const correct = async (wrong: string) => {
      await record(person.id, 'refuses', wrong);
      return db.sql.begin((tx) =>
        withdrawRaised(tx as TransactionSql, { contactRecordId: wrong, staffId: agentId, now: NOW }),
      );
    };
    expect(await correct(first)).to.equal(0);
    expect(await row(id)).to.include({ state: 'waiting', contact_record_id: second });
    expect(await acts(id)).to.deep.equal(['raised', 'repeated', 'remark']);
    expect(await correct(second)).to.equal(1);
    expect(await row(id)).to.include({ state: 'withdrawn' });
  });

  it('do-not-call returned: the stop ends at once, the reason and the stop stay in the history', async () => {
    const person = await seedPerson(db.sql);
    const contactRecordId = await record(person.id, 'do_not_call');
    const id = await stopCalls(person.id, { contactRecordId });
    expect(await refusal(decided(id, 'return'))).to.equal('approval/no-answer');
    await decided(id, 'return', '督促状の送付後に再度架電します');
    expect(await gate(person.id)).to.deep.equal({ flag: null, sms: null, talk: false });
    expect(await row(id)).to.include({
      state: 'closed',
      outcome: 'returned',
      answer: '督促状の送付後に再度架電します',
    });
    expect(await acts(id)).to.deep.equal(['raised', 'returned', 'resumed']);
    const stops = await db.sql`select kind, from_on, to_on from stop_flag where person_id = ${person.id}`;
    expect([...stops]).to.deep.equal([{ kind: 'no_call', from_on: TODAY, to_on: '2026-11-19' }]);
    // Said again it stops again, and is asked again.
    const again = await stopCalls(person.id);
    expect(again).not.to.equal(id);
    expect((await gate(person.id)).flag).to.equal('no_call');
  });

  it('a corrected record that keeps its request is let go with it', async () => {
    const person = await seedPerson(db.sql);
    const wrong = await record(person.id, 'do_not_call');
    const id = await stopCalls(person.id, { contactRecordId: wrong });
    const right = await record(person.id, 'do_not_call', wrong);
    await moveRaised(db.sql, { fromRecordId: wrong, toRecordId: right, note: null, staffId: agentId, now: NOW });
    expect(await gate(person.id)).to.deep.equal({ flag: 'no_call', sms: null, talk: true });
    await decided(id, 'return', '本人が取り下げた');
    expect(await gate(person.id)).to.deep.equal({ flag: null, sms: null, talk: false });
  });

  it('asked twice, also at the same moment, it is one request and one stop', async () => {
    const person = await seedPerson(db.sql);
    const [one, two] = await Promise.all([stopCalls(person.id), stopCalls(person.id, { subjectId: INSURANCE })]);
    expect(one).to.equal(two);
    expect(await acts(one)).to.deep.equal(['raised', 'repeated']);
    const stops = await db.sql`select 1 from stop_flag where person_id = ${person.id}`;
    const questions = await db.sql`select 1 from approval_request where ref_id = ${one} and state = 'waiting'`;
    expect([stops.length, questions.length]).to.deep.equal([1, 1]);
  });

  it('a correction withdraws what was raised wrongly and ends its stop; what was answered stays', async () => {
    const person = await seedPerson(db.sql);
    const wrong = await record(person.id, 'do_not_call');
    const stop = await stopCalls(person.id, { contactRecordId: wrong });
    const answered = await raise(person.id, {
      kind: 'instalment_request',
      reason: 'instalment',
      contactRecordId: wrong,
      wishes: [
        { on: '2026-11-30', amount: 1_000 },
        { on: '2026-12-28', amount: 1_000 },
      ],
    });
    await decided(answered, 'return', '窓口へ');
    const right = await record(person.id, 'callback', wrong);
    const count = await db.sql.begin((tx) =>
      withdrawRaised(tx as TransactionSql, { contactRecordId: wrong, staffId: agentId, now: NOW }),
    );
    expect(count).to.equal(1);
    expect(await row(stop)).to.include({ state: 'withdrawn' });
    expect(await row(answered)).to.include({ state: 'answered' });
    expect(await approval(stop)).to.include({ state: 'withdrawn' });
    expect(await gate(person.id)).to.deep.equal({ flag: null, sms: null, talk: false });
    // The same matter of the corrected record stands in the place of the wrong one.
    const first = await raise(person.id, { contactRecordId: right });
    const newest = await record(person.id, 'hardship', right);
    const second = await raise(person.id, { contactRecordId: newest });
    expect([(await row(first))?.['state'], (await row(second))?.['state']]).to.deep.equal(['withdrawn', 'waiting']);
  });
});
