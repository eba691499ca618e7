import { expect } from 'chai';
import { judgeOpen, judgeStirred } from '../../api/promises/judge-promises.ts';
import { savePromise, withdrawPromises } from '../../api/promises/save-promise.ts';
import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, START } from './api-under-test.ts';
import { INSURANCE, LUNCH, seedPerson, seedSubjects, TAX } from './city-fixture.ts';

const NOW = new Date(START);

describe('a promise', () => {
  let api: ApiUnderTest;
  let agentId: string;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agentId = (await api.staff('agent')).id;
  });
  after(() => api.close());

  async function debtor(subjects = [TAX]) {
    const person = await seedPerson(api.db.sql, { subjects });
    const items = await api.db.sql<{ id: number; subjectId: string }[]>`
      select id, subject_id as "subjectId" from arrears_item where person_id = ${person.id} order by subject_id`;
    const item = (subjectId: string) => items.find((one) => one.subjectId === subjectId)?.id ?? 0;
    return { ...person, item };
  }
  const promise = (personId: number, more: Partial<Parameters<typeof savePromise>[1]> = {}) =>
    api.db.sql.begin((tx) =>
      savePromise(tx as TransactionSql, {
        personId,
        contactRecordId: null,
        callId: null,
        subjectId: TAX,
        itemIds: [],
        promisedOn: '2026-11-27',
        amount: null,
        method: 'convenience',
        reissue: false,
        madeBy: 'principal',
        staffId: agentId,
        now: NOW,
        ...more,
      }),
    );
  const row = async (id: string) => (await api.db.sql`select * from promise where id = ${id}`)[0];
  const record = async (personId: number, supersedes: string | null = null) => {
    const id = newId();
    await api.db
      .sql`insert into contact_record (id, person_id, staff_id, subject_id, at, channel, direction, talk_result, supersedes_id)
      values (${id}, ${personId}, ${agentId}, ${TAX}, ${NOW}, 'call', 'outbound', 'promise', ${supersedes})`;
    return id;
  };
  const refusal = async (asked: Promise<unknown>) =>
    asked.then(
      () => 'saved',
      (error: { code?: string }) => error.code,
    );

  it('keeps what was owed that day, with the days of grace of that day', async () => {
    const person = await debtor([TAX, INSURANCE]);
    await api.db
      .sql`insert into setting (key, valid_from, value) values ('promises', '2026-11-20', '{"graceDays": 10}'),
      ('promises', '2026-11-21', '{"graceDays": 3}') on conflict do nothing`;
    const id = await promise(person.id);
    expect(await row(id)).to.include({ state: 'open', grace_days: 10, promised_on: '2026-11-27', amount: null });
    const items = await api.db.sql`select * from promise_item where promise_id = ${id}`;
    expect(items.map((one) => [one.arrears_item_id, one.unpaid, one.received])).to.deep.equal([
      [person.item(TAX), person.amounts[0], 0],
    ]);
    const events = await api.db.sql`select cause, state, staff_id from promise_event where promise_id = ${id}`;
    expect([...events]).to.deep.equal([{ cause: 'made', state: 'open', staff_id: agentId }]);
    await api.db.sql`delete from setting where key = 'promises'`;
  });

  it('is for one day to come, of the person’s own claims, and never across what may be told together', async () => {
    const person = await debtor([TAX, INSURANCE, LUNCH]);
    const other = await debtor();
    expect(await refusal(promise(person.id, { promisedOn: '2026-11-19' }))).to.equal('promise/date');
    expect(await refusal(promise(person.id, { promisedOn: '2027-02-20' }))).to.equal('promise/date');
    expect(await refusal(promise(person.id, { amount: 99_999_999 }))).to.equal('promise/amount');
    expect(await refusal(promise(person.id, { itemIds: [other.item(TAX)] }))).to.equal('promise/nothing-owed');
    const mixed = [person.item(TAX), other.item(TAX)];
    expect(await refusal(promise(person.id, { itemIds: mixed }))).to.equal('promise/item-unknown');
    const lunch = [person.item(TAX), person.item(LUNCH)];
    expect(await refusal(promise(person.id, { itemIds: lunch }))).to.equal('promise/item-unknown');
    const together = [person.item(TAX), person.item(INSURANCE)];
    expect(await refusal(promise(person.id, { itemIds: together }))).to.equal('saved');
  });

  it('with a new date postpones the older one', async () => {
    const person = await debtor();
    const first = await promise(person.id);
    const second = await promise(person.id, { promisedOn: '2026-12-04' });
    expect(await row(first)).to.include({ state: 'postponed', replaced_by: second });
    expect(await row(second)).to.include({ state: 'open' });
  });

  it('that was entered by mistake gives back its place to what it had replaced', async () => {
    const person = await debtor([TAX, INSURANCE]);
    const both = [person.item(TAX), person.item(INSURANCE)];
    const earlier = await promise(person.id, { itemIds: both });
    const wrong = await record(person.id);
    const mistake = await promise(person.id, { itemIds: both, promisedOn: '2026-11-30', contactRecordId: wrong });
    expect(await row(earlier)).to.include({ state: 'postponed', replaced_by: mistake });
    // The right one is about another period only: the earlier promise of this one stands.
    const right = await record(person.id, wrong);
    const other = await debtor();
    await api.db.sql`update arrears_item set person_id = ${person.id} where id = ${other.item(TAX)}`;
    const second = await promise(person.id, { itemIds: [other.item(TAX)], contactRecordId: right });
    expect(await row(mistake)).to.include({ state: 'withdrawn', replaced_by: second });
    expect(await row(earlier)).to.include({ state: 'open', replaced_by: null });
    const events = await api.db.sql`select state, cause from promise_event where promise_id = ${earlier} order by id`;
    expect([...events]).to.deep.equal([
      { state: 'open', cause: 'made' },
      { state: 'postponed', cause: 'postponed' },
      { state: 'open', cause: 'corrected' },
    ]);
    await api.db.sql`delete from promise_stir`;
  });

  it('of a corrected record is withdrawn, with or without another one in its place', async () => {
    const person = await debtor();
    const wrong = await record(person.id);
    const first = await promise(person.id, { contactRecordId: wrong });
    const right = await record(person.id, wrong);
    const second = await promise(person.id, { contactRecordId: right, promisedOn: '2026-12-01' });
    expect(await row(first)).to.include({ state: 'withdrawn', replaced_by: second });
    const withdrawn = await api.db.sql.begin((tx) =>
      withdrawPromises(tx as TransactionSql, { contactRecordId: right, staffId: agentId, now: NOW }),
    );
    expect(withdrawn).to.equal(1);
    expect(await row(second)).to.include({ state: 'withdrawn', replaced_by: null });
  });

  describe('and the money', () => {
    const day = (date: string) => new Date(`${date}T10:00:00+09:00`);
    let manager: Browser;
    before(async () => {
      manager = await api.as('manager');
    });
    const pay = async (person: { id: number; item(subject: string): number }, amount: number) =>
      (
        await manager.post(`/api/persons/${person.id}/payments`, {
          arrearsItemId: person.item(TAX),
          receiptDate: '2026-11-20',
          amount,
        })
      ).body.id as number;
    const takeBack = (personId: number, payment: number) =>
      manager.post(`/api/persons/${personId}/payments/${payment}/cancel`, { reason: '別人の入金' });
    const history = async (id: string) =>
      (
        await api.db.sql<{ cause: string; state: string }[]>`
        select cause, state from promise_event where promise_id = ${id} order by id`
      ).map(({ cause, state }) => `${cause} ${state}`);
    const stirred = async (at: Date) => {
      while (await judgeStirred(api.db.sql, at)) await Promise.resolve();
    };

    it('keeps it at once, and 速報取消 opens the question again', async () => {
      const person = await debtor();
      const id = await promise(person.id);
      const payment = await pay(person, person.amounts[0] ?? 0);
      await stirred(NOW);
      expect(await row(id)).to.include({ state: 'kept', kept_amount: person.amounts[0] });
      await takeBack(person.id, payment);
      await stirred(NOW);
      expect(await row(id)).to.include({ state: 'open', kept_amount: 0 });
      expect(await history(id)).to.deep.equal(['made open', 'payment kept', 'payment open']);
    });

    it('judges by the day once grace is over, and again when money that came in time is taken back', async () => {
      const [nothing, some, all] = [await debtor(), await debtor(), await debtor()];
      const ids = [await promise(nothing.id), await promise(some.id), await promise(all.id, { amount: 5_000 })];
      await pay(some, 1_000);
      const whole = await pay(all, 5_000);
      await judgeOpen(api.db.sql, day('2026-12-04'));
      const states = async () => Promise.all(ids.map(async (id) => (await row(id))?.state));
      expect(await states()).to.deep.equal(['open', 'open', 'kept']);
      expect(await judgeOpen(api.db.sql, day('2026-12-05'))).to.include({ part: 1 });
      expect(await states()).to.deep.equal(['broken', 'part', 'kept']);
      // The stirs of the two payments are still waiting: what they say is known already.
      await stirred(day('2026-12-05'));
      await judgeOpen(api.db.sql, day('2026-12-06'));
      expect(await history(ids[1] ?? '')).to.deep.equal(['made open', 'day part']);
      await takeBack(all.id, whole);
      await stirred(day('2026-12-06'));
      expect(await states()).to.deep.equal(['broken', 'part', 'broken']);
    });

    it('is judged once when two workers look at the same time, and not lost when one dies in the middle', async () => {
      const person = await debtor();
      const id = await promise(person.id);
      await pay(person, person.amounts[0] ?? 0);
      await rejected(
        api.db.sql.begin(async (tx) => {
          await tx`delete from promise_stir`;
          throw new Error('killed');
        }),
      );
      await Promise.all([judgeStirred(api.db.sql, NOW), judgeStirred(api.db.sql, NOW), judgeOpen(api.db.sql, NOW)]);
      await stirred(NOW);
      const changes = await history(id);
      expect(changes).to.have.length(2);
      expect(changes[1]).to.match(/ kept$/);
    });
  });
});

const rejected = (asked: Promise<unknown>) =>
  asked.then(
    () => expect.fail('not rejected'),
    () => undefined,
  );
