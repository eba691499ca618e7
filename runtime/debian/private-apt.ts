import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SetupFault } from '../setup-fault.ts';

const execute = promisify(execFile);

/** Asterisk, the Japanese voice for prompts, the sound encoder, and the fonts that have the characters of official names. */
export const wantedPackages = [
  'asterisk',
  'open-jtalk',
  'open-jtalk-mecab-naist-jdic',
  'hts-voice-nitech-jp-atr503-m001',
  'ffmpeg',
  'fonts-ipamj-mincho',
  'fonts-hanazono',
] as const;

export const debianSource = 'http://deb.debian.org/debian';
const keyrings = ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp'];

/** An apt with lists, cache and (empty) package database of its own: it resolves and downloads, and changes nothing of the system. */
export class PrivateApt {
  readonly archivesDir: string;
  readonly #options: string[];
  readonly #sourcesFile: string;
  readonly #signal: AbortSignal;
  constructor(directory: string, architecture: string, signal: AbortSignal) {
    this.#signal = signal;
    this.archivesDir = join(directory, 'archives');
    const state = join(directory, 'apt');
    for (const part of ['lists/partial', 'cache']) mkdirSync(join(state, part), { recursive: true });
    mkdirSync(join(this.archivesDir, 'partial'), { recursive: true });
    this.#sourcesFile = join(state, 'sources.list');
    const set = (name: string, value: string) => ['-o', `${name}=${value}`];
    this.#options = [
      ...set('Dir::Etc::sourcelist', this.#sourcesFile),
      ...set('Dir::Etc::sourceparts', '/dev/null'),
      ...set('Dir::Etc::preferences', '/dev/null'),
      ...set('Dir::Etc::preferencesparts', '/dev/null'),
      ...set('Dir::State', state),
      ...set('Dir::State::lists', join(state, 'lists')),
      ...set('Dir::State::status', join(state, 'status')),
      ...set('Dir::Cache', join(state, 'cache')),
      ...set('Dir::Cache::archives', this.archivesDir),
      ...set('APT::Architecture', architecture),
      ...set('APT::Architectures', architecture),
      ...set('APT::Install-Recommends', 'false'),
      ...set('APT::Get::AllowUnauthenticated', 'false'),
      ...set('APT::Sandbox::User', ''),
      ...set('Acquire::Languages', 'none'),
      ...set('Acquire::Retries', '3'),
      ...set('Acquire::http::Timeout', '20'),
      ...set('Acquire::AllowInsecureRepositories', 'false'),
      ...set('Debug::NoLocking', '1'), // our own lock covers the whole folder
    ];
    writeFileSync(join(state, 'status'), '');
  }

  /** Downloads what is wanted with everything it needs. What an interrupted run already has is not fetched again. */
  async download(wanted: readonly string[] = wantedPackages): Promise<void> {
    const keyring = keyrings.find((path) => existsSync(path));
    if (!keyring) {
      throw new SetupFault(
        'Debian の署名鍵がありません。apt-get install debian-archive-keyring を実行してください。' +
          ' (The archive keyring is missing: install debian-archive-keyring.)',
      );
    }
    const source = `deb [signed-by=${keyring}] ${debianSource} unstable main contrib non-free\n`;
    writeFileSync(this.#sourcesFile, source);
    await this.#run(['update', '--error-on=any']);
    await this.#run(['install', '--yes', '--download-only', ...wanted]);
    // An earlier, broken-off fetch may have left packages that Debian has replaced since.
    await this.#run(['autoclean']);
  }

  packages(): string[] {
    return readdirSync(this.archivesDir)
      .filter((name) => name.endsWith('.deb'))
      .sort()
      .map((name) => join(this.archivesDir, name));
  }

  async #run(args: readonly string[]): Promise<void> {
    try {
      await execute('apt-get', ['-q', ...this.#options, ...args], {
        signal: this.#signal,
        timeout: 15 * 60_000,
        maxBuffer: 16 * 1024 * 1024,
        env: { ...process.env, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' },
      });
    } catch (error) {
      this.#signal.throwIfAborted();
      throw describeFailure(error as NodeJS.ErrnoException & { stderr?: string });
    }
  }
}

function describeFailure(error: NodeJS.ErrnoException & { stderr?: string }): SetupFault {
  if (error.code === 'ENOENT') {
    return new SetupFault(
      'apt-get がありません。Debian で実行するか、取得済みフォルダーを --offline-dir で指定してください。' +
        ' (apt-get is missing: run on Debian, or give the folder of another machine with --offline-dir.)',
    );
  }
  const reason = (error.stderr ?? '').split('\n').find((line) => line.startsWith('E:')) ?? error.message.split('\n')[0];
  return new SetupFault(
    'ソフトウェアを取得できません。通信を確かめてもう一度実行するか、取得済みフォルダーを --offline-dir で指定してください。' +
      ` (Could not fetch: check the route and run again, or use --offline-dir. ${reason})`,
  );
}
