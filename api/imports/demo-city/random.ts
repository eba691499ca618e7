/** A small seeded generator (mulberry32): the same seed and words give the same city on every machine. */
export class Random {
  #state: number;

  constructor(seed: number, ...place: (string | number)[]) {
    // FNV-1a over the place, so that person 5 does not depend on how many numbers person 4 used.
    let hash = 0x811c9dc5 ^ seed;
    for (const char of place.join('/')) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
    this.#state = hash >>> 0;
  }

  /** 0 ≤ x < 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(from: readonly T[]): T {
    const value = from[Math.floor(this.next() * from.length)];
    if (value === undefined) throw new RangeError('Nothing to pick from.');
    return value;
  }
}
