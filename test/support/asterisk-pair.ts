import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstanceConfig } from '../../core/platform/config.ts';
import { AmiConnection } from '../../dialplan/carrier/ami-connection.ts';
import type { BehaviourTable } from '../../dialplan/carrier/behaviour-table.ts';
import { asteriskCommand } from '../../dialplan/command.ts';
import type { AsteriskInstall } from '../../dialplan/install.ts';
import { type AsteriskFolders, renderCarrier, renderPbx } from '../../dialplan/render.ts';
import { buildTones } from '../../dialplan/sounds/build-tones.ts';
import { debianMachine } from '../../runtime/debian/machine.ts';
import { cacheFolder } from '../../runtime/debian/private-root.ts';
import { findSystemAsterisk } from '../../runtime/exchange/choose-asterisk.ts';
import { freeTcpPort, freeUdpPort } from './free-ports.ts';

export interface AsteriskPair {
  /** The parts of an installation's configuration that telephony and the stories read. */
  config: Pick<InstanceConfig, 'asterisk'> & { carrier: NonNullable<InstanceConfig['carrier']> };
  install: AsteriskInstall;
  /** Configuration folders, for console commands. */
  pbxConfDir: string;
  carrierConfDir: string;
  /** SIP over UDP of the pbx, on 127.0.0.1. */
  pbxSipPort: number;
  pbxPid: number;
  carrierPid: number;
  /** Both ends' own logs, to be shown when a test fails. */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

export interface AsteriskPairOptions {
  install?: AsteriskInstall;
  ariApp?: string;
  /** The product's clock, by which the simulated people live. */
  clock?: InstanceConfig['clock'];
  table?: BehaviourTable;
  seed?: string;
  /** Folder of the prompts, when a test needs more than tones. */
  soundsDir?: string;
}

/** The Asterisk that `npm start` fetched, or the one that TORITSUGI_ASTERISK_ROOT names. */
export function testInstall(): AsteriskInstall | undefined {
  const fetched = join(cacheFolder(undefined), 'debian', debianMachine().architecture, 'root');
  const root = process.env['TORITSUGI_ASTERISK_ROOT'] ?? (existsSync(fetched) ? fetched : undefined);
  return root ? { kind: 'private', root } : findSystemAsterisk()?.install;
}

/** The product's Asterisk and the simulated network, on free ports of loopback, in a temporary folder. */
export async function startAsteriskPair(options: AsteriskPairOptions = {}): Promise<AsteriskPair> {
  const install = options.install ?? testInstall();
  if (!install) throw new Error('No Asterisk: run "npm test", or set TORITSUGI_ASTERISK_ROOT.');
  const base = await mkdtemp(join(tmpdir(), 'tori-'));
  const soundsDir = options.soundsDir ?? join(base, 'sounds');
  if (!options.soundsDir) await buildTones(soundsDir);
  const config = await choosePorts(base, options.ariApp ?? 'toritsugi');
  const { asterisk, carrier } = config;
  const pbxSipPort = await freeUdpPort('127.0.0.1');
  const rtpStart = 20000 + 2 * Math.floor(Math.random() * 9000);
  const common = { install, soundsDir, rtpStart, rtpEnd: rtpStart + 1999 };
  const folders = { pbx: foldersOf(base, 'pbx'), carrier: foldersOf(base, 'carrier') };
  await renderPbx({
    ...common,
    ...asterisk,
    folders: folders.pbx,
    sipPort: pbxSipPort,
    httpPort: Number(new URL(asterisk.ariUrl).port),
    sipRealm: asterisk.sipDomain,
    trunkHost: carrier.sipHost,
    trunkPort: carrier.sipPort,
  });
  await renderCarrier({
    ...common,
    ...carrier,
    folders: folders.carrier,
    node: 'carrier',
    pbxHost: '127.0.0.1',
    pbxPort: pbxSipPort,
    heardDir: carrier.soundDir,
    ...(options.clock && { clock: options.clock }),
    ...(options.table && { table: options.table }),
    ...(options.seed && { seed: options.seed }),
  });
  const programs = [run(install, folders.carrier.confDir), run(install, folders.pbx.confDir)] as const;
  const stop = async () => {
    await Promise.all(programs.map((program) => program.end()));
    await rm(base, { recursive: true, force: true });
  };
  try {
    await untilReady(config);
  } catch (error) {
    const text = programs.map((program) => program.output()).join('\n');
    await stop();
    throw new Error(`The two Asterisks did not come up: ${error instanceof Error ? error.message : ''}\n${text}`);
  }
  return {
    config,
    install,
    pbxConfDir: folders.pbx.confDir,
    carrierConfDir: folders.carrier.confDir,
    pbxSipPort,
    pbxPid: programs[1].pid,
    carrierPid: programs[0].pid,
    logs: async () =>
      `${await readFile(join(folders.pbx.logDir, 'messages.log'), 'utf8')}\n${await readFile(join(folders.carrier.logDir, 'messages.log'), 'utf8')}`,
    stop,
  };
}

function foldersOf(base: string, name: string): AsteriskFolders {
  const at = (folder: string) => join(base, name, folder);
  return { confDir: at('conf'), varDir: at('var'), runDir: at('run'), logDir: at('log') };
}

async function choosePorts(base: string, ariApp: string): Promise<AsteriskPair['config']> {
  const httpPort = await freeTcpPort();
  const password = randomBytes(32).toString('hex');
  return {
    asterisk: {
      node: 'pbx1',
      ariUrl: `http://127.0.0.1:${httpPort}`,
      ariUser: 'toritsugi',
      ariPassword: password,
      ariApp,
      amiHost: '127.0.0.1',
      amiPort: await freeTcpPort(),
      amiUser: 'toritsugi',
      amiPassword: password,
      sipWebSocketUrl: `ws://127.0.0.1:${httpPort}/ws`,
      sipDomain: 'toritsugi',
      spoolDir: join(base, 'pbx/var/spool/monitor'),
    },
    carrier: {
      sipHost: '127.0.0.2',
      sipPort: await freeUdpPort('127.0.0.2'),
      amiHost: '127.0.0.1',
      amiPort: await freeTcpPort(),
      amiUser: 'carrier',
      amiPassword: password,
      logFile: join(base, 'carrier/calls.log'),
      soundDir: join(base, 'carrier/heard'),
    },
  };
}

function run(install: AsteriskInstall, confDir: string) {
  const { command, args, env } = asteriskCommand(install, confDir);
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-8000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'exit');
  // A test that breaks off leaves no Asterisk behind.
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(hard);
      process.off('exit', killNow);
    },
  };
}

async function untilReady({ asterisk, carrier }: AsteriskPair['config']): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${asterisk.ariUser}:${asterisk.ariPassword}`).toString('base64')}`;
  const trunk = new URL('/ari/endpoints/PJSIP/carrier', asterisk.ariUrl);
  await until(async () => (await fetch(trunk, { headers: { authorization } })).ok);
  await until(async () => {
    const { amiHost: host, amiPort: port, amiUser: user, amiPassword } = carrier;
    const connection = await AmiConnection.open({ host, port, user, password: amiPassword });
    try {
      const list = await connection.list({ Action: 'PJSIPShowEndpoints' });
      return list.some((message) => message['ObjectName'] === 'pbx');
    } finally {
      connection.close();
    }
  });
}

/** Asks every 50 ms, at most 40 s; an error counts as "not yet". */
async function until(ready: () => Promise<boolean>): Promise<void> {
  let last: unknown;
  for (const stop = performance.now() + 40_000; performance.now() < stop; ) {
    try {
      if (await ready()) return;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw last instanceof Error ? last : new Error('not ready within 40 s');
}
