/** Mono 16-bit PCM, the one form in which prompts are kept (8 kHz: what the telephone network carries). */
export interface MonoSound {
  rate: number;
  /** −1…1. */
  samples: Float64Array;
}

export function encodeWave({ rate, samples }: MonoSound): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((value, index) => {
    file.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32767), 44 + index * 2);
  });
  return file;
}

/** @throws Error for anything that is not mono 16-bit PCM. */
export function decodeWave(file: Buffer): MonoSound {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error('not a WAV file');
  let rate = 0;
  for (let at = 12; at + 8 <= file.length; ) {
    const id = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const body = at + 8;
    if (id === 'fmt ') {
      const [format, channels, bits] = [
        file.readUInt16LE(body),
        file.readUInt16LE(body + 2),
        file.readUInt16LE(body + 14),
      ];
      if (format !== 1 || channels !== 1 || bits !== 16) throw new Error('only mono 16-bit PCM is understood');
      rate = file.readUInt32LE(body + 4);
    }
    if (id === 'data' && rate > 0) {
      const count = Math.floor(Math.min(size, file.length - body) / 2);
      return { rate, samples: Float64Array.from({ length: count }, (_, i) => file.readInt16LE(body + i * 2) / 32768) };
    }
    at = body + size + (size % 2);
  }
  throw new Error('WAV file without format or data');
}

/** The samples as they stand in the file, without copying them. A writer that was cut off leaves the length 0: then the rest counts. */
export function wavePcm(file: Buffer): { pcm: Buffer; rate: number } {
  const at = file.indexOf('data', 12, 'latin1');
  if (file.toString('latin1', 0, 4) !== 'RIFF' || at < 0) throw new Error('not a WAV file');
  const length = file.readUInt32LE(at + 4);
  return { pcm: file.subarray(at + 8, length > 0 ? at + 8 + length : undefined), rate: file.readUInt32LE(24) };
}
