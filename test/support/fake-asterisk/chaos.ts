/** How unkind the fake is. Everything is drawn from one seed, so that a failure can be run again. */
export interface Chaos {
  random(): number;
  /** Events arrive up to this late, each by itself: they overtake each other. */
  maxEventDelayMs: number;
  /** Share of events that arrive twice. */
  duplicateShare: number;
  /** REST answers up to this late, often after the event of what it did. */
  maxRestDelayMs: number;
}

export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const calm = (): Chaos => ({ random: () => 0.5, maxEventDelayMs: 0, duplicateShare: 0, maxRestDelayMs: 0 });

export function stormy(seed: number): Chaos {
  return { random: mulberry32(seed), maxEventDelayMs: 30, duplicateShare: 0.3, maxRestDelayMs: 20 };
}
