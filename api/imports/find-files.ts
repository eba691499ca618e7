import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../../core/platform/errors.ts';
import type { FileKind, Layout } from '../../core/rules/formats/layout.ts';
import type { SourceFile } from './import-job.ts';

/** Persons first: arrears belong to persons, payments to arrears. */
export const KIND_ORDER: readonly FileKind[] = ['person', 'arrears', 'payment'];

/**
 * The files of a hand-over by the layout's names, in the order they must be taken in. Each kind may be missing.
 *
 * @throws DomainError `import/no-files`, `import/no-folder`
 */
export async function findFiles(folder: string, layout: Layout): Promise<SourceFile[]> {
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new DomainError('import/no-folder', 404, `フォルダ ${folder} がありません。`);
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .sort();
  const found: SourceFile[] = [];
  for (const kind of KIND_ORDER) {
    const pattern = layout.files[kind]?.file;
    if (pattern === undefined) continue;
    const regex = namePattern(pattern);
    for (const name of names) {
      const match = regex.exec(name.normalize('NFC'));
      if (match) found.push({ kind, name, path: join(folder, name), subject: match.groups?.['subject'] ?? null });
    }
  }
  if (found.length === 0) {
    const wanted = KIND_ORDER.map((kind) => layout.files[kind]?.file).filter(Boolean);
    throw new DomainError('import/no-files', 422, `${folder} に ${wanted.join(', ')} のどれもありません。`);
  }
  return found;
}

/** `*` is anything, `{subject}` a code; everything else is itself. Upper and lower case are the same, as on a file server. */
function namePattern(pattern: string): RegExp {
  const source = pattern
    .normalize('NFC')
    .split(/(\*|\{subject\})/)
    .map((part) => {
      if (part === '*') return '.*';
      if (part === '{subject}') return '(?<subject>[0-9A-Za-z]+)';
      return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`, 'iu');
}

export interface FileFacts {
  sha256: string;
  /** Line feeds: near enough to the number of rows for a progress bar. */
  lines: number;
}

export async function fileFacts(path: string): Promise<FileFacts> {
  const hash = createHash('sha256');
  let lines = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = piece as Buffer;
    hash.update(bytes);
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  }
  return { sha256: hash.digest('hex'), lines };
}
