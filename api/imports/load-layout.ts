import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { type CityLayout, cityLayoutSchema } from './layout.ts';
import { layoutProblems } from './layout-problems.ts';
import { selectLayout } from './queries.ts';

const builtInFolder = fileURLToPath(new URL('./layouts/', import.meta.url));

/** @throws DomainError `import/layout-invalid` that names the place and what is wrong there. */
export function parseLayout(body: unknown, source: string): CityLayout {
  const result = cityLayoutSchema.safeParse(body, { reportInput: true });
  if (result.success) return result.data;
  const problems = layoutProblems(result.error);
  throw new DomainError(
    'import/layout-invalid',
    422,
    `レイアウト「${source}」に誤りがあります。\n${problems.join('\n')}`,
    {
      problems,
    },
  );
}

/** A name has neither a dot nor a slash. */
export function isLayoutFile(nameOrFile: string): boolean {
  return /[./\\]/.test(nameOrFile);
}

/** A layout by name: the administrator's own first, then the ones that come with the product; or from a JSON file. */
export async function loadLayout(db: Queryable, nameOrFile: string): Promise<CityLayout> {
  if (isLayoutFile(nameOrFile)) return parseLayout(await readJson(nameOrFile), nameOrFile);
  const stored = await selectLayout(db, nameOrFile);
  if (stored) return parseLayout(stored, nameOrFile);
  const names = await builtInLayouts();
  if (!names.includes(nameOrFile))
    throw new DomainError(
      'import/layout-unknown',
      404,
      `レイアウト「${nameOrFile}」はありません。使えるもの: ${names.join(', ')}、または JSON ファイルのパス。`,
    );
  return parseLayout(await readJson(`${builtInFolder}${nameOrFile}.json`), nameOrFile);
}

export async function builtInLayouts(): Promise<string[]> {
  return (await readdir(builtInFolder)).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new DomainError('import/layout-unknown', 404, `レイアウトのファイル ${path} を読めません。`);
  });
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new DomainError(
      'import/layout-invalid',
      422,
      `${path} は正しい JSON ではありません${placeIn(error.message, text)}。`,
    );
  }
}

/** The platform names the place by offset, for programmers; people count lines. */
function placeIn(message: string, text: string): string {
  const offset = /at position (\d+)/.exec(message)?.[1];
  if (offset === undefined) return text.trim() === '' ? ' (空のファイルです)' : ' (途中で終わっています)';
  const before = text.slice(0, Number(offset)).split('\n');
  return ` (${before.length} 行目 ${(before.at(-1)?.length ?? 0) + 1} 文字目の近く)`;
}

export const layoutNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
