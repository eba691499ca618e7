import type { MoneySettings, RateLine, SubjectMoney } from '../../core/contracts/http/money.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { announcement } from '../../core/rules/money/announcement.ts';
import { chargeRule } from '../../core/rules/money/charge-rule.ts';
import { ENGINES, engineOf } from '../../core/rules/money/engine.ts';
import {
  ANNOUNCE_KEY,
  demandFeeTable,
  ruleKey,
  type StoredSetting,
  storedRates,
  valueOn,
} from '../../core/rules/money/money-settings.ts';
import { DEFAULT_RATES, type RatePeriod, ratesEnd, rateTable } from '../../core/rules/money/rates.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { type SubjectEngineRow, selectMoneySettings, selectSubjectEngines } from './queries.ts';

/** How charges are counted today, of the subjects in scope. */
export async function moneyView(db: Queryable, scope: Scope, today: string): Promise<MoneySettings> {
  const settings = await selectMoneySettings(db);
  const subjects = (await selectSubjectEngines(db)).filter((subject) => inScope(scope, subject));
  const policy = valueOn(settings, ANNOUNCE_KEY, today);
  const ids = new Set(subjects.map(({ id }) => id));
  return {
    today,
    announcement: {
      announce: announcement(withoutSubjects(policy), ''),
      subjects: Object.fromEntries(
        subjects.filter(({ id }) => ownPolicy(policy, id)).map(({ id }) => [id, announcement(policy, id)]),
      ),
    },
    subjects: subjects.map((subject) => subjectMoney(settings, subject, today)),
    engines: ENGINES.map((engine) => ({
      engine,
      rule: chargeRule(engine, valueOn(settings, ruleKey({ engine }), today)),
      rates: rateLines(rateTable(engine, storedRates(settings, { engine }) ?? []), DEFAULT_RATES[engine]),
    })),
    demandFees: demandFeeTable(settings),
    coming: settings.filter(({ key, validFrom }) => validFrom > today && ofRuleOrPolicy(key) && visible(key, ids)),
  };
}

function subjectMoney(settings: readonly StoredSetting[], subject: SubjectEngineRow, today: string): SubjectMoney {
  const { id: subjectId, name, colour } = subject;
  const engine = engineOf(subject.engine);
  const own = storedRates(settings, { subjectId }) ?? [];
  const stored = valueOn(settings, ruleKey({ subjectId }), today);
  const readable = engine !== null && stored !== undefined && chargeRule(engine, stored) !== null;
  return {
    subjectId,
    name,
    colour,
    engine,
    ownRule: readable ? (stored as SubjectMoney['ownRule']) : null,
    ownRates: rateLines(own, []),
    ratesEnd: engine === null ? null : ratesEnd(rateTable(engine, storedRates(settings, { engine }) ?? [], own)),
  };
}

const rateLines = (table: readonly RatePeriod[], known: readonly RatePeriod[]): RateLine[] =>
  table.map((line) => ({ ...line, entered: !known.includes(line) }));

const withoutSubjects = (policy: unknown) =>
  policy !== null && typeof policy === 'object' ? { ...policy, subjects: {} } : policy;

function ownPolicy(policy: unknown, subjectId: string): boolean {
  const subjects = policy !== null && typeof policy === 'object' ? (policy as { subjects?: unknown }).subjects : null;
  return subjects !== null && typeof subjects === 'object' && Object.hasOwn(subjects, subjectId);
}

const ofRuleOrPolicy = (key: string) => key === ANNOUNCE_KEY || key.startsWith('delinquency_rule:');
const visible = (key: string, ids: ReadonlySet<string>) =>
  !key.includes(':subject/') || ids.has(key.slice(key.indexOf('/') + 1));
