import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { prompts } from './prompts.ts';
import { type SpeechTools, speak } from './speak.ts';
import { workFile } from './speak-changed.ts';
import { encodeWave } from './wave-file.ts';

/**
 * Speaks a text in the centre's voice, unless this very text stands in the file already.
 *
 * @param outFile path without `.wav`; `<outFile>.txt` remembers what was spoken
 * @returns false when there was nothing to do
 */
export async function speakOnce(tools: SpeechTools, text: string, outFile: string): Promise<boolean> {
  const spoken = await readFile(`${outFile}.txt`, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  if (spoken === text) return false;
  const voice = prompts.voices['centre'];
  if (!voice) throw new Error('prompts.json: there is no voice "centre".');
  await mkdir(dirname(outFile), { recursive: true });
  const work = workFile(outFile);
  const sound = await speak(tools, text, voice, `${work}.speaking`);
  await writeFile(`${work}.new`, encodeWave(sound));
  await rename(`${work}.new`, `${outFile}.wav`);
  await writeFile(`${outFile}.txt`, text);
  return true;
}
