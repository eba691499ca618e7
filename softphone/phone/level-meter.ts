/**
 * Loudness of a stream, 0 (silence) to 1 (as loud as speech gets), on a scale that follows the ear: −60 dB to −6 dB.
 * One AudioContext for all meters and tones; browsers allow only a few.
 */
export interface LevelMeter {
  read(): number;
  stop(): void;
}

const floorDb = -60;
const ceilingDb = -6;

export function meterOf(stream: MediaStream, context: AudioContext): LevelMeter {
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read() {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
    stop() {
      source.disconnect();
    },
  };
}

export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += (samples[index] ?? 0) ** 2;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  if (rms <= 0) return 0;
  const db = 20 * Math.log10(rms);
  return Math.min(1, Math.max(0, (db - floorDb) / (ceilingDb - floorDb)));
}
