import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { patternTone, writeWav } from '../../support/sound.ts';
import { type FarSide, openFarSide } from './citizen.ts';
import { type RunningSystem, startSystem } from './system.ts';

/** One product for all stories of a run: started by the first that asks, stopped by the global teardown. */
export interface World {
  system: RunningSystem;
  far: FarSide;
  /** WAV with a voice of its own, 440 Hz by a seeded pattern, for a browser's microphone. */
  agentVoice(seed: number): string;
}

let world: Promise<World> | undefined;

export function theWorld(): Promise<World> {
  world ??= build();
  return world;
}

async function build(): Promise<World> {
  const system = await startSystem();
  return {
    system,
    far: await openFarSide(system),
    agentVoice(seed) {
      const file = join(system.dataDir, `agent-${seed}.wav`);
      writeFileSync(file, writeWav(patternTone({ rate: 48_000, hertz: 440, seconds: 60, seed })));
      return file;
    },
  };
}

export async function mochaGlobalTeardown(): Promise<void> {
  const built = await world?.catch(() => undefined);
  built?.far.control.close();
  await built?.system.stop();
}
