import type { ClockConfig } from './config.ts';

/**
 * The product's clock: the instant that business facts carry (when a call was placed, which window is open).
 * Leases, sessions and time-outs never use it: they use the database's own `now()` and monotonic timers.
 */
export interface Clock {
  readonly simulated: boolean;
  readonly speed: number;
  now(): Date;
}

export function realClock(): Clock {
  return { simulated: false, speed: 1, now: () => new Date() };
}

export function simulatedClock(
  anchor: { realAnchorMs: number; simulatedAnchorMs: number; speed: number },
  realNow: () => number = Date.now,
): Clock {
  return {
    simulated: true,
    speed: anchor.speed,
    now: () => new Date(anchor.simulatedAnchorMs + (realNow() - anchor.realAnchorMs) * anchor.speed),
  };
}

export function clockFromConfig(config: ClockConfig): Clock {
  return config.mode === 'real' ? realClock() : simulatedClock(config);
}

export class SimulatedClockWithRealTrunkError extends Error {
  readonly code = 'clock/simulated-with-real-trunk';
  constructor(trunkName: string) {
    super(
      `The clock is simulated, but the trunk "${trunkName}" can reach real telephones. ` +
        'Start with "--clock real", or disable that trunk first.',
    );
  }
}

/** A simulated hour must never let a real telephone ring. Called at start and again before every dial. */
export function assertClockMayDial(clock: Clock, trunks: readonly { name: string; kind: string }[]): void {
  if (!clock.simulated) return;
  const real = trunks.find((trunk) => trunk.kind !== 'simulator');
  if (real) throw new SimulatedClockWithRealTrunkError(real.name);
}
