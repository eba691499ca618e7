const PART_END = 0x110000;

/**
 * Remembers a million keys in 16 MB by 53 bits of their hash. It may say "seen" of a key that is new (about once in ten
 * thousand million files of a million rows), never "new" of one that was seen.
 */
export class SeenKeys {
  #slots = new Float64Array(1 << 12);
  #count = 0;

  /** True when the key, of one part or several, was (or may have been) added before. */
  add(...parts: readonly (string | number)[]): boolean {
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    return !this.#insert(hash53(parts));
  }

  #insert(hash: number): boolean {
    const mask = this.#slots.length - 1;
    let at = hash % this.#slots.length;
    for (;;) {
      const found = this.#slots[at];
      if (found === hash) return false;
      if (found === 0) {
        this.#slots[at] = hash;
        this.#count += 1;
        return true;
      }
      at = (at + 1) & mask;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Float64Array(old.length * 2);
    this.#count = 0;
    for (const hash of old) if (hash !== 0) this.#insert(hash);
  }
}

/** Two multiplicative hashes side by side (cyrb53), part by part; never 0, which marks an empty slot. */
function hash53(parts: readonly (string | number)[]): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (const part of parts) {
    const length = typeof part === 'string' ? part.length : 1;
    for (let i = 0; i < length; i += 1) {
      const code = typeof part === 'string' ? part.charCodeAt(i) : part;
      high = Math.imul(high ^ code, 2_654_435_761);
      low = Math.imul(low ^ code, 1_597_334_677);
    }
    // No character: what ends here must not be what begins the next part.
    high = Math.imul(high ^ PART_END, 2_654_435_761);
    low = Math.imul(low ^ PART_END, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0) || 1;
}
