/** Numbers that look random and come again for the same keys (sfc32). No clock, no Math.random. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** Mean 0, standard deviation 1. */
  normal(): number;
}

/**
 * One stream per set of keys: giving every call its own (seed, day, line, number of the call) makes two pacers meet the same citizens,
 * however differently they dial (common random numbers).
 */
export function createRandom(...keys: readonly number[]): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  const step = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (const key of keys) {
    a = (a ^ Math.imul(key | 0, 0x85ebca6b)) | 0;
    for (let round = 0; round < 6; round += 1) step();
  }
  for (let round = 0; round < 12; round += 1) step();
  const next = () => step() / 2 ** 32;
  return { next, normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()) };
}
