import { join } from 'node:path';
import { buildTones } from '../../dialplan/sounds/build-tones.ts';
import type { Software } from '../obtain-software.ts';

/** The sounds both Asterisks play. @returns their folder. */
export async function buildPrompts(dataDir: string, _software: Software, _signal: AbortSignal): Promise<string> {
  const folder = join(dataDir, 'sounds');
  await buildTones(folder);
  return folder;
}
