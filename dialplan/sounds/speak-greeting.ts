import type { SpeechTools } from './speak.ts';
import { speakOnce } from './speak-once.ts';

/**
 * Who is calling, by the city's own name: what a citizen hears before any other words of the centre. It belongs to one installation, so it
 * is not among the prompts that all share. Spoken again only when the name changed.
 *
 * @param outFile path without `.wav`
 */
export async function speakGreeting(tools: SpeechTools, cityName: string, outFile: string): Promise<void> {
  await speakOnce(tools, `${cityName}の、納付案内センターです。`, outFile);
}
