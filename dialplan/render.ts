import { appendFile, chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClockConfig } from '../core/platform/config.ts';
import { type BehaviourTable, ordinaryTable, tableValues } from './carrier/behaviour-table.ts';
import { hums } from './carrier/crowd.ts';
import { fill, type TemplateValues } from './fill.ts';
import { type AsteriskInstall, asteriskPaths } from './install.ts';
import { carrierTurns, carrierVoices } from './sounds/prompts.ts';

/** Folders of one running Asterisk. All are made here; `runDir` holds its control socket, so it must be short. */
export interface AsteriskFolders {
  confDir: string;
  varDir: string;
  runDir: string;
  logDir: string;
}

export interface AsteriskCommon {
  install: AsteriskInstall;
  folders: AsteriskFolders;
  node: string;
  sipPort: number;
  amiPort: number;
  amiUser: string;
  amiPassword: string;
  /** Inclusive; two ports for each channel. */
  rtpStart: number;
  rtpEnd: number;
}

export interface PbxOptions extends AsteriskCommon {
  httpPort: number;
  ariUser: string;
  ariPassword: string;
  ariApp: string;
  /** Realm of the agents' digest authentication: `md5(user:realm:secret)` is made with this. */
  sipRealm: string;
  /** Folder of the built prompts (`sounds/build.ts`), holding `silence/`, `hold/` and the messages. */
  soundsDir: string;
  /** Path without `.wav`: who is calling, in words. Without it a city office that gives no name. */
  cityGreeting?: string;
  trunkHost: string;
  trunkPort: number;
}

/** The product's Asterisk. SIP, RTP to the trunk, HTTP, ARI and AMI on 127.0.0.1. */
export async function renderPbx(options: PbxOptions): Promise<void> {
  const { install, folders, ...values } = options;
  await writeTree('pbx', install, folders, {
    cityGreeting: `${values.soundsDir}/pbx/city-office`,
    ...values,
    iceSupport: 'yes',
  });
}

export interface CarrierOptions extends AsteriskCommon {
  /** 127.0.0.2: the pbx tells the network from the browsers by address alone. */
  sipHost: string;
  pbxHost: string;
  pbxPort: number;
  /** Folder of the built prompts. */
  soundsDir: string;
  /** One line a call leg, appended by the dialplan. */
  logFile: string;
  /** What the far side heard and said, two files a call. */
  heardDir: string;
  /** Same seed, same people. Letters and digits. */
  seed?: string;
  /** The product's clock: the carrier's people live by its hours. */
  clock?: ClockConfig;
  table?: BehaviourTable;
}

/** The simulated telephone network. */
export async function renderCarrier(options: CarrierOptions): Promise<void> {
  const { install, folders, clock = { mode: 'real' }, table = ordinaryTable, ...values } = options;
  for (const dir of [options.heardDir, dirname(options.logFile)]) await mkdir(dir, { recursive: true, mode: 0o700 });
  // The dialplan can append to a file but not make one.
  await appendFile(options.logFile, '', { mode: 0o600 });
  await writeTree('carrier', install, folders, {
    seed: 'midorino',
    ...values,
    ...clockValues(clock),
    ...tableValues(table),
    humContact: hums.contact,
    humAbsent: hums.absent,
    humMachine: hums.machine,
    voices: carrierVoices,
    turns: carrierTurns,
    callbackSec: 60,
    iceSupport: 'no',
  });
}

/** Asterisk counts whole seconds, which is fine for choosing an hour. */
function clockValues(clock: ClockConfig): TemplateValues {
  const [real, simulated, speed] =
    clock.mode === 'real' ? [0, 0, 1] : [clock.realAnchorMs, clock.simulatedAnchorMs, clock.speed];
  return {
    clockRealSec: Math.floor(real / 1000),
    clockSimulatedSec: Math.floor(simulated / 1000),
    clockSpeed: speed,
  };
}

/** Longest path of a UNIX socket on Linux is 107 bytes; Asterisk adds `/asterisk.ctl`. */
const longestRunDir = 90;

async function writeTree(
  which: 'pbx' | 'carrier',
  install: AsteriskInstall,
  folders: AsteriskFolders,
  values: TemplateValues,
): Promise<void> {
  if (Buffer.byteLength(folders.runDir) > longestRunDir)
    throw new Error(`The folder ${folders.runDir} is too long for a control socket (${longestRunDir} bytes at most).`);
  await makeFolders(folders);
  const { moduleDir, dataDir, sbinDir } = asteriskPaths(install);
  const all = { maxCalls: 500, maxFiles: 8192, ...folders, moduleDir, dataDir, sbinDir, ...values };
  for (const part of ['shared', which]) {
    const templates = fileURLToPath(new URL(`templates/${part}/`, import.meta.url));
    for (const name of await readdir(templates)) {
      if (name.endsWith('.conf'))
        await writeConf(folders.confDir, name, fill(await readFile(join(templates, name), 'utf8'), all));
    }
  }
}

async function makeFolders(folders: AsteriskFolders): Promise<void> {
  const below = ['lib', 'db', 'keys', 'cache', 'spool/recording', 'spool/monitor', 'spool/outgoing', 'spool/tmp'];
  const all = [folders.confDir, folders.runDir, folders.logDir, ...below.map((name) => join(folders.varDir, name))];
  for (const dir of all) await mkdir(dir, { recursive: true, mode: 0o700 });
}

/** Whole or not at all: Asterisk may be re-reading the folder. Passwords are inside, hence the mode. */
async function writeConf(confDir: string, name: string, text: string): Promise<void> {
  const temporary = join(confDir, `.${name}.new`);
  await writeFile(temporary, text, { mode: 0o600 });
  await chmod(temporary, 0o600);
  await rename(temporary, join(confDir, name));
}
