import { sharedAudioContext } from './audio-context.ts';

/** Quiet enough beside speech: −26 dB of full scale. */
const softGain = 0.05;
const testGain = 0.12;

/** Two soft steps upward: a citizen is about to be on the line. Nothing else in the product makes a sound. */
export function playConnectTone(): void {
  playNotes([660, 880], 0.09, softGain);
}

/** A clear melody for choosing the speaker. */
export function playTestTone(): void {
  playNotes([523, 659, 784, 1047], 0.22, testGain);
}

function playNotes(frequencies: readonly number[], noteSec: number, gain: number): void {
  const context = sharedAudioContext();
  frequencies.forEach((frequency, index) => {
    const startsAt = context.currentTime + 0.02 + index * noteSec;
    const oscillator = context.createOscillator();
    const envelope = context.createGain();
    oscillator.frequency.value = frequency;
    envelope.gain.setValueAtTime(0, startsAt);
    envelope.gain.linearRampToValueAtTime(gain, startsAt + 0.015);
    envelope.gain.linearRampToValueAtTime(0, startsAt + noteSec);
    oscillator.connect(envelope).connect(context.destination);
    oscillator.start(startsAt);
    oscillator.stop(startsAt + noteSec);
  });
}
