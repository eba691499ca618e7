/** One frame of what the citizen's end sends: its level, 0 to 1 (RMS of a full-scale signal). */
export const FRAME_MS = 20;

/** What a city may change per line (setting `answering_machine:<subject>`). */
export interface GreetingParameters {
  /** Below this a frame is silence. Lines differ: −40 dB is above the noise of every line of the simulator. */
  silenceLevel: number;
  /** A pause this long ends a greeting: a person waits for us to speak, a machine breathes and goes on. */
  pauseMs: number;
  /** A greeting that goes on longer than this is a machine's; trained from agents' results. Null: never said. */
  machineFromMs: number | null;
  /** Whatever is not decided by then stays a person. */
  decideByMs: number;
}

export const DEFAULT_GREETING: GreetingParameters = {
  silenceLevel: 0.01,
  pauseMs: 900,
  machineFromMs: null,
  decideByMs: 5_000,
};

export interface GreetingVerdict {
  /** `uncertain` is treated as a person everywhere. */
  verdict: 'person' | 'machine' | 'uncertain';
  /** Since the answer: when it could be said. */
  atMs: number;
  /** From the first voice to the last before a pause; null when nobody spoke. What thresholds are trained by. */
  greetingMs: number | null;
}

/**
 * Listens from the answer on. What tells a machine from a person is not how they sound but that a machine does not stop for an
 * answer: 「はい、山口でございます」 takes two seconds, 「ただいま電話に出ることができません。ピーという…」 goes on.
 *
 * @param levels frames of `FRAME_MS` since the answer, as many as have come; undefined = more are needed
 */
export function judgeGreeting(levels: readonly number[], parameters: GreetingParameters): GreetingVerdict | undefined {
  const { silenceLevel, pauseMs, machineFromMs, decideByMs } = parameters;
  let first: number | null = null;
  let last = 0;
  for (const [index, level] of levels.entries()) {
    const atMs = (index + 1) * FRAME_MS;
    if (level >= silenceLevel) {
      first ??= atMs - FRAME_MS;
      last = atMs;
    }
    const greetingMs = first === null ? null : last - first;
    if (greetingMs !== null && machineFromMs !== null && greetingMs >= machineFromMs)
      return { verdict: 'machine', atMs, greetingMs };
    if (greetingMs !== null && atMs - last >= pauseMs) return { verdict: 'person', atMs, greetingMs };
    if (atMs >= decideByMs) return { verdict: 'uncertain', atMs, greetingMs };
  }
  return undefined;
}
