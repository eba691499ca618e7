/** ISO 639-1: languages the machine itself speaks beside Japanese. */
export const PROMPT_LANGUAGES = ['ne', 'vi'] as const;

/**
 * What somebody without Japanese has to understand before a person speaks with them, or when none does. Places in the queue stay
 * Japanese: who keeps waiting is answered by an interpreter.
 */
export const PROMPTS_WITH_LANGUAGES = [
  'recording-notice',
  'please-wait',
  'inbound-closed',
  'inbound-holiday',
  'inbound-unavailable',
  'voicemail-after-tone',
  'voicemail-thanks',
  'call-ended',
  'courtesy',
] as const;

/** The prompt's own name in a language. @returns undefined where the machine says it in Japanese only */
export function promptIn(prompt: string, language: string | null): string | undefined {
  const spoken =
    PROMPT_LANGUAGES.some((one) => one === language) && PROMPTS_WITH_LANGUAGES.some((one) => one === prompt);
  return spoken ? `${prompt}-${language}` : undefined;
}

/**
 * What is played to somebody: the Japanese, and after it their own language. Never the foreign words alone: a family member may have picked
 * up, and the flag of the register may be old.
 */
export function promptsFor(prompt: string, language: string | null): string[] {
  const own = promptIn(prompt, language);
  return own === undefined ? [prompt] : [prompt, own];
}
