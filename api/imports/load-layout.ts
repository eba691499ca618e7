import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { type CityLayout, cityLayoutSchema } from './layout.ts';
import { selectLayout } from './queries.ts';

const builtInFolder = fileURLToPath(new URL('./layouts/', import.meta.url));

/** @throws DomainError `import/layout-invalid` that names the place and what is wrong there. */
export function parseLayout(body: unknown, source: string): CityLayout {
  const result = cityLayoutSchema.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues
    .slice(0, 10)
    .map((issue) => `${issue.path.join('.') || '全体'}: ${issue.message}`);
  throw new DomainError(
    'import/layout-invalid',
    422,
    `レイアウト「${source}」に誤りがあります。\n${problems.join('\n')}`,
    {
      problems,
    },
  );
}

/** A layout by name: the administrator's own first, then the ones that come with the product; or from a JSON file. */
export async function loadLayout(db: Queryable, nameOrFile: string): Promise<CityLayout> {
  if (nameOrFile.endsWith('.json')) return parseLayout(await readJson(nameOrFile), nameOrFile);
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
    throw new DomainError('import/layout-invalid', 422, `${path} は正しい JSON ではありません: ${error.message}`);
  }
}

export const layoutNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
