import type { InstanceConfig } from '../../core/platform/config.ts';
import { SetupFault } from '../setup-fault.ts';

/** Variable → what it names. All are needed together; docs/operations.md tells what the exchange must be set up with. */
const variables = {
  ariUrl: 'ASTERISK_ARI_URL',
  ariUser: 'ASTERISK_ARI_USER',
  ariPassword: 'ASTERISK_ARI_PASSWORD',
  amiHost: 'ASTERISK_AMI_HOST',
  amiPort: 'ASTERISK_AMI_PORT',
  amiUser: 'ASTERISK_AMI_USER',
  amiPassword: 'ASTERISK_AMI_PASSWORD',
  sipWebSocketUrl: 'ASTERISK_SIP_WS_URL',
  sipDomain: 'ASTERISK_SIP_DOMAIN',
  spoolDir: 'ASTERISK_SPOOL_DIR',
} as const;

/** The exchange that ASTERISK_* names, or undefined when none of them is set. @throws SetupFault when some are missing. */
export function externalAsterisk(
  env: Readonly<Record<string, string | undefined>>,
): InstanceConfig['asterisk'] | undefined {
  const entries = Object.entries(variables).map(([key, name]) => [key, env[name], name] as const);
  if (entries.every(([, value]) => !value)) return undefined;
  const missing = entries.filter(([, value]) => !value).map(([, , name]) => name);
  if (missing.length > 0) {
    throw new SetupFault(
      `外部の Asterisk を使うには次の環境変数も指定してください: ${missing.join(', ')} (Set these variables too.)`,
    );
  }
  const value = Object.fromEntries(entries.map(([key, text]) => [key, text ?? ''])) as Record<
    keyof typeof variables,
    string
  >;
  return {
    ...value,
    amiPort: Number(value.amiPort),
    node: env['ASTERISK_NODE'] ?? 'pbx1',
    ariApp: env['ASTERISK_ARI_APP'] ?? 'toritsugi',
  };
}
