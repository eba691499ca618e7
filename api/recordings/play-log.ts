/** A player asks for the first bytes twice in a row, for the length and then for the sound: one play. */
const SAME_START_MS = 5_000;
/** Skipping the first byte is no way around the log: without a play row this recent, any range counts as a start. */
const STILL_PLAYING_MS = 10 * 60_000;
const MAX_ENTRIES = 5_000;

/** Decides which range requests are the start of a play, so that each play has exactly one audit row. */
export class PlayLog {
  readonly #last = new Map<string, number>();

  isStart(sessionId: string, recordingId: string, firstByte: number, nowMs: number): boolean {
    const since = nowMs - (this.#last.get(`${sessionId} ${recordingId}`) ?? Number.NEGATIVE_INFINITY);
    return since > STILL_PLAYING_MS || (firstByte === 0 && since > SAME_START_MS);
  }

  /** Call it after the audit row is written: a row that could not be written leaves the next request a start. */
  started(sessionId: string, recordingId: string, nowMs: number): void {
    const key = `${sessionId} ${recordingId}`;
    this.#last.delete(key);
    this.#last.set(key, nowMs);
    const [oldest] = this.#last.keys();
    if (this.#last.size > MAX_ENTRIES && oldest !== undefined) this.#last.delete(oldest);
  }
}
