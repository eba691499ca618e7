import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CarrierControl } from '../../../dialplan/carrier/control.ts';
import { type CarrierCall, readCarrierLog } from '../../../dialplan/carrier/log.ts';
import { patternTone, writeWav } from '../../support/sound.ts';
import type { RunningSystem } from './system.ts';

/** The far side of the stories: what people do, and what their own telephone network saw and heard. */
export interface FarSide {
  control: CarrierControl;
  /** A voice nobody else has: 1000 Hz switched by a seeded pattern, a minute of it. For behaviours with `file=…`. */
  patternVoice(seed: number, seconds?: number): string;
  log(): Promise<CarrierCall[]>;
  /** What the citizen's own network wrote of one of our calls when it was over, whatever else went to or came from the same number. */
  legOf(callId: string, timeoutMs?: number): Promise<CarrierCall>;
}

export async function openFarSide(system: RunningSystem): Promise<FarSide> {
  const { carrier } = system.config;
  if (!carrier) throw new Error('this system has no simulated network');
  const control = await CarrierControl.open(carrier);
  return {
    control,
    patternVoice(seed, seconds = 60) {
      const file = join(carrier.soundDir, `pattern-${seed}.wav`);
      writeFileSync(file, writeWav(patternTone({ rate: 8000, hertz: 1000, seconds, seed })));
      // Asterisk adds the extension itself.
      return file.replace(/\.wav$/, '');
    },
    log: () => readCarrierLog(carrier.logFile),
    async legOf(callId, timeoutMs = 15_000) {
      for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; ) {
        const [row] = await system.sql<{ sip: string }[]>`select sip_call_id as sip from call where id = ${callId}`;
        const found = (await readCarrierLog(carrier.logFile)).find((leg) => leg.callId === row?.sip);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`the network has no finished leg of call ${callId}`);
    },
  };
}
