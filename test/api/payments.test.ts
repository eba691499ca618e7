import { expect } from 'chai';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { INSURANCE, LUNCH, seedPerson, seedSubjects, TAX } from './city-fixture.ts';

describe('payments by hand', () => {
  let api: ApiUnderTest;
  let manager: Browser;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    manager = await api.as('manager');
  });
  after(() => api.close());

  async function debtor(subjects = [TAX]) {
    const person = await seedPerson(api.db.sql, { subjects });
    const items = await api.db.sql<{ id: number; subjectId: string; unpaid: number }[]>`
      select id, subject_id as "subjectId", unpaid from arrears_item where person_id = ${person.id} order by subject_id`;
    const unpaid = async () =>
      (
        await api.db.sql<
          { n: number }[]
        >`select sum(unpaid)::bigint as n from arrears_item where person_id = ${person.id}`
      )[0]?.n;
    return { ...person, items, unpaid, path: `/api/persons/${person.id}/payments` };
  }

  it('counts at once, and is taken back with a reason', async () => {
    const person = await debtor();
    const [item] = person.items;
    const posted = await manager.post(person.path, {
      arrearsItemId: item?.id,
      receiptDate: '2026-11-20',
      amount: item?.unpaid,
    });
    expect(posted.status).to.equal(200);
    expect(await person.unpaid()).to.equal(0);
    const listed = await manager.get(person.path);
    expect(listed.body).to.have.length(1);
    expect(listed.body[0]).to.include({ preliminary: true, mayCancel: true, cancelled: false, amount: item?.unpaid });
    const cancel = `${person.path}/${posted.body.id}/cancel`;
    expect((await manager.post(cancel, { reason: '' })).status).to.equal(422);
    expect((await manager.post(cancel, { reason: '別人の入金だった' })).status).to.equal(204);
    expect(await person.unpaid()).to.equal(item?.unpaid);
    expect((await manager.post(cancel, { reason: '二度目' })).body.type).to.equal(
      'urn:toritsugi:payment/cancelled-before',
    );
  });

  it('refuses more than is owed, a day to come, and the claim of somebody else', async () => {
    const person = await debtor();
    const other = await debtor();
    const good = { arrearsItemId: person.items[0]?.id, receiptDate: '2026-11-20', amount: 1_000 };
    const code = async (change: object) => (await manager.post(person.path, { ...good, ...change })).body.type;
    expect(await code({ amount: 99_999_999 })).to.equal('urn:toritsugi:payment/too-much');
    expect(await code({ receiptDate: '2026-11-21' })).to.equal('urn:toritsugi:payment/in-future');
    expect(await code({ arrearsItemId: other.items[0]?.id })).to.equal('urn:toritsugi:payment/item-unknown');
    expect(await code({ amount: 0 })).to.equal('urn:toritsugi:request/invalid');
    expect(await person.unpaid()).to.equal(person.items[0]?.unpaid);
  });

  it('stays inside the subjects of the account', async () => {
    const person = await debtor([INSURANCE, LUNCH]);
    const narrow = await api.as('manager', { subjectScope: [LUNCH] });
    const tax = person.items.find(({ subjectId }) => subjectId === INSURANCE);
    const lunch = person.items.find(({ subjectId }) => subjectId === LUNCH);
    const post = (itemId: number | undefined) =>
      narrow.post(person.path, { arrearsItemId: itemId, receiptDate: '2026-11-19', amount: 500 });
    expect((await post(tax?.id)).status).to.equal(404);
    expect((await post(lunch?.id)).status).to.equal(200);
    const wide = await manager.post(person.path, { arrearsItemId: tax?.id, receiptDate: '2026-11-19', amount: 700 });
    expect(wide.status).to.equal(200);
    expect((await narrow.get(person.path)).body.map(({ amount }: { amount: number }) => amount)).to.deep.equal([500]);
    expect((await narrow.post(`${person.path}/${wide.body.id}/cancel`, { reason: '科目違い' })).status).to.equal(404);
  });

  it('does not take back what the core system has confirmed', async () => {
    const person = await debtor();
    const posted = await manager.post(person.path, {
      arrearsItemId: person.items[0]?.id,
      receiptDate: '2026-11-20',
      amount: 100,
    });
    await api.db.sql`update payment_entry set contained_on = '2026-11-20' where id = ${posted.body.id}`;
    const answer = await manager.post(`${person.path}/${posted.body.id}/cancel`, { reason: '訂正' });
    expect(answer.body.type).to.equal('urn:toritsugi:payment/confirmed');
  });

  it('wakes telephony in the very commit, and leaves an audit row without an amount', async () => {
    const person = await debtor();
    const woken: number[] = [];
    const listening = await api.db.sql.listen('debt_changed', () => woken.push(Date.now()));
    const asked = Date.now();
    await manager.post(person.path, { arrearsItemId: person.items[0]?.id, receiptDate: '2026-11-20', amount: 100 });
    for (const until = Date.now() + 2_000; woken.length === 0 && Date.now() < until; )
      await new Promise((r) => setTimeout(r, 10));
    await listening.unlisten();
    expect(woken.length).to.be.greaterThan(0);
    expect((woken[0] ?? 0) - asked).to.be.lessThan(2_000);
    const rows = await api.db.sql<
      { detail: object }[]
    >`select detail from audit_log where action = 'payment.post' and person_id = ${person.id}`;
    expect(rows).to.have.length(1);
    expect(JSON.stringify(rows[0]?.detail)).to.not.match(/100/);
  });
});
