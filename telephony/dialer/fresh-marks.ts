/** From where on a campaign still has targets nobody ever touched: without it each question would walk the whole list. */
const FORGET_MS = 60_000;

/**
 * A shortcut, never the truth: untouched targets are taken in the order of their position and a row once committed stays,
 * so below the lowest untouched one there is nothing to look for. Forgotten every minute all the same.
 */
export class FreshMarks {
  readonly #marks = new Map<string, { position: number; until: number }>();

  from(campaignId: string): number {
    const mark = this.#marks.get(campaignId);
    return mark && mark.until > performance.now() ? mark.position : 0;
  }

  /** @param position the lowest untouched one that committed rows showed; null = none is left */
  learn(campaignId: string, position: number | null): void {
    const known = this.#marks.get(campaignId);
    const until = known && known.until > performance.now() ? known.until : performance.now() + FORGET_MS;
    this.#marks.set(campaignId, { position: position ?? 2_147_483_647, until });
  }
}
