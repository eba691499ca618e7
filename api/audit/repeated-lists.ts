/** An open page asks for its list every few seconds. One row for each five minutes of looking says as much as a hundred. */
const SAME_LOOK_MS = 300_000;
const MAX_REMEMBERED = 10_000;

/** Remembers which list (address with its filters) a session looked at, and when that was last written down. */
export class RepeatedLists {
  readonly #written = new Map<string, number>();

  /** True when this look belongs to one that is in the log already. */
  isRepeat(sessionId: string, url: string, nowMs: number): boolean {
    const key = `${sessionId} ${url}`;
    const at = this.#written.get(key);
    if (at !== undefined && nowMs - at < SAME_LOOK_MS) return true;
    this.#written.delete(key);
    this.#written.set(key, nowMs);
    // Oldest first: a forgotten look only costs one more row.
    for (const oldest of this.#written.keys()) {
      if (this.#written.size <= MAX_REMEMBERED) break;
      this.#written.delete(oldest);
    }
    return false;
  }
}
