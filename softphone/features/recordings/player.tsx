import { Button, SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { RecordingDetail } from '../../../core/contracts/http/records.ts';
import { duration } from '../../ui/format.ts';
import { channelLabel, labelOf, strings } from '../../ui/strings.ts';
import { Waveform } from './waveform.tsx';

const text = strings.recordings;
const speeds = ['0.75', '1', '1.25', '1.5', '2'];
const stepSec = 5;

/** Streams by range from the server: jumping to the fortieth minute fetches that minute. */
export function Player({ detail }: { detail: RecordingDetail }) {
  const [audio] = useState(() => {
    const element = new Audio();
    element.preload = 'metadata';
    element.src = `/api/recordings/${detail.id}/audio`;
    return element;
  });
  const [playing, setPlaying] = useState(false);
  const [atSec, setAtSec] = useState(0);
  const [speed, setSpeed] = useState('1');
  const [failed, setFailed] = useState(false);
  const totalSec = (detail.recordedMs ?? 0) / 1000;
  usePlayerEvents(audio, { setPlaying, setAtSec, setFailed });
  usePlayerKeys(audio, totalSec);
  const seek = (seconds: number) => {
    audio.currentTime = Math.min(Math.max(0, seconds), totalSec);
  };
  return (
    <div className="player">
      <section className="markers" aria-label={text.markers}>
        {placeMarkers(detail.events, totalSec).map(({ event, percent, row, late }) => (
          <button
            key={`${event.kind}-${event.atMs}`}
            type="button"
            className="marker"
            style={{ left: `${percent}%`, top: row * 22 }}
            data-late={late || undefined}
            onClick={() => seek(event.atMs / 1000)}
          >
            {event.label} {duration(event.atMs / 1000)}
          </button>
        ))}
      </section>
      <div className="waves">
        <div className="wave-names">
          <span>{labelOf(channelLabel, detail.channels.left)}</span>
          <span>{labelOf(channelLabel, detail.channels.right)}</span>
        </div>
        {detail.peaks ? (
          <Waveform audio={audio} peaks={detail.peaks} totalSec={totalSec} />
        ) : (
          <p className="muted">{text.peaksMissing}</p>
        )}
      </div>
      <div className="player-bar">
        <Button size="sm" w={104} onClick={() => toggle(audio)}>
          {playing ? `❚❚ ${text.pause}` : `▶ ${text.play}`}
        </Button>
        <span className="player-time">
          {duration(atSec)} <span className="muted">/ {duration(totalSec)}</span>
        </span>
        <span className="muted">{text.speed}</span>
        <SegmentedControl
          aria-label={text.speed}
          data={speeds.map((value) => ({ value, label: `${value}×` }))}
          value={speed}
          onChange={(value) => {
            setSpeed(value);
            audio.playbackRate = Number(value);
          }}
        />
        <span className="muted player-keys">
          <kbd>Space</kbd> {text.play}/{text.pause} <kbd>←</kbd> <kbd>→</kbd> {text.step}
        </span>
      </div>
      {failed ? (
        <div className="notice" role="alert">
          <p>{text.loadFailed}</p>
        </div>
      ) : null}
    </div>
  );
}

function toggle(audio: HTMLAudioElement): void {
  if (audio.paused) void audio.play().catch(() => audio.load());
  else audio.pause();
}

interface PlayerSetters {
  setPlaying: (playing: boolean) => void;
  setAtSec: (seconds: number) => void;
  setFailed: (failed: boolean) => void;
}

function usePlayerEvents(audio: HTMLAudioElement, { setPlaying, setAtSec, setFailed }: PlayerSetters): void {
  useEffect(() => {
    const leaving = new AbortController();
    const on = (name: string, listener: () => void) =>
      audio.addEventListener(name, listener, { signal: leaving.signal });
    on('play', () => setPlaying(true));
    on('pause', () => setPlaying(false));
    on('ended', () => setPlaying(false));
    on('timeupdate', () => setAtSec(audio.currentTime));
    on('seeking', () => setAtSec(audio.currentTime));
    on('error', () => setFailed(true));
    on('loadedmetadata', () => setFailed(false));
    return () => {
      leaving.abort();
      audio.pause();
    };
  }, [audio, setPlaying, setAtSec, setFailed]);
}

function usePlayerKeys(audio: HTMLAudioElement, totalSec: number): void {
  const total = useRef(totalSec);
  total.current = totalSec;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (target?.matches('input, textarea, select')) return;
      // A button in focus has the space bar for itself.
      if (event.code === 'Space' && target?.matches('a, button, summary')) return;
      if (event.code === 'Space') toggle(audio);
      else if (event.code === 'ArrowLeft') audio.currentTime = Math.max(0, audio.currentTime - stepSec);
      else if (event.code === 'ArrowRight') audio.currentTime = Math.min(total.current, audio.currentTime + stepSec);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, [audio]);
}

/** Markers that would cover each other go to the next row, at most three rows deep; near the end a label hangs to the left. */
function placeMarkers(events: RecordingDetail['events'], totalSec: number) {
  const labelPercent = 10;
  const rowEnds = [0, 0, 0];
  return events.map((event) => {
    const percent = totalSec > 0 ? Math.min(100, (event.atMs / 1000 / totalSec) * 100) : 0;
    const late = percent > 100 - labelPercent;
    const from = late ? percent - labelPercent : percent;
    const free = rowEnds.findIndex((end) => from >= end);
    const row = free === -1 ? rowEnds.length - 1 : free;
    rowEnds[row] = from + labelPercent;
    return { event, percent, row, late };
  });
}
