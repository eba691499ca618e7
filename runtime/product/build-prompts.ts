import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPrompts } from '../../dialplan/sounds/build-prompts.ts';
import { buildTones } from '../../dialplan/sounds/build-tones.ts';
import type { SpeechTools } from '../../dialplan/sounds/speak.ts';
import type { PrivateRoot } from '../debian/private-root.ts';
import { SetupFault } from '../setup-fault.ts';

export function speechTools({ root, bin }: PrivateRoot): SpeechTools {
  return {
    openJtalk: join(bin, 'open_jtalk'),
    dictionary: join(root, 'var/lib/mecab/dic/open-jtalk/naist-jdic'),
    voice: join(root, 'usr/share/hts-voice/nitech-jp-atr503-m001/nitech_jp_atr503_m001.htsvoice'),
  };
}

/**
 * The sounds both Asterisks play, spoken by the fetched voice and kept beside it: the next data folder has them at once. A city's own
 * recordings replace them from `DATA/recorded-prompts/<key>.wav`; then the folder is this installation's own.
 * @returns the folder.
 */
export async function preparePrompts(dataDir: string, cacheDir: string, privateRoot: PrivateRoot): Promise<string> {
  const recordedDir = join(dataDir, 'recorded-prompts');
  mkdirSync(recordedDir, { recursive: true, mode: 0o700 });
  const ownRecordings = readdirSync(recordedDir).length > 0;
  const outDir = ownRecordings ? join(dataDir, 'sounds') : join(cacheDir, 'sounds');
  try {
    await buildTones(outDir);
    await buildPrompts({
      outDir,
      recordedDir,
      ...speechTools(privateRoot),
    });
  } catch (error) {
    throw new SetupFault(
      `案内音声を作れません。取得済みフォルダーを確かめてください。 (Prompts cannot be spoken: ${(error as Error).message.split('\n')[0]})`,
    );
  }
  return outDir;
}
