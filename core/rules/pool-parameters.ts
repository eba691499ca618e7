/** What a city may change about its pool of agents (table `setting`, key `pacing`, valid from a day). */
export interface PoolParameters {
  /** Channels that outbound calls leave free for citizens who call back; null: by the size of the trunks. */
  reserve: number | null;
  /** Originates a second, of all modes' calls of the pool. */
  cps: number;
  /** No telephone is made to stop ringing by the pacing controller before it rang this long. */
  minRingSec: number;
  /** Seconds at the citizen's ear without an agent after which the call is abandoned. The measure says 2: less is allowed, more is not. */
  patienceSec: number;
  /** A citizen who calls in waits at most so long before the recorded message. */
  inboundWaitSec: number;
}

export const DEFAULT_POOL: PoolParameters = {
  reserve: null,
  cps: 10,
  minRingSec: 15,
  patienceSec: 2,
  inboundWaitSec: 60,
};

/** Why a line's telephones ring so long at least: the city's value, the subject's own (setting `pacing:<科目コード>`), or the promise. */
export const MIN_RING_REASONS = ['city', 'line', 'promise'] as const;
export type MinRingWhy = (typeof MIN_RING_REASONS)[number];

export interface LineMinRing {
  /** Infinity: never hung up unanswered by the pacing controller. */
  minRingSec: number;
  why: MinRingWhy;
}

/**
 * How long each telephone of a line rings before the pacing controller may give it up.
 * @param stored the subject's own value, `{"minRingSec": 25}`
 * @param ringInFull a running campaign of the line would miss its promise were its calls cut (`mustRingInFull`)
 */
export function lineMinRing(city: PoolParameters, stored: unknown, ringInFull: boolean): LineMinRing {
  if (ringInFull) return { minRingSec: Number.POSITIVE_INFINITY, why: 'promise' };
  const own =
    stored !== null && typeof stored === 'object' ? (stored as { minRingSec?: unknown }).minRingSec : undefined;
  if (typeof own === 'number' && Number.isFinite(own) && own >= 0) return { minRingSec: own, why: 'line' };
  return { minRingSec: city.minRingSec, why: 'city' };
}

const MOST_PATIENCE_SEC = 2;

/** The city's values over the defaults; what is no sensible number is ignored. */
export function poolParameters(stored: unknown): PoolParameters {
  const given = stored !== null && typeof stored === 'object' ? new Map(Object.entries(stored)) : new Map();
  const numberOf = (key: keyof PoolParameters): number | null => {
    const value: unknown = given.get(key);
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
  };
  return {
    reserve: numberOf('reserve'),
    cps: numberOf('cps') ?? DEFAULT_POOL.cps,
    minRingSec: numberOf('minRingSec') ?? DEFAULT_POOL.minRingSec,
    patienceSec: Math.min(numberOf('patienceSec') ?? DEFAULT_POOL.patienceSec, MOST_PATIENCE_SEC),
    inboundWaitSec: numberOf('inboundWaitSec') ?? DEFAULT_POOL.inboundWaitSec,
  };
}

/**
 * Channels kept free of outbound calls. From two channels on it is one at least: the last channel is never rung away from a citizen who
 * calls back while an agent is free. A single channel cannot be shared.
 */
export function reservedChannels(parameters: PoolParameters, channels: number): number {
  if (channels < 2) return 0;
  return Math.min(parameters.reserve ?? 1, channels - 1);
}
