import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildForeignPrompts, type ForeignSpeech } from '../../dialplan/sounds/build-foreign-prompts.ts';
import { debianMachine } from '../debian/machine.ts';
import { ensureSideRoot } from '../debian/side-root.ts';
import { findInPath } from '../find-ffmpeg.ts';

/** A voice for Nepali and Vietnamese; without it citizens hear the Japanese alone. */
const espeak = { name: 'espeak', packages: ['espeak-ng'] } as const;
/** A machine without a route is not to try for hours. */
const FETCH_WITHIN_MS = 180_000;

/** The machine's own espeak-ng, else the fetched one. @throws SetupFault without a route to Debian */
export async function foreignSpeech(cacheDir: string, signal: AbortSignal): Promise<ForeignSpeech> {
  const { triplet, loader } = debianMachine();
  const own = findInPath('espeak-ng');
  const ownData = ['/usr/share', `/usr/lib/${triplet}`].find((folder) => existsSync(join(folder, 'espeak-ng-data')));
  if (own && ownData) return { command: [own], dataParent: ownData };
  const root = await ensureSideRoot(cacheDir, espeak, AbortSignal.any([signal, AbortSignal.timeout(FETCH_WITHIN_MS)]));
  const libraries = join(root, 'usr/lib', triplet);
  return {
    command: [
      join(libraries, loader),
      '--library-path',
      `${libraries}:${libraries}/pulseaudio`,
      join(root, 'usr/bin/espeak-ng'),
    ],
    dataParent: libraries,
  };
}

/** Into the folder of the other prompts, or this installation's own recordings from `DATA/recorded-prompts/pbx/<prompt>-<language>.wav`. */
export async function prepareForeignPrompts(
  { outDir, dataDir, cacheDir }: { outDir: string; dataDir: string; cacheDir: string },
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const recordedDir = join(dataDir, 'recorded-prompts');
  mkdirSync(recordedDir, { recursive: true, mode: 0o700 });
  try {
    await buildForeignPrompts({ ...(await foreignSpeech(cacheDir, signal)), outDir, recordedDir });
  } catch (error) {
    if (signal.aborted) return;
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const recorded =
      readdirSync(recordedDir).length > 0 ? '' : '録音した音声を recorded-prompts に置くこともできます。';
    note(`ネパール語・ベトナム語の案内は日本語だけになります。${recorded} (No foreign prompts: ${why})`);
  }
}
