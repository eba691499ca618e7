import type { DebtClass } from '../../core/contracts/calls.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { scriptBlockProblems } from '../../core/rules/script-blocks.ts';
import { COMMON_SCRIPTS } from './common-scripts.ts';
import { insertScript, type NewScript, selectHasCommon, selectScriptId } from './queries.ts';
import { standardBlocks } from './standard-blocks.ts';

/** Valid from ever: the first campaign may be made for a day that is over. */
const ALWAYS = { validFrom: '0001-01-01', validTo: null };

/**
 * The subject's newest script of its own; the first time, the standard one is written, and beside it those for the dead, for firms, for callers
 * and in other languages, which every subject shares.
 *
 * @param today `YYYY-MM-DD`
 */
export async function ensureScript(
  db: Queryable,
  subject: { id: string; name: string; debtClass: DebtClass },
  today: string,
): Promise<string> {
  if (!(await selectHasCommon(db))) for (const script of COMMON_SCRIPTS) await write(db, { ...ALWAYS, ...script });
  const existing = await selectScriptId(db, subject.id, today);
  if (existing !== null) return existing;
  return write(db, {
    ...ALWAYS,
    subjectId: subject.id,
    name: `${subject.name} 標準`,
    attribute: null,
    language: null,
    blocks: standardBlocks(subject.debtClass),
  });
}

async function write(
  db: Queryable,
  script: Omit<NewScript, 'id' | 'stage' | 'subjectId'> & { subjectId?: string },
): Promise<string> {
  const problems = scriptBlockProblems(script.blocks);
  if (problems.length > 0) throw new Error(`standard script is not allowed: ${problems.join(' ')}`);
  const id = newId();
  await insertScript(db, { subjectId: null, stage: null, ...script, id });
  return id;
}
