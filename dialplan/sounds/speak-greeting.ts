import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { prompts } from './prompts.ts';
import { type SpeechTools, speak } from './speak.ts';
import { encodeWave } from './wave-file.ts';

/**
 * Who is calling, by the city's own name: what a citizen hears before any other words of the centre. It belongs to one installation, so it
 * is not among the prompts that all share. Spoken again only when the name changed.
 *
 * @param outFile path without `.wav`; `<outFile>.txt` remembers what was spoken
 */
export async function speakGreeting(tools: SpeechTools, cityName: string, outFile: string): Promise<void> {
  const text = `${cityName}の、納付案内センターです。`;
  const spoken = await readFile(`${outFile}.txt`, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  if (spoken === text) return;
  const voice = prompts.voices['centre'];
  if (!voice) throw new Error('prompts.json: there is no voice "centre".');
  await mkdir(dirname(outFile), { recursive: true });
  const sound = await speak(tools, text, voice, `${outFile}.speaking`);
  await writeFile(`${outFile}.new`, encodeWave(sound));
  await rename(`${outFile}.new`, `${outFile}.wav`);
  await writeFile(`${outFile}.txt`, text);
}
