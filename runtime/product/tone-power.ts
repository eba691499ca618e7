/** Power of one pitch (Goertzel) in 16-bit samples taken every `step`-th from `offset`: 1 for a sine of full scale. */
export function tonePower(pcm: Buffer, hertz: number, rate: number, offset: number, step: number): number {
  const count = Math.floor((pcm.length / 2 - offset) / step);
  if (count <= 0) return 0;
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let last = 0;
  let beforeLast = 0;
  for (let index = 0; index < count; index++) {
    const next = pcm.readInt16LE(2 * (offset + index * step)) / 32768 + coefficient * last - beforeLast;
    beforeLast = last;
    last = next;
  }
  return (4 * (last ** 2 + beforeLast ** 2 - coefficient * last * beforeLast)) / count ** 2;
}

/** How much stronger the wanted pitch is than the other one, in decibels; a silent track gives 0. */
export function toneAdvantageDb(wanted: number, other: number): number {
  const floor = 1e-9;
  return 10 * Math.log10(Math.max(wanted, floor) / Math.max(other, floor));
}
