import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newSecret } from '../../core/platform/ids.ts';
import { SetupFault } from '../setup-fault.ts';
import { writeAtomically } from '../write-atomically.ts';
import { createMasterKey } from './master-key.ts';

/** What is made once for a data folder: its identity and secrets. `instance.json`, which changes at each start, is derived from it. */
const installationSchema = z.object({
  instanceId: z.string().uuid(),
  createdAt: z.string(),
  masterKeyFile: z.string(),
  secrets: z.object({
    databaseOwner: z.string(),
    databaseApp: z.string(),
    ari: z.string(),
    pbxAmi: z.string(),
    carrierAmi: z.string(),
  }),
  /** Used again when they are still free. */
  ports: z.record(z.string(), z.number().int()),
});
export type Installation = z.infer<typeof installationSchema>;

const fileOf = (dataDir: string) => join(dataDir, 'installation.json');

export function readInstallation(dataDir: string): Installation | undefined {
  const path = fileOf(dataDir);
  if (!existsSync(path)) return undefined;
  try {
    return installationSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new SetupFault(
      `${path} が読めません。バックアップから戻してください。 (Not readable: restore it from a backup.)`,
    );
  }
}

export function saveInstallation(dataDir: string, installation: Installation): void {
  writeAtomically(fileOf(dataDir), `${JSON.stringify(installation, null, 2)}\n`);
}

/** Identity, secrets and master key of a new data folder; what is there already is left as it is. */
export function ensureInstallation(dataDir: string): { installation: Installation; created: boolean } {
  const existing = readInstallation(dataDir);
  if (existing) return { installation: existing, created: false };
  if (existsSync(join(dataDir, 'pg'))) {
    throw new SetupFault(
      `${fileOf(dataDir)} がありません。バックアップから戻すか、別の --data を指定してください。` +
        ' (The data folder lost installation.json: restore it, or use another --data.)',
    );
  }
  const instanceId = randomUUID();
  const installation: Installation = {
    instanceId,
    createdAt: new Date().toISOString(),
    // Made here and nowhere else: a key that is missing later must be restored, a new one would open nothing.
    masterKeyFile: createMasterKey(instanceId),
    secrets: {
      databaseOwner: newSecret(),
      databaseApp: newSecret(),
      ari: newSecret(),
      pbxAmi: newSecret(),
      carrierAmi: newSecret(),
    },
    ports: {},
  };
  saveInstallation(dataDir, installation);
  return { installation, created: true };
}
