import { promptIn } from '../../core/rules/prompt-language.ts';
import type { AriPort } from '../ari/port.ts';

/** Names of built prompts below the folder that the dialplan's global SOUNDS names. */
export type Prompt = 'pbx/please-wait' | 'pbx/stay-on-line';

/** What a citizen is told at the end of a call in which nobody could speak with them. */
export type Goodbye = 'call-ended' | 'courtesy';

/** Longest prompt plus a margin: a lost PlaybackFinished never keeps a citizen on the line. */
export const PROMPT_TIMEOUT_MS = 30_000;

/** ARI's media URI of a prompt. Asterisk alone knows where its prompts are. */
export async function promptMedia(ari: AriPort, prompt: Prompt): Promise<string> {
  return `sound:${await soundsFolder(ari)}/${prompt}`;
}

/** The courtesy message names the city, and the number that called digit by digit: which of its lines it was. The other language follows. */
export async function goodbyeMedia(
  ari: AriPort,
  goodbye: Goodbye,
  callerId: string,
  language: string | null = null,
): Promise<string> {
  const folder = await soundsFolder(ari);
  const foreign = promptIn(goodbye, language);
  const after = foreign === undefined ? [] : [`${folder}/pbx/${foreign}`];
  if (goodbye !== 'courtesy') return [`${folder}/pbx/${goodbye}`, ...after].map((file) => `sound:${file}`).join(',');
  const greeting = (await ari.getGlobal('CITY_GREETING')) ?? `${folder}/pbx/city-office`;
  const digits = [...callerId.replace(/\D/g, '')];
  const number = digits.length === 0 ? [] : ['number-is', ...digits.map((digit) => `digit-${digit}`), 'number-end'];
  return [greeting, ...[goodbye, ...number].map((part) => `${folder}/pbx/${part}`), ...after]
    .map((file) => `sound:${file}`)
    .join(',');
}

/** Asterisk alone knows where its prompts are. */
export async function soundsFolder(ari: AriPort): Promise<string> {
  return (await ari.getGlobal('SOUNDS')) ?? 'toritsugi';
}
