import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PROMPT_LANGUAGES, PROMPTS_WITH_LANGUAGES, promptIn } from '../../core/rules/prompt-language.ts';

const foreignVoice = z.object({
  /** The speech program's own name of the voice. */
  voice: z.string().regex(/^[a-z-]+$/),
  wordsPerMinute: z.number().int().min(80).max(250),
  /** 0 … 99, the program's own scale. */
  pitch: z.number().int().min(0).max(99),
});

const byLanguage = <T extends z.ZodType>(value: T) => z.record(z.enum(PROMPT_LANGUAGES), value);

const foreignPromptsSchema = z.object({
  voices: byLanguage(foreignVoice),
  prompts: z.record(z.enum(PROMPTS_WITH_LANGUAGES), byLanguage(z.string().min(1).max(300))),
});

export type ForeignVoice = z.infer<typeof foreignVoice>;

export const foreignPrompts = foreignPromptsSchema.parse(
  JSON.parse(readFileSync(new URL('./foreign-prompts.json', import.meta.url), 'utf8')),
);

/** Every sentence in every language, by the file it becomes below the sounds folder. */
export const foreignSentences: readonly { key: string; text: string; voice: ForeignVoice }[] =
  PROMPTS_WITH_LANGUAGES.flatMap((prompt) =>
    PROMPT_LANGUAGES.map((language) => ({
      key: `pbx/${promptIn(prompt, language)}`,
      text: foreignPrompts.prompts[prompt][language],
      voice: foreignPrompts.voices[language],
    })),
  );
