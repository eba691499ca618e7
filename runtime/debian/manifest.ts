import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';

/** What was fetched, from where, with its hashes: the packing list of an installation without any route. */
export const manifestSchema = z.object({
  format: z.literal(1),
  fetchedAt: z.string(),
  source: z.string(),
  architecture: z.string(),
  wanted: z.array(z.string()),
  asteriskVersion: z.string(),
  packages: z.array(
    z.object({
      file: z.string().regex(/^[^/]+\.deb$/),
      bytes: z.number().int(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export async function describePackage(path: string): Promise<Manifest['packages'][number]> {
  return { file: basename(path), bytes: (await stat(path)).size, sha256: await sha256OfFile(path) };
}

/** One line for each package that is missing or not what was fetched; empty when the folder may be installed. */
export async function checkManifest(manifest: Manifest, archivesDir: string): Promise<string[]> {
  const problems: string[] = [];
  for (const { file, bytes, sha256 } of manifest.packages) {
    const path = join(archivesDir, file);
    const size = await stat(path).then(
      (entry) => entry.size,
      () => undefined,
    );
    if (size === undefined) problems.push(`${file}: missing`);
    else if (size !== bytes || (await sha256OfFile(path)) !== sha256) problems.push(`${file}: changed`);
  }
  return problems;
}
