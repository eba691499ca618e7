import type { MonoSound } from './wave-file.ts';

export const telephoneRate = 8000;

export function silence(seconds: number): MonoSound {
  return { rate: telephoneRate, samples: new Float64Array(Math.round(seconds * telephoneRate)) };
}

/** A sine with soft edges, so that no click widens its spectrum. */
export function tone(hertz: number, seconds: number, level = 0.3): MonoSound {
  const sound = silence(seconds);
  const edge = telephoneRate * 0.01;
  for (let index = 0; index < sound.samples.length; index++) {
    const fade = Math.min(1, index / edge, (sound.samples.length - index) / edge);
    sound.samples[index] = level * fade * Math.sin((2 * Math.PI * hertz * index) / telephoneRate);
  }
  return sound;
}

/** The ringing tone of a Japanese exchange: 400 Hz wavered by 16 Hz, one second in three. */
export function ringingTone(): MonoSound {
  const sound = tone(400, 1);
  const waver = (index: number) => (1 + 0.85 * Math.cos((2 * Math.PI * 16 * index) / telephoneRate)) / 1.85;
  return join({ ...sound, samples: sound.samples.map((sample, index) => sample * waver(index)) }, silence(2));
}

/** The quiet tune of the hold music: our own notes (a pentatonic walk), decaying like a struck bar. Loops without a gap. */
export function holdTune(): MonoSound {
  const steps = [0, 2, 4, 7, 9, 7, 4, 2, 0, 4, 7, 12, 9, 7, 4, 2];
  const noteSec = 0.75;
  const sound = silence(steps.length * noteSec);
  steps.forEach((step, position) => {
    const hertz = 523.25 * 2 ** (step / 12);
    for (let index = 0; index < noteSec * 2 * telephoneRate; index++) {
      const time = index / telephoneRate;
      const attack = Math.min(1, time / 0.02);
      const at = (Math.round(position * noteSec * telephoneRate) + index) % sound.samples.length;
      const value = 0.09 * attack * Math.exp(-2.2 * time) * Math.sin(2 * Math.PI * hertz * time);
      sound.samples[at] = (sound.samples[at] ?? 0) + value;
    }
  });
  return sound;
}

export function join(...sounds: readonly MonoSound[]): MonoSound {
  const samples = new Float64Array(sounds.reduce((length, sound) => length + sound.samples.length, 0));
  let at = 0;
  for (const sound of sounds) {
    samples.set(sound.samples, at);
    at += sound.samples.length;
  }
  return { rate: telephoneRate, samples };
}
