import type { AriPort } from '../ari/port.ts';

/** Names of built prompts below the folder that the dialplan's global SOUNDS names. */
export type Prompt = 'pbx/please-wait';

/** What a citizen is told at the end of a call in which nobody could speak with them. */
export type Goodbye = 'call-ended' | 'inbound-unavailable' | 'courtesy';

/** Longest prompt plus a margin: a lost PlaybackFinished never keeps a citizen on the line. */
export const PROMPT_TIMEOUT_MS = 30_000;

/** ARI's media URI of a prompt. Asterisk alone knows where its prompts are. */
export async function promptMedia(ari: AriPort, prompt: Prompt): Promise<string> {
  return `sound:${await soundsFolder(ari)}/${prompt}`;
}

/** The courtesy message also tells the number that called, digit by digit: which of the city's lines it was. */
export async function goodbyeMedia(ari: AriPort, goodbye: Goodbye, callerId: string): Promise<string> {
  const folder = await soundsFolder(ari);
  const parts: string[] = [goodbye];
  const digits = callerId.replace(/\D/g, '');
  if (goodbye === 'courtesy' && digits !== '')
    parts.push('number-is', ...[...digits].map((digit) => `digit-${digit}`), 'number-end');
  return parts.map((part) => `sound:${folder}/pbx/${part}`).join(',');
}

async function soundsFolder(ari: AriPort): Promise<string> {
  return (await ari.getGlobal('SOUNDS')) ?? 'toritsugi';
}
