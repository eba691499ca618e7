import { useEffect, useRef } from 'react';
import WaveSurfer from 'wavesurfer.js';

interface WaveformProps {
  audio: HTMLAudioElement;
  peaks: { left: number[]; right: number[] };
  totalSec: number;
}

const channelHeight = 88;
const loudest = 255;

/** Both channels from the server's peaks: the browser never decodes an hour of sound to draw it. */
export function Waveform({ audio, peaks, totalSec }: WaveformProps) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!container.current) return;
    // A short call has few peaks: its bars grow, so that the picture stays one of a voice.
    const roomPerPeak = container.current.clientWidth / Math.max(1, peaks.left.length);
    const barWidth = Math.min(10, Math.max(2, Math.floor(roomPerPeak * 0.7)));
    const scale = (values: readonly number[]) => Float32Array.from(values, (value) => value / loudest);
    const surfer = WaveSurfer.create({
      container: container.current,
      media: audio,
      peaks: [scale(peaks.left), scale(peaks.right)],
      duration: totalSec,
      height: channelHeight,
      cursorColor: '#b3261e',
      cursorWidth: 2,
      barWidth,
      barGap: Math.max(1, Math.min(4, Math.round(roomPerPeak) - barWidth)),
      barRadius: 1,
      dragToSeek: true,
      splitChannels: [
        { waveColor: '#e0a878', progressColor: '#b5651d' },
        { waveColor: '#8cb3d5', progressColor: '#1d5484' },
      ],
    });
    return () => surfer.destroy();
  }, [audio, peaks, totalSec]);
  return <div ref={container} className="wave-canvas" />;
}
