import { readFileSync } from 'node:fs';
import { z } from 'zod';

const voiceSchema = z.object({
  /** Half tones above or below the voice's own pitch. */
  halfTone: z.number().min(-12).max(12),
  speed: z.number().min(0.5).max(2),
  /** Length of the speaker's throat, so to say: lower sounds smaller, the voice's own is 0.55. */
  allPass: z.number().min(0.3).max(0.8).optional(),
});

const promptsSchema = z.object({
  voices: z.record(z.string(), voiceSchema),
  /** Key = file name below the sounds folder, without `.wav`. */
  prompts: z.record(
    z.string().regex(/^(pbx|carrier)\/[a-z0-9-]+$/),
    z.object({ voice: z.string(), text: z.string().min(1).max(300) }),
  ),
});

export type Voice = z.infer<typeof voiceSchema>;

/** What is said, as data: change the text in prompts.json and start again. */
export const prompts = promptsSchema.parse(
  JSON.parse(readFileSync(new URL('./prompts.json', import.meta.url), 'utf8')),
);

/** People the simulator can be, and things each says in a row: `hello-1`, `talk-1-1` … `talk-1-3`, `bye-1`, `return-1`. */
export const carrierVoices = count(/^carrier\/hello-\d+$/);
export const carrierTurns = count(/^carrier\/talk-1-\d+$/);

function count(pattern: RegExp): number {
  return Object.keys(prompts.prompts).filter((key) => pattern.test(key)).length;
}
