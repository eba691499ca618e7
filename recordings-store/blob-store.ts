import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Where sealed recordings lie. A directory today; an object store fits behind the same four verbs. */
export interface BlobStore {
  /** Whole or not at all: after it returns the bytes survive a power cut. */
  put(path: string, content: AsyncIterable<Buffer>): Promise<{ bytes: number; sha256: string }>;
  /** @throws Error with `code` ENOENT when there is nothing at `path` */
  open(path: string): Promise<OpenBlob>;
  /** Nothing there is fine. */
  remove(path: string): Promise<void>;
  /** Paths of all blobs of one recording, left-overs of killed workers included. */
  list(recordingId: string): Promise<string[]>;
}

export interface OpenBlob {
  readonly bytes: number;
  read(from: number, to: number): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * `attempt` is part of the name: a worker that was stopped, overtaken and woken up can then never write over the file
 * that the other one registered. The folder comes from the id's random end (its start is a time, the same for weeks).
 */
export function blobPath(recordingId: string, attempt: number): string {
  return `${recordingId.slice(-2)}/${recordingId.slice(-4, -2)}/${recordingId}.${attempt}.tgr`;
}

export function directoryStore(root: string): BlobStore {
  return {
    async put(path, content) {
      const target = join(root, path);
      await makeDirectory(root, dirname(path));
      const temporary = `${target}.part`;
      const hash = createHash('sha256');
      let bytes = 0;
      const file = await open(temporary, 'w', 0o600);
      try {
        for await (const piece of content) {
          hash.update(piece);
          bytes += piece.length;
          await file.write(piece);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, target);
      await syncDirectory(dirname(target));
      return { bytes, sha256: hash.digest('hex') };
    },
    async open(path) {
      const file = await open(join(root, path), 'r');
      const { size } = await file.stat();
      return {
        bytes: size,
        async read(from, to) {
          const buffer = Buffer.allocUnsafe(to - from);
          let filled = 0;
          while (filled < buffer.length) {
            const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, from + filled);
            if (bytesRead === 0) break;
            filled += bytesRead;
          }
          return buffer.subarray(0, filled);
        },
        close: () => file.close(),
      };
    },
    async remove(path) {
      await rm(join(root, path), { force: true });
      await syncDirectory(dirname(join(root, path)));
    },
    async list(recordingId) {
      const folder = dirname(blobPath(recordingId, 0));
      const names = await readdir(join(root, folder)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      return names.filter((name) => name.startsWith(recordingId)).map((name) => join(folder, basename(name)));
    },
  };
}

/** A new folder's own entry must be on the disk too, or a power cut takes the file with it. */
async function makeDirectory(root: string, folder: string): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  let current = root;
  for (const part of folder.split('/')) {
    const child = join(current, part);
    const made = await mkdir(child, { mode: 0o700 }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (made) await syncDirectory(current);
    current = child;
  }
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}
