/** A period that is promised: nobody is asked about it up to this day. `YYYY-MM-DD`; null or absent = not promised. */
export interface PromisedUntil {
  promisedUntil?: string | null;
}

/** The periods that no open promise speaks for today. A promise nobody judged in time holds nothing back after its grace. */
export function unpromised<T extends PromisedUntil>(items: readonly T[], today: string): T[] {
  return items.filter(({ promisedUntil }) => !promisedUntil || promisedUntil < today);
}

/**
 * The last day on which every one of these periods is still promised: the promise that ends first lets go. Null when one is not
 * promised, or there is none.
 */
export function heldUntil(items: readonly PromisedUntil[], today: string): string | null {
  if (items.length === 0 || unpromised(items, today).length > 0) return null;
  return items.flatMap(({ promisedUntil }) => promisedUntil ?? []).sort()[0] ?? null;
}
