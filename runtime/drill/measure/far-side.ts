import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstanceConfig } from '../../../core/platform/config.ts';
import { type WhoPicksUp, whoPickedUp } from '../../../dialplan/carrier/crowd.ts';
import { type CarrierCall, readCarrierLog } from '../../../dialplan/carrier/log.ts';
import { wavePcm } from '../../../dialplan/sounds/wave-file.ts';
import { AGENT_HERTZ } from '../sip/telephone-sound.ts';
import { firstToneMs, lengthMs } from './first-tone.ts';

/** One call as the citizen's end saw and heard it. */
export interface FarCall {
  callId: string;
  called: string;
  invitedMs: number;
  answeredMs: number | undefined;
  endedMs: number;
  endedBy: 'city' | 'citizen';
  talkedMs: number;
  who: WhoPicksUp | undefined;
  /** Answer → first sound of an agent at this ear, ms; undefined when none was heard. */
  heardMs: number | undefined;
  /** What the ear's file lacks of the talk. Put before the sound it holds, so that a gap never makes a wait look shorter. */
  gapMs: number;
}

/**
 * Reads the simulated network's log as it grows, listens to what each citizen heard, and throws the sound away, so that a long
 * run needs no more disk than a short one.
 */
export class FarSide {
  readonly calls: FarCall[] = [];
  readonly #carrier: NonNullable<InstanceConfig['carrier']>;
  readonly #sinceMs: number;
  readonly #keepSound: boolean;
  #read = 0;
  #reading: Promise<void> | undefined;

  constructor(carrier: NonNullable<InstanceConfig['carrier']>, sinceMs: number, keepSound: boolean) {
    this.#carrier = carrier;
    this.#sinceMs = sinceMs;
    this.#keepSound = keepSound;
  }

  /** Takes in what ended since the last time. */
  listen(): Promise<void> {
    this.#reading ??= this.#listen().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #listen(): Promise<void> {
    const log = await readCarrierLog(this.#carrier.logFile);
    const fresh = log.slice(this.#read);
    this.#read = log.length;
    for (const leg of fresh) {
      if (leg.invitedMs < this.#sinceMs || leg.direction !== 'to_citizen') continue;
      this.calls.push(await this.#hear(leg));
    }
  }

  async #hear(leg: CarrierCall): Promise<FarCall> {
    const { callId, called, invitedMs, answeredMs, endedMs, endedBy, talkedMs } = leg;
    const call: FarCall = {
      ...{ callId, called, invitedMs, answeredMs, endedMs, endedBy, talkedMs },
      who: whoPickedUp(leg.behaviour),
      heardMs: undefined,
      gapMs: 0,
    };
    if (!leg.heard) return call;
    const { pcm, rate } = wavePcm(await readFile(join(this.#carrier.soundDir, leg.heard)));
    const gapMs = Math.max(0, talkedMs - lengthMs(pcm, rate));
    const toneMs = firstToneMs(pcm, rate, AGENT_HERTZ);
    if (!this.#keepSound)
      for (const file of [leg.heard, leg.said]) if (file) await rm(join(this.#carrier.soundDir, file), { force: true });
    // Below this it is the recorder's own start and end, not a hole.
    const hole = gapMs > 150 ? gapMs : 0;
    return { ...call, gapMs, heardMs: toneMs === undefined ? undefined : toneMs + hole };
  }
}
