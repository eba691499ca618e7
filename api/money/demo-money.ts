import type { Sql } from '../../core/platform/postgres.ts';
import {
  ANNOUNCE_KEY,
  DEMAND_FEE_KEY,
  type MoneyScope,
  ratesKey,
  ruleKey,
} from '../../core/rules/money/money-settings.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { selectMoneySettings } from './queries.ts';

const ALWAYS = '0001-01-01';
const HEALTH_FEE: MoneyScope = { subjectId: '01' };
const LOAN: MoneyScope = { subjectId: '10' };

/**
 * How the demo city (whose layout names the engines) counts charges: each way a city differs from the standard occurs once. 国保料 keeps
 * the lower rate for three months, the loan has the rate of its 要綱, 給食費 is not announced, 督促手数料 was abolished, and その他債権
 * has no engine. Does nothing where anything is set.
 */
export async function createDemoMoney(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    if ((await selectMoneySettings(tx)).length > 0) return;
    await saveSetting(tx, ANNOUNCE_KEY, ALWAYS, { announce: 'always', subjects: { '09': 'never' } });
    await saveSetting(tx, DEMAND_FEE_KEY, '2025-04-01', { yen: 0 });
    await saveSetting(tx, ruleKey(HEALTH_FEE), ALWAYS, { splitMonths: 3 });
    await saveSetting(tx, ratesKey(LOAN), ALWAYS, { through: '2019-03-31', first: 1_075, later: 1_075 });
    await saveSetting(tx, ratesKey(LOAN), '2019-04-01', { through: null, first: 500, later: 500 });
  });
}
