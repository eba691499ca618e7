import { join } from 'node:path';
import type { InstanceConfig } from '../../core/platform/config.ts';
import type { AsteriskInstall } from '../../dialplan/install.ts';
import { type AsteriskFolders, renderCarrier, renderPbx } from '../../dialplan/render.ts';
import type { RtpBlock } from '../instance/free-ports.ts';

export interface ExchangeFolders {
  pbx: AsteriskFolders;
  carrier: AsteriskFolders;
}

/** `memoryDir` is short and in memory: a control socket's path has room for 107 bytes only. */
export function exchangeFolders(dataDir: string, memoryDir: string): ExchangeFolders {
  const of = (name: string): AsteriskFolders => ({
    confDir: join(dataDir, 'asterisk', name, 'etc'),
    varDir: join(dataDir, 'asterisk', name, 'var'),
    runDir: join(memoryDir, name),
    logDir: join(dataDir, 'logs', name),
  });
  return { pbx: of('pbx'), carrier: of('carrier') };
}

/** Writes the configuration of both Asterisks from the instance's ports and secrets; done at every start. */
export async function renderExchanges(input: {
  config: InstanceConfig;
  install: AsteriskInstall;
  folders: ExchangeFolders;
  rtp: RtpBlock;
  pbxSipPort: number;
  soundsDir: string;
  /** Who is calling, by the city's name; undefined before the city is known. */
  cityGreeting?: string | undefined;
}): Promise<void> {
  const { config, install, folders, rtp, pbxSipPort, soundsDir } = input;
  const { asterisk, carrier } = config;
  if (!carrier) throw new Error('the private exchange comes with its carrier');
  await renderPbx({
    install,
    soundsDir,
    ...(input.cityGreeting !== undefined && { cityGreeting: input.cityGreeting }),
    folders: folders.pbx,
    node: asterisk.node,
    sipPort: pbxSipPort,
    amiPort: asterisk.amiPort,
    amiUser: asterisk.amiUser,
    amiPassword: asterisk.amiPassword,
    rtpStart: rtp.pbx.start,
    rtpEnd: rtp.pbx.end,
    httpPort: Number(new URL(asterisk.ariUrl).port),
    ariUser: asterisk.ariUser,
    ariPassword: asterisk.ariPassword,
    ariApp: asterisk.ariApp,
    sipRealm: asterisk.sipDomain,
    trunkHost: carrier.sipHost,
    trunkPort: carrier.sipPort,
  });
  await renderCarrier({
    install,
    soundsDir,
    folders: folders.carrier,
    node: 'carrier',
    sipHost: carrier.sipHost,
    sipPort: carrier.sipPort,
    amiPort: carrier.amiPort,
    amiUser: carrier.amiUser,
    amiPassword: carrier.amiPassword,
    rtpStart: rtp.carrier.start,
    rtpEnd: rtp.carrier.end,
    pbxHost: '127.0.0.1',
    pbxPort: pbxSipPort,
    logFile: carrier.logFile,
    heardDir: carrier.soundDir,
    clock: config.clock,
  });
}
