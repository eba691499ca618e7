import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { DomainError } from '../../core/platform/errors.ts';

/** One file a subject and kind, with room to spare. */
const MAX_FILES = 60;
/** Ten million installments. */
const MAX_FILE_BYTES = 2 * 1024 ** 3;

export interface Upload {
  fields: Record<string, string>;
  fileNames: string[];
}

/**
 * Streams the files of a form to `folder` under their own names. Nothing is kept in memory, and on any fault nothing on
 * disk either.
 *
 * @throws DomainError `import/upload` when it is no form, a name is bad, or a limit is passed
 */
export async function receiveUpload(request: IncomingMessage, folder: string): Promise<Upload> {
  // They hold persons' data: for this process alone.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await receive(request, folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function bad(message: string): DomainError {
  return new DomainError('import/upload', 422, message);
}

async function receive(request: IncomingMessage, folder: string): Promise<Upload> {
  const upload: Upload = { fields: {}, fileNames: [] };
  const writing: Promise<void>[] = [];
  const form = openForm(request);
  form.on('field', (name, value) => {
    upload.fields[name] = value;
  });
  let fault: Error | null = null;
  form.on('file', (_field, stream, { filename }) => {
    const problem = nameProblem(filename, upload.fileNames);
    if (problem || !filename) {
      fault ??= bad(problem ?? 'ファイル名がありません。');
      stream.resume();
      return;
    }
    upload.fileNames.push(filename);
    stream.once('limit', () => {
      fault ??= bad(`${filename} が大きすぎます (上限 2 GB)。`);
    });
    writing.push(pipeline(stream, createWriteStream(join(folder, filename), { mode: 0o600, flags: 'wx' })));
  });
  form.once('filesLimit', () => {
    fault ??= bad(`一度に送れるファイルは ${MAX_FILES} 個までです。`);
  });
  const parsed = pipeline(request, form).catch((error: Error) => {
    fault ??= bad(`ファイルの受信が途中で止まりました (${error.message})。`);
  });
  await parsed;
  const written = await Promise.allSettled(writing);
  if (fault) throw fault;
  const failed = written.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  if (upload.fileNames.length === 0) throw bad('ファイルがありません。');
  return upload;
}

function openForm(request: IncomingMessage): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: MAX_FILES, fileSize: MAX_FILE_BYTES, fields: 20, fieldSize: 1_000, parts: MAX_FILES + 20 },
    });
  } catch {
    throw bad('multipart/form-data で送ってください。');
  }
}

/** busboy takes folders off a name; what is left must be a plain name, and new. */
function nameProblem(name: string | undefined, taken: readonly string[]): string | null {
  if (!name || name.length > 120 || /[/\\\0]/.test(name) || name.startsWith('.')) return 'ファイル名が使えません。';
  return taken.includes(name) ? `${name} が二つあります。` : null;
}
