import type { DeskBeat } from '../../core/contracts/realtime.ts';
import { type DeviceFacts, deviceProblemOf } from '../../core/rules/device-problem.ts';

/** What is known of the devices in this moment; time is the beat's own business. */
export type DeviceNow = Pick<DeviceFacts, 'microphone' | 'outputThere' | 'socketUp'> & {
  /** Zeros from a microphone that should carry a voice: in a call, and not muted by the agent. */
  zeros: boolean;
};

export interface BeatParts {
  loginId: string;
  everySecond: (tick: () => void) => () => void;
  read: () => DeviceNow;
  /** @returns the server's clock (epoch ms); undefined when nobody answered. */
  send: (beat: DeskBeat) => Promise<number | undefined>;
  /** Wall clock: the only one that goes on while a machine sleeps. */
  wallMs: () => number;
}

/**
 * A sign of life of the page once a second, with the worst that is wrong. What is never sent cannot be missed by mistake: silence is the
 * message that the page is gone.
 */
export class PageBeat {
  readonly #parts: BeatParts;
  #seq = 0;
  #lastMs: number | undefined;
  #zerosSinceMs: number | undefined;
  #clockOffMs: number | null = null;
  #roundTripMs: number | null = null;
  #stop: (() => void) | undefined;

  constructor(parts: BeatParts) {
    this.#parts = parts;
  }

  /** Of the last beat that was answered; null before the first. */
  get line(): { roundTripMs: number | null; clockOffMs: number | null } {
    return { roundTripMs: this.#roundTripMs, clockOffMs: this.#clockOffMs };
  }

  start(): void {
    if (this.#stop) return;
    this.#stop = this.#parts.everySecond(() => void this.beat());
    void this.beat();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Also between two seconds, when something has just changed. */
  async beat(): Promise<void> {
    const { loginId, read, send, wallMs } = this.#parts;
    const now = wallMs();
    const sinceLastBeatMs = now - (this.#lastMs ?? now);
    this.#lastMs = now;
    const { zeros, ...devices } = read();
    // Time asleep is no time in which the agent was silent.
    if (!zeros || sinceLastBeatMs > 2_000) this.#zerosSinceMs = undefined;
    else this.#zerosSinceMs ??= now;
    const zerosForMs = this.#zerosSinceMs === undefined ? 0 : now - this.#zerosSinceMs;
    const problem = deviceProblemOf({ ...devices, sinceLastBeatMs, zerosForMs, clockOffMs: this.#clockOffMs });
    this.#seq += 1;
    const serverMs = await send({ seq: this.#seq, loginId, problem });
    if (serverMs === undefined) return;
    const back = wallMs();
    this.#roundTripMs = back - now;
    this.#clockOffMs = Math.round((now + back) / 2 - serverMs);
  }
}
