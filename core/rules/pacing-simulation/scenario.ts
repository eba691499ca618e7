import type { PacingInit } from '../pacing/types.ts';
import type { Distribution } from './distribution.ts';

/** Who picks up: the person or family, somebody else, a machine. Only the first two count as persons answered. */
export type Party = 'contact' | 'absent' | 'machine';

export interface PartyShape {
  share: number;
  /** From dialling to pick-up. */
  ring: Distribution;
  talk: Distribution;
  wrap: Distribution;
}

export interface LineScenario {
  id: string;
  cap: number;
  /** Instead of the pool's. */
  minRingSec?: number;
  /** Chance that an attempt that does not fail is picked up by anybody, before the profile of the day and the drift. */
  answer: number;
  failed: { share: number; after: Distribution };
  parties: Record<Party, PartyShape>;
  /** Share of mobile numbers and how much likelier they are picked up than fixed ones; absent = no type is told. */
  mobile?: { share: number; timesFixed: number };
  /**
   * How contacts differ and what is known of it. `spread`: standard deviation of the log-odds of a pick-up among contacts; `noise`, `bias`: of the
   * score that is told, in log-odds. Absent = all alike, no score told.
   */
  scores?: { spread: number; noise: number; bias: number };
  inbound?: { perHour: number; patience: Distribution; talk: Distribution; wrap: Distribution };
  /** Attempts there are to make over the whole run; absent = no end of them. */
  attempts?: number;
  /** From this second of this day on (all days when absent) the chance of an answer is multiplied. */
  jumps?: readonly { day?: number; atSec: number; factor: number }[];
}

export interface Scenario {
  agents: number;
  trunks: number;
  reserve: number;
  /** Originates a second. */
  cps: number;
  patienceSec: number;
  ringTimeoutSec: number;
  minRingSec: number;
  tickSec: number;
  daySec: number;
  /** From the match of citizen and agent to sound both ways. */
  connectSec: number;
  /** Share of machines that detection filters, and of persons it takes for machines; null = no detection. */
  detection: { machines: number; persons: number } | null;
  readySignalSec: number;
  /** Nobody's telephone is cut short twice running: whom a call was cut for, the next rings in full. */
  cutOnceRunning?: boolean;
  skills?: readonly (readonly string[])[];
  /** Per agent the stretches of the day on duty; absent = all the whole day. A call in hand is finished. */
  shifts?: readonly (readonly { fromSec: number; toSec: number }[])[];
  /** Chance of an answer over the day: straight lines between the points. */
  profile: readonly { atSec: number; factor: number }[];
  /** Slow random change of the chance of an answer: log-AR(1), mean 1. */
  drift: { sigma: number; tauSec: number };
  /** How agents differ in talk and wrap time. */
  paceCv: number;
  lines: readonly LineScenario[];
}

/** The part of a scenario that the pacer is told; everything else it has to find out. */
export const pacingInitOf = (scenario: Scenario): PacingInit => ({
  agents: scenario.agents,
  trunks: scenario.trunks,
  reserve: scenario.reserve,
  cps: scenario.cps,
  patienceSec: scenario.patienceSec,
  ringTimeoutSec: scenario.ringTimeoutSec,
  minRingSec: scenario.minRingSec,
  tickSec: scenario.tickSec,
  amd: scenario.detection !== null,
  readySignalSec: scenario.readySignalSec,
  lines: scenario.lines.map(({ id, cap, minRingSec }) => ({
    id,
    cap,
    ...(minRingSec === undefined ? {} : { minRingSec }),
  })),
  ...(scenario.skills ? { skills: scenario.skills } : {}),
});
