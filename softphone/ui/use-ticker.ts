import { useEffect, useState } from 'react';

/** Draws the component again every `everyMs`: for timers, which are always computed from the clock and never counted. */
export function useTicker(everyMs = 500): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
