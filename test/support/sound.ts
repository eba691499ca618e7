/**
 * Measures for sound in tests: what tone is where, when it starts, and whether two tracks are the same sound.
 * All functions take mono samples in −1…1.
 */
export interface Sound {
  rate: number;
  /** One array a channel. */
  channels: Float64Array[];
}

/** Reads 16-bit PCM WAV; the data length is taken from the file's size when the header was never finished (killed writer). */
export function readWav(file: Buffer): Sound {
  if (file.toString('latin1', 0, 4) !== 'RIFF') throw new Error('not a WAV file');
  let offset = 12;
  let channelCount = 1;
  let rate = 8000;
  while (offset + 8 <= file.length) {
    const id = file.toString('latin1', offset, offset + 4);
    const size = file.readUInt32LE(offset + 4);
    const body = offset + 8;
    if (id === 'fmt ') {
      channelCount = file.readUInt16LE(body + 2);
      rate = file.readUInt32LE(body + 4);
    }
    if (id === 'data') {
      const end = size === 0 || body + size > file.length ? file.length : body + size;
      return readRaw(file.subarray(body, end), rate, channelCount);
    }
    offset = body + size + (size % 2);
  }
  throw new Error('WAV file without data');
}

/** Interleaved signed 16-bit little-endian samples. */
export function readRaw(data: Buffer, rate: number, channelCount: number): Sound {
  const frames = Math.floor(data.length / 2 / channelCount);
  const channels = Array.from({ length: channelCount }, () => new Float64Array(frames));
  for (let frame = 0; frame < frames; frame++) {
    for (let channel = 0; channel < channelCount; channel++) {
      const track = channels[channel];
      if (track) track[frame] = data.readInt16LE((frame * channelCount + channel) * 2) / 32768;
    }
  }
  return { rate, channels };
}

export function writeWav(sound: Sound): Buffer {
  const frames = sound.channels[0]?.length ?? 0;
  const count = sound.channels.length;
  const data = Buffer.alloc(frames * count * 2);
  sound.channels.forEach((track, channel) => {
    track.forEach((value, frame) => {
      data.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(value * 32767))), (frame * count + channel) * 2);
    });
  });
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(count, 22);
  header.writeUInt32LE(sound.rate, 24);
  header.writeUInt32LE(sound.rate * count * 2, 28);
  header.writeUInt16LE(count * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** A voice without a pause: the same pattern, with another tone where `patternTone` is silent. What is not heard of it was lost. */
export function unbrokenTone(options: Parameters<typeof patternTone>[0] & { otherHertz: number }): Sound {
  const on = patternTone(options).channels[0] ?? new Float64Array();
  const { rate, otherHertz, bitMs = 200 } = options;
  const bit = Math.round((rate * bitMs) / 1000);
  for (let from = 0; from < on.length; from += bit) {
    const end = Math.min(on.length, from + bit);
    if (on.subarray(from, end).some((sample) => sample !== 0)) continue;
    for (let index = from; index < end; index++) on[index] = 0.4 * Math.sin((2 * Math.PI * otherHertz * index) / rate);
  }
  return { rate, channels: [on] };
}

/** Power of one frequency (Goertzel), 0…1 for a full-scale sine, over `track[from, to)`. */
export function tonePower(track: Float64Array, rate: number, hertz: number, from = 0, to = track.length): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let previous = 0;
  let beforeThat = 0;
  for (let index = from; index < to; index++) {
    const next = (track[index] ?? 0) + coefficient * previous - beforeThat;
    beforeThat = previous;
    previous = next;
  }
  const power = previous ** 2 + beforeThat ** 2 - coefficient * previous * beforeThat;
  const length = Math.max(1, to - from);
  return (4 * power) / length ** 2;
}

/** Power of one frequency in each frame of `frameMs`. */
export function toneTrace(track: Float64Array, rate: number, hertz: number, frameMs = 50): number[] {
  const size = Math.round((rate * frameMs) / 1000);
  const trace: number[] = [];
  for (let from = 0; from + size <= track.length; from += size)
    trace.push(tonePower(track, rate, hertz, from, from + size));
  return trace;
}

/** Milliseconds from the start to the first frame in which the tone stands clearly; undefined when it never does. */
export function toneStartMs(
  track: Float64Array,
  rate: number,
  hertz: number,
  threshold = 0.0005,
  frameMs = 5,
): number | undefined {
  const size = Math.round((rate * frameMs * 4) / 1000);
  const step = Math.round((rate * frameMs) / 1000);
  for (let from = 0; from + size <= track.length; from += step) {
    if (tonePower(track, rate, hertz, from, from + size) > threshold) return (from / rate) * 1000;
  }
  return undefined;
}

export function rms(track: Float64Array, from = 0, to = track.length): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += (track[index] ?? 0) ** 2;
  return Math.sqrt(sum / Math.max(1, to - from));
}

/** Pearson correlation of two traces at the best lag within ±`maxLag` frames. 1 = the same sound. */
export function bestCorrelation(
  a: readonly number[],
  b: readonly number[],
  maxLag: number,
): { value: number; lag: number } {
  let best = { value: -1, lag: 0 };
  for (let lag = -maxLag; lag <= maxLag; lag++) {
    const pairs: [number, number][] = [];
    for (let index = 0; index < a.length; index++) {
      const other = b[index + lag];
      const own = a[index];
      if (own !== undefined && other !== undefined) pairs.push([own, other]);
    }
    const value = pearson(pairs);
    if (value > best.value) best = { value, lag };
  }
  return best;
}

function pearson(pairs: readonly [number, number][]): number {
  const count = pairs.length;
  if (count < 8) return -1;
  const meanA = pairs.reduce((sum, [a]) => sum + a, 0) / count;
  const meanB = pairs.reduce((sum, [, b]) => sum + b, 0) / count;
  let covariance = 0;
  let varianceA = 0;
  let varianceB = 0;
  for (const [a, b] of pairs) {
    covariance += (a - meanA) * (b - meanB);
    varianceA += (a - meanA) ** 2;
    varianceB += (b - meanB) ** 2;
  }
  return varianceA === 0 || varianceB === 0 ? 0 : covariance / Math.sqrt(varianceA * varianceB);
}

/** Energy envelope: what a person would see as the waveform. */
export function envelope(track: Float64Array, rate: number, frameMs = 50): number[] {
  const size = Math.round((rate * frameMs) / 1000);
  const trace: number[] = [];
  for (let from = 0; from + size <= track.length; from += size) trace.push(rms(track, from, from + size));
  return trace;
}

/** A tone switched on and off by a seeded pattern: no two seeds look alike, so correlation can tell them apart. */
export function patternTone(options: {
  rate: number;
  hertz: number;
  seconds: number;
  seed: number;
  bitMs?: number;
}): Sound {
  const { rate, hertz, seconds, seed, bitMs = 200 } = options;
  const track = new Float64Array(rate * seconds);
  let state = seed >>> 0 || 1;
  let on = true;
  const bit = Math.round((rate * bitMs) / 1000);
  for (let index = 0; index < track.length; index++) {
    if (index % bit === 0) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      on = state >= 0x80000000;
    }
    track[index] = on ? 0.4 * Math.sin((2 * Math.PI * hertz * index) / rate) : 0;
  }
  return { rate, channels: [track] };
}
