import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LockHeldFault, takeLock } from '../instance/data-lock.ts';
import { SetupFault } from '../setup-fault.ts';
import { writeAtomically } from '../write-atomically.ts';
import { extractAsteriskVersion } from './judge-asterisk-version.ts';
import { debianMachine } from './machine.ts';
import { checkManifest, describePackage, type Manifest, manifestSchema } from './manifest.ts';
import { debianSource, PrivateApt, wantedPackages } from './private-apt.ts';
import { unpackPackages } from './unpack-packages.ts';
import { writeWrappers } from './write-wrappers.ts';

export interface PrivateRoot {
  /** The unpacked packages: `<root>/usr/...`. */
  root: string;
  /** Wrappers that run the root's programs with the root's libraries. */
  bin: string;
  asteriskVersion: string;
}

export interface FetchOptions {
  note: (text: string) => void;
  signal: AbortSignal;
  /** Asked with the folder before the first byte is written there; throws when there is no room. */
  beforeWriting: (folder: string) => void;
}

export function cacheFolder(given: string | undefined): string {
  const chosen = given ?? process.env['TORITSUGI_CACHE'];
  if (chosen) return chosen;
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'toritsugi');
}

/**
 * The fetched software of this machine: from the folder when it is complete, else unpacked from the folder's packages after their
 * hashes were checked, else downloaded. Each stage is finished by a rename or by writing its list last, so any run can be broken off.
 */
export async function ensurePrivateRoot(cacheDir: string, options: FetchOptions): Promise<PrivateRoot> {
  const { note, signal } = options;
  const machine = debianMachine();
  const directory = join(cacheDir, 'debian', machine.architecture);
  const complete = readCompleteRoot(directory);
  if (complete) return complete;
  createFolder(directory);
  options.beforeWriting(directory);
  const release = await waitForLock(join(directory, 'lock'));
  try {
    const manifest = readManifest(directory) ?? (await fetchPackages(directory, machine.architecture, options));
    const archives = join(directory, 'archives');
    const problems = await checkManifest(manifest, archives);
    if (problems.length > 0) {
      throw new SetupFault(
        `取得済みフォルダーが壊れています (${problems[0]} ほか計 ${problems.length} 件)。コピーし直すか、manifest.json を消して再取得してください。` +
          ` (Packages in ${archives} do not match manifest.json: copy again, or delete manifest.json to fetch again.)`,
      );
    }
    note(`${manifest.packages.length} 個のパッケージを展開します。 Unpacking (hashes checked).`);
    const fresh = join(directory, 'root.new');
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh);
    await unpackPackages(
      manifest.packages.map(({ file }) => join(archives, file)),
      fresh,
      signal,
    );
    writeFileSync(join(fresh, '.manifest'), manifestHash(directory));
    rmSync(join(directory, 'root'), { recursive: true, force: true });
    renameSync(fresh, join(directory, 'root'));
    writeWrappers(directory, machine);
  } finally {
    release();
  }
  const ready = readCompleteRoot(directory);
  if (!ready) throw new Error('the private root is not complete after unpacking');
  return ready;
}

function manifestHash(directory: string): string {
  return createHash('sha256')
    .update(readFileSync(join(directory, 'manifest.json')))
    .digest('hex');
}

function readCompleteRoot(directory: string): PrivateRoot | undefined {
  const root = join(directory, 'root');
  const manifest = readManifest(directory);
  if (!manifest || !existsSync(join(root, '.manifest'))) return undefined;
  if (readFileSync(join(root, '.manifest'), 'utf8') !== manifestHash(directory)) return undefined;
  if (!existsSync(join(directory, 'bin/asterisk'))) return undefined;
  return { root, bin: join(directory, 'bin'), asteriskVersion: manifest.asteriskVersion };
}

function readManifest(directory: string): Manifest | undefined {
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) return undefined;
  const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  // Fetched by an older version of this program that needed less: fetch again what is missing.
  return parsed.success && wantedPackages.every((name) => parsed.data.wanted.includes(name)) ? parsed.data : undefined;
}

async function fetchPackages(
  directory: string,
  architecture: string,
  { note, signal }: FetchOptions,
): Promise<Manifest> {
  note('Asterisk・音声合成・ffmpeg・書体を取得します (約 210 MB、初回のみ)。 Fetching from Debian, first time only.');
  const apt = new PrivateApt(directory, architecture, signal);
  await apt.download();
  const packages = await Promise.all(apt.packages().map(describePackage));
  const asterisk = packages.find(({ file }) => file.startsWith('asterisk_'))?.file ?? '';
  const manifest: Manifest = {
    format: 1,
    fetchedAt: new Date().toISOString(),
    source: `${debianSource} unstable`,
    architecture,
    wanted: [...wantedPackages],
    asteriskVersion: extractAsteriskVersion(decodeURIComponent(asterisk).slice('asterisk_'.length)) ?? '0',
    packages,
  };
  writeAtomically(join(directory, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`, 0o644);
  rmSync(join(directory, 'apt'), { recursive: true, force: true });
  return manifest;
}

function createFolder(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch {
    throw new SetupFault(
      `${directory} に書き込めません。TORITSUGI_CACHE で別のフォルダーを指定してください。 (Not writable: set TORITSUGI_CACHE.)`,
    );
  }
}

/** Another installation on this machine may be fetching right now: wait for it rather than fetching twice. */
async function waitForLock(path: string): Promise<() => void> {
  const deadline = Date.now() + 15 * 60_000;
  for (;;) {
    try {
      return takeLock(path, 'fetch');
    } catch (error) {
      if (!(error instanceof LockHeldFault) || Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}
