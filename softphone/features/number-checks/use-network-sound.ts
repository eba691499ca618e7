import { useEffect, useState } from 'react';

export interface NetworkSound {
  playing: boolean;
  failed: boolean;
  toggle(): void;
}

/** The sound of one call: from its beginning each time, stopped when another number is looked at. */
export function useNetworkSound(callId: string | null): NetworkSound {
  const [audio] = useState(() => new Audio());
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const on = () => setPlaying(true);
    const off = () => setPlaying(false);
    audio.addEventListener('playing', on);
    audio.addEventListener('pause', off);
    audio.addEventListener('ended', off);
    return () => {
      audio.removeEventListener('playing', on);
      audio.removeEventListener('pause', off);
      audio.removeEventListener('ended', off);
      audio.pause();
    };
  }, [audio]);
  useEffect(() => {
    audio.pause();
    setFailed(false);
    if (callId === null) audio.removeAttribute('src');
    else audio.src = `/api/number-checks/${callId}/audio`;
  }, [audio, callId]);
  return {
    playing,
    failed,
    toggle() {
      if (!audio.paused) return audio.pause();
      audio.currentTime = 0;
      setFailed(false);
      audio.play().catch((error: unknown) => {
        // Stopped by the next number before it began: nothing failed.
        if (!(error instanceof DOMException && error.name === 'AbortError')) setFailed(true);
      });
    },
  };
}
