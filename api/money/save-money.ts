import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable, Sql } from '../../core/platform/postgres.ts';
import { type Engine, engineOf } from '../../core/rules/money/engine.ts';
import { type MoneyScope, ratesKey, ruleKey } from '../../core/rules/money/money-settings.ts';
import { rateProblem } from '../../core/rules/money/rate-problem.ts';
import type { RatePeriod } from '../../core/rules/money/rates.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { assertNotPast } from '../settings/from-today.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { type SubjectEngineRow, selectSubjectEngines, updateEngine } from './queries.ts';

/** @throws DomainError `subject/not-found` 404 */
export async function saveEngine(sql: Sql, caller: Scope, subjectId: string, engine: Engine | null): Promise<void> {
  await ownSubject(sql, caller, subjectId);
  await updateEngine(sql, subjectId, engine);
}

/**
 * One line of a table of rates, also for days that are over: a wrong rate has to be corrected, and the audit log keeps who did it.
 *
 * @throws DomainError `money/rate` 422, `money/no-engine` 409, `settings/whole-city` 403, `subject/not-found` 404
 */
export async function saveRates(sql: Sql, caller: Scope, scope: MoneyScope, line: RatePeriod): Promise<void> {
  const engine = await engineOfScope(sql, caller, scope);
  const problem = rateProblem(engine, line);
  if (problem) throw new DomainError('money/rate', 422, problem);
  const { from, ...value } = line;
  await saveSetting(sql, ratesKey(scope), from, value);
}

/** @throws DomainError `settings/past` 409, `money/no-engine` 409, `settings/whole-city` 403, `subject/not-found` 404 */
export async function saveRule(
  sql: Sql,
  caller: Scope,
  asked: { scope: MoneyScope; validFrom: string; rule: object },
  today: string,
): Promise<void> {
  await engineOfScope(sql, caller, asked.scope);
  assertNotPast(asked.validFrom, today);
  await saveSetting(sql, ruleKey(asked.scope), asked.validFrom, asked.rule);
}

async function engineOfScope(db: Queryable, caller: Scope, scope: MoneyScope): Promise<Engine> {
  if ('engine' in scope) assertWholeCity(caller);
  const stored = 'engine' in scope ? scope.engine : (await ownSubject(db, caller, scope.subjectId)).engine;
  const engine = engineOf(stored);
  if (engine === null) throw new DomainError('money/no-engine', 409, '先にこの科目の計算方法を選んでください。');
  return engine;
}

async function ownSubject(db: Queryable, caller: Scope, subjectId: string): Promise<SubjectEngineRow> {
  const subject = (await selectSubjectEngines(db)).find(({ id }) => id === subjectId);
  if (!subject || !inScope(caller, subject)) throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
  return subject;
}
