import { choosePort } from './free-ports.ts';
import { type Installation, saveInstallation } from './installation.ts';

export const portNames = ['postgres', 'pbxHttp', 'pbxAmi', 'pbxSip', 'carrierSip', 'carrierAmi'] as const;
export type PortName = (typeof portNames)[number];

/** The ports of the last start when they are still free, others where they are not; kept for the next start. */
export async function choosePorts(dataDir: string, installation: Installation): Promise<Record<PortName, number>> {
  const taken = new Set<number>();
  const entries: [PortName, number][] = [];
  for (const name of portNames) entries.push([name, await choosePort(installation.ports[name], taken)]);
  const ports = Object.fromEntries(entries) as Record<PortName, number>;
  saveInstallation(dataDir, { ...installation, ports });
  return ports;
}
