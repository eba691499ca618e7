import type { AriPort } from '../ari/port.ts';

/** Names of built prompts below the folder that the dialplan's global SOUNDS names. */
export type Prompt = 'pbx/call-ended' | 'pbx/inbound-unavailable';

/** Longest prompt plus a margin: a lost PlaybackFinished never keeps a citizen on the line. */
export const PROMPT_TIMEOUT_MS = 20_000;

/** ARI's media URI of a prompt. Asterisk alone knows where its prompts are. */
export async function promptMedia(ari: AriPort, prompt: Prompt): Promise<string> {
  return `sound:${(await ari.getGlobal('SOUNDS')) ?? 'toritsugi'}/${prompt}`;
}
