import { expect } from 'chai';
import { applyCityProfile } from '../../api/imports/city-profile.ts';
import { loadLayout } from '../../api/imports/load-layout.ts';
import { createDemoMoney } from '../../api/money/demo-money.ts';
import { selectMoneySettings, selectSubjectEngines } from '../../api/money/queries.ts';
import { moneyRules } from '../../core/rules/money/money-settings.ts';
import { todaysCharge } from '../../core/rules/money/todays-charge.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const ON = '2026-11-20';

describe('api: money of the cities that come along', () => {
  let db: TestDatabase;
  before(async () => {
    db = await testDatabase();
  });
  after(() => db.close());

  /** 100,000 yen due 2026-06-30, by subject: yen, why not, or that nothing is told. */
  const charges = async () => {
    const settings = await selectMoneySettings(db.sql);
    const item = { dueDate: '2026-06-30', principal: 100_000, collected: 0, unpaid: 100_000, fixedCharge: 0 };
    const facts = { ...item, disposition: null, payments: [], suspensions: [] };
    const subjects = await selectSubjectEngines(db.sql);
    return Object.fromEntries(
      subjects.map(({ id, engine }) => {
        const charge = todaysCharge(facts, moneyRules(settings, { subjectId: id, engine }, { today: ON, on: ON }), ON);
        return [id, charge.state === 'known' ? charge.yen : charge.state === 'ask_city' ? charge.reason : charge.state];
      }),
    );
  };

  it('the demo city counts each subject its own way, and does not know one', async () => {
    const layout = await loadLayout(db.sql, 'demo');
    await db.sql.begin((tx) => applyCityProfile(tx, layout));
    expect(new Set(Object.values(await charges()))).to.deep.equal(new Set(['not_announced']));
    await createDemoMoney(db.sql);
    expect(await charges()).to.deep.equal({
      // Three months at 2.8 % (92 days), then 51 days at 9.1 %: 705 + 1,271.
      '01': 1_900,
      '02': 3_000,
      '03': 3_000,
      '04': 3_000,
      '05': 3_000,
      '06': 3_000,
      '07': 3_000,
      '08': 3_000,
      '09': 'not_announced',
      '10': 1_958,
      '11': 'engine_unknown',
    });
  });

  it('is filled once: what a city set is never touched', async () => {
    const before = await selectMoneySettings(db.sql);
    await db.sql`update setting set value = '{"announce": "never"}' where key = 'delinquency_announce'`;
    await createDemoMoney(db.sql);
    expect((await selectMoneySettings(db.sql)).length).to.equal(before.length);
    expect(new Set(Object.values(await charges()))).to.deep.equal(new Set(['not_announced']));
  });
});
