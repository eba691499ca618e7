import type { ScriptSave } from '../../core/contracts/http/scripts.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Queryable, Sql } from '../../core/platform/postgres.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { scriptBlockProblems } from '../../core/rules/script-blocks.ts';
import { addDays } from '../../core/rules/tokyo-time.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { selectSubjects } from '../subjects/queries.ts';
import { endScript, insertScript, type ScriptRow, selectScripts } from './queries.ts';

/**
 * A script, or a new version of one: what was said until yesterday stays as it was said.
 *
 * @param today `YYYY-MM-DD`
 * @throws DomainError `script/problems` 422, `script/past` 409, `script/not-found` 404, `settings/whole-city` 403
 */
export async function saveScript(sql: Sql, save: ScriptSave, caller: Scope, today: string): Promise<string> {
  const problems = scriptBlockProblems(save.blocks);
  const [first] = problems;
  if (first) throw new DomainError('script/problems', 422, first, { problems });
  if (save.validFrom < today) throw new DomainError('script/past', 409, '過ぎた日のスクリプトは変えられません。');
  return sql.begin(async (tx) => {
    await assertScriptScope(tx, caller, save.subjectId);
    const { replaces, ...script } = save;
    if (replaces !== null) {
      await ownScript(tx, caller, replaces);
      await endScript(tx, replaces, addDays(save.validFrom, -1));
    }
    const id = newId();
    await insertScript(tx, { ...script, id, validTo: null });
    return id;
  });
}

/** @throws DomainError as above, and `script/past` 409 for a day that is over */
export async function closeScript(sql: Sql, id: string, lastDay: string, caller: Scope, today: string): Promise<void> {
  if (lastDay < today) throw new DomainError('script/past', 409, '過ぎた日のスクリプトは変えられません。');
  await sql.begin(async (tx) => {
    await ownScript(tx, caller, id);
    await endScript(tx, id, lastDay);
  });
}

/** Those of the caller's subjects, and those of all. */
export async function visibleScripts(db: Queryable, caller: Scope): Promise<ScriptRow[]> {
  const mine = new Set((await selectSubjects(db)).filter((one) => inScope(caller, one)).map(({ id }) => id));
  return (await selectScripts(db)).filter(({ subjectId }) => subjectId === null || mine.has(subjectId));
}

async function ownScript(db: Queryable, caller: Scope, id: string): Promise<void> {
  const script = (await visibleScripts(db, caller)).find((one) => one.id === id);
  if (!script) throw new DomainError('script/not-found', 404, 'スクリプトが見つかりません。');
  await assertScriptScope(db, caller, script.subjectId);
}

async function assertScriptScope(db: Queryable, caller: Scope, subjectId: string | null): Promise<void> {
  if (subjectId === null) return assertWholeCity(caller);
  const [subject] = await selectSubjects(db, subjectId);
  if (!subject || !inScope(caller, subject))
    throw new DomainError('script/not-found', 404, 'スクリプトが見つかりません。');
}
