import { stat } from 'node:fs/promises';
import { prompts } from './prompts.ts';
import { type SpeechTools, speak } from './speak.ts';
import { type SpokenPrompts, speakChanged } from './speak-changed.ts';

export interface PromptBuild extends SpeechTools {
  outDir: string;
  /** Recorded prompts that replace spoken ones: `<recordedDir>/<key>.wav`, mono, 16 bit, 8 kHz. */
  recordedDir?: string;
}

/**
 * Brings `<outDir>/<key>.wav` up to date with prompts.json. A prompt is spoken again only when its text, its voice or the voice
 * file changed; `<outDir>/prompts-built.json` remembers what was spoken.
 */
export async function buildPrompts(build: PromptBuild): Promise<SpokenPrompts> {
  const voiceFile = await fingerprint(build.voice);
  const sentences = Object.entries(prompts.prompts).map(([key, { voice: voiceName, text }]) => {
    const voice = prompts.voices[voiceName];
    if (!voice) throw new Error(`prompts.json: ${key} names the voice "${voiceName}", which is not there.`);
    return {
      key,
      identity: { text, voice, voiceFile, form: 1 },
      speak: (workFile: string) => speak(build, text, voice, workFile),
    };
  });
  return speakChanged({ ...build, indexName: 'prompts-built.json' }, sentences);
}

/** Name and size tell one voice from another well enough. */
async function fingerprint(voiceFile: string): Promise<string> {
  return `${voiceFile.split('/').at(-1)}:${(await stat(voiceFile)).size}`;
}
