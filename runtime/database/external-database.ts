import type { InstanceConfig } from '../../core/platform/config.ts';
import { SetupFault } from '../setup-fault.ts';

/** The PostgreSQL that DATABASE_URL names, or undefined. Two roles: the product's own may not own its tables. */
export function externalDatabase(
  env: Readonly<Record<string, string | undefined>>,
): InstanceConfig['database'] | undefined {
  const url = env['DATABASE_URL'];
  const ownerUrl = env['DATABASE_OWNER_URL'];
  if (!url && !ownerUrl) return undefined;
  if (!url || !ownerUrl) {
    throw new SetupFault(
      'DATABASE_URL (製品用) と DATABASE_OWNER_URL (表の所有者) の両方を指定してください。' +
        ' (Set both DATABASE_URL and DATABASE_OWNER_URL, two different roles.)',
    );
  }
  if (new URL(url).username === new URL(ownerUrl).username) {
    throw new SetupFault(
      'DATABASE_URL と DATABASE_OWNER_URL には別の利用者を指定してください。監査記録を守るためです。' +
        ' (The two roles must differ: the product may not change its audit log.)',
    );
  }
  return { url, ownerUrl };
}
