import { spawnSync } from 'node:child_process';
import { findInPath, isExecutable } from '../find-ffmpeg.ts';
import { SetupFault } from '../setup-fault.ts';

/** The browser of the stories. Installed by apt when this is root on a machine that is there for tests. */
export function ensureChromium(note: (text: string) => void): string {
  const given = process.env['CHROMIUM_BIN'];
  if (given && isExecutable(given)) return given;
  const found = findInPath('chromium') ?? findInPath('chromium-browser') ?? findInPath('google-chrome');
  if (found) return found;
  const sentence =
    '試験にはブラウザーが必要です。apt-get install chromium を実行してください。 (The stories need Chromium: install it, or set CHROMIUM_BIN.)';
  if (process.getuid?.() !== 0) throw new SetupFault(sentence);
  note('Chromium を入れます。 Installing Chromium for the tests …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']])
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 });
  const installed = findInPath('chromium');
  if (!installed) throw new SetupFault(sentence);
  return installed;
}
