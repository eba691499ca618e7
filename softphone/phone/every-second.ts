/** Ticks once a second also while the tab is in the background. @returns stops it */
export function everySecond(tick: () => void): () => void {
  try {
    const worker = new Worker(new URL('./beat-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', tick);
    return () => worker.terminate();
  } catch {
    // No worker (an old browser, a strict policy of the city's): the page's own timer is right while the tab is in front.
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }
}
