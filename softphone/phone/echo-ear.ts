/** What came back of the marks that were sent: how long each took, and how loud it was. */
export interface EchoMeasure {
  roundTripMs: number;
  /** Against what was sent; 0 = as loud. */
  levelDb: number;
}

/** High enough to stand out of a voice, low enough for a telephone line. */
export const MARK_HERTZ = 2_500;
export const MARK_AMPLITUDE = 0.12;
/** Seconds after the first mark. At uneven distances, so that no other way to lay them over the answer fits as well. */
export const MARKS_AT_SEC = [0, 0.35, 0.85, 1.25] as const;
export const MARK_SEC = 0.06;

const WINDOW_SEC = 0.01;
const STEP_SEC = 0.0025;
/** A quarter of what was sent: 12 dB down, and far above what a voice has there in a hundredth of a second. */
const HEARD_FROM = MARK_AMPLITUDE / 4;
/** Nobody could talk over a longer way. */
const LONGEST_TRIP_SEC = 1.5;
/** Marks that took the same way arrive alike. */
const SAME_TRIP_SEC = 0.03;
/** One may be lost on the way, as one may be in a voice. */
const MARKS_NEEDED = MARKS_AT_SEC.length - 1;

interface Onset {
  atSec: number;
  amplitude: number;
}

/** Listens for the marks in sound that comes in pieces, which may overlap; times are of the clock the marks were sent by. */
export class EchoEar {
  readonly #rate: number;
  readonly #onsets: Onset[] = [];
  #heardUntilSec = Number.NEGATIVE_INFINITY;
  #on = false;

  constructor(rate: number) {
    this.#rate = rate;
  }

  hear(samples: ArrayLike<number>, endsAtSec: number): void {
    const size = Math.round(WINDOW_SEC * this.#rate);
    const step = Math.round(STEP_SEC * this.#rate);
    const startsAtSec = endsAtSec - samples.length / this.#rate;
    for (let from = 0; from + size <= samples.length; from += step) {
      const atSec = startsAtSec + from / this.#rate;
      if (atSec <= this.#heardUntilSec) continue;
      // What began unheard is no beginning.
      const missed = atSec - this.#heardUntilSec > 2 * STEP_SEC;
      this.#heardUntilSec = atSec;
      this.#look(atSec, amplitudeOf(samples, from, size, this.#rate), missed);
    }
  }

  #look(atSec: number, amplitude: number, missed: boolean): void {
    const last = this.#onsets.at(-1);
    const was = this.#on;
    this.#on = amplitude >= HEARD_FROM;
    if (!this.#on || missed) return;
    if (!was) this.#onsets.push({ atSec, amplitude });
    else if (last && atSec - last.atSec < MARK_SEC) last.amplitude = Math.max(last.amplitude, amplitude);
  }

  /** @param firstSentAtSec when the first mark was sent @returns null when too few came back */
  measure(firstSentAtSec: number): EchoMeasure | null {
    const sent = MARKS_AT_SEC.map((after) => firstSentAtSec + after);
    const trips = this.#onsets.flatMap((onset) =>
      sent.map((at) => onset.atSec - at).filter((trip) => trip > 0 && trip < LONGEST_TRIP_SEC),
    );
    let best: Onset[] = [];
    let bestTrip = 0;
    for (const trip of trips) {
      const found = sent.flatMap((at) => {
        const near = this.#onsets.find((onset) => Math.abs(onset.atSec - at - trip) <= SAME_TRIP_SEC);
        return near ? [near] : [];
      });
      if (found.length > best.length) [best, bestTrip] = [found, trip];
    }
    if (best.length < MARKS_NEEDED) return null;
    const loudest = Math.max(...best.map(({ amplitude }) => amplitude));
    return {
      roundTripMs: Math.round(bestTrip * 1_000),
      levelDb: Math.round(20 * Math.log10(loudest / MARK_AMPLITUDE)),
    };
  }
}

/** Of the mark's frequency (Goertzel). */
function amplitudeOf(samples: ArrayLike<number>, from: number, size: number, rate: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * MARK_HERTZ) / rate);
  let previous = 0;
  let beforeThat = 0;
  for (let index = from; index < from + size; index += 1) {
    const next = (samples[index] ?? 0) + coefficient * previous - beforeThat;
    beforeThat = previous;
    previous = next;
  }
  const power = previous ** 2 + beforeThat ** 2 - coefficient * previous * beforeThat;
  return (2 * Math.sqrt(Math.max(0, power))) / size;
}
