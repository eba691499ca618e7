import type { Queryable } from '../../core/platform/postgres.ts';
import type { ScriptScope } from '../../core/rules/choose-script.ts';
import { blocksOfBody, type ScriptBlock } from '../../core/rules/script-blocks.ts';

export interface ScriptRow extends ScriptScope {
  name: string;
  blocks: ScriptBlock[];
}

interface StoredRow extends ScriptScope {
  name: string;
  body: string;
  blocks: ScriptBlock[] | null;
}

const fields = (db: Queryable) => db`id, subject_id as "subjectId", name, body, stage, attribute, language, blocks,
  valid_from as "validFrom", valid_to as "validTo"`;

const withBlocks = ({ body, blocks, ...row }: StoredRow): ScriptRow => ({
  ...row,
  blocks: blocks ?? blocksOfBody(body),
});

/** Scripts that may be chosen for a subject on a day, with those of every subject. @param today `YYYY-MM-DD` */
export async function selectScriptsOf(db: Queryable, subjectId: string, today: string): Promise<ScriptRow[]> {
  const rows = await db<StoredRow[]>`
    select ${fields(db)} from script where (subject_id = ${subjectId} or subject_id is null) and valid_from <= ${today}::date
      and (valid_to is null or valid_to >= ${today}::date) order by id limit 200`;
  return rows.map(withBlocks);
}

/** All of them, also ended ones: what was said in a call of last year is asked for. */
export async function selectScripts(db: Queryable): Promise<ScriptRow[]> {
  const rows = await db<StoredRow[]>`
    select ${fields(db)} from script order by valid_to is not null, subject_id nulls last, name, valid_from desc limit 500`;
  return rows.map(withBlocks);
}

export interface NewScript extends ScriptScope {
  name: string;
  blocks: readonly ScriptBlock[];
}

export async function insertScript(db: Queryable, script: NewScript): Promise<void> {
  await db`
    insert into script (id, subject_id, name, body, valid_from, valid_to, stage, attribute, language, blocks)
    values (${script.id}, ${script.subjectId}, ${script.name}, ${script.blocks.map(({ text }) => text).join('\n')},
      ${script.validFrom}, ${script.validTo}, ${script.stage}, ${script.attribute}, ${script.language},
      ${db.json(script.blocks as never)})`;
}

/** @returns false when it had ended by then already. @param lastDay `YYYY-MM-DD` */
export async function endScript(db: Queryable, id: string, lastDay: string): Promise<boolean> {
  const rows = await db`
    update script set valid_to = ${lastDay} where id = ${id} and (valid_to is null or valid_to > ${lastDay}::date) returning id`;
  return rows.length === 1;
}

/** The subject's own script for everybody; what a campaign is made with. @param today `YYYY-MM-DD` */
export async function selectScriptId(db: Queryable, subjectId: string, today: string): Promise<string | null> {
  const [row] = await db<{ id: string }[]>`
    select id from script where subject_id = ${subjectId} and attribute is null and language is null and stage is null
      and valid_from <= ${today}::date and (valid_to is null or valid_to >= ${today}::date)
    order by valid_from desc, id desc limit 1`;
  return row?.id ?? null;
}

/** Is there any script for every subject? Then the city has its own and no standard ones are written beside. */
export async function selectHasCommon(db: Queryable): Promise<boolean> {
  const rows = await db`select 1 from script where subject_id is null limit 1`;
  return rows.length === 1;
}
