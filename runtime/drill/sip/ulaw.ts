/** Telephone sound: 8,000 samples a second, packets of 20 ms, G.711 µ-law. */
export const RATE = 8_000;
export const FRAME_MS = 20;
export const FRAME = (RATE * FRAME_MS) / 1_000;
export const AMPLITUDE = 0.3;

export function encodeUlaw(value: number): number {
  const sample = Math.round(value * 32_767);
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(32_635, Math.abs(sample)) + 132;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

/** µ-law code → 16-bit sample. */
export const linear: Int16Array = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
});

/** One second holds whole periods of any whole pitch, so 50 frames repeat without a seam. */
export function toneFrames(hertz: number): Buffer[] {
  return Array.from({ length: RATE / FRAME }, (_, frame) =>
    Buffer.from(
      Array.from({ length: FRAME }, (_, index) =>
        encodeUlaw(AMPLITUDE * Math.sin((2 * Math.PI * hertz * (frame * FRAME + index)) / RATE)),
      ),
    ),
  );
}

/** The sound of an RTP packet as 16-bit samples; undefined when it carries something else. */
export function soundOf(packet: Buffer): Buffer | undefined {
  if (packet.length < 12 + FRAME || ((packet[1] ?? 0) & 0x7f) !== 0) return undefined;
  const pcm = Buffer.allocUnsafe(FRAME * 2);
  for (let index = 0; index < FRAME; index += 1) pcm.writeInt16LE(linear[packet[12 + index] ?? 0xff] ?? 0, index * 2);
  return pcm;
}
