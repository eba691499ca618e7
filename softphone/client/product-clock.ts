/**
 * The product's clock as the desk sees it: the server's time at the last message, carried on by the browser's monotonic
 * clock at the server's speed. A wrong clock on the agent's machine never shows.
 */
export interface ProductClock {
  nowMs(): number;
  readonly simulated: boolean;
  readonly speed: number;
}

export interface ClockAnchor {
  productNow: string;
  clockSpeed: number;
  clockSimulated: boolean;
}

export function productClock(anchor: ClockAnchor, monotonicMs: () => number = () => performance.now()): ProductClock {
  const anchoredAtMs = monotonicMs();
  const productMs = Date.parse(anchor.productNow);
  return {
    simulated: anchor.clockSimulated,
    speed: anchor.clockSpeed,
    nowMs: () => productMs + (monotonicMs() - anchoredAtMs) * anchor.clockSpeed,
  };
}
