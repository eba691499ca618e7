import type { LineScenario, Scenario } from './scenario.ts';

const MINUTE = 60;

/** One subject line as measured on calls about unpaid taxes: how a city's citizens pick up, and how long it takes. */
export const arrearsLine = (id: string, cap: number, answer: number): LineScenario => ({
  id,
  cap,
  answer,
  failed: { share: 0.06, after: { kind: 'uniform', from: 1.5, to: 4 } },
  parties: {
    contact: {
      share: 0.4,
      ring: { kind: 'lognormal', mean: 8, cv: 0.6, plus: 2 },
      talk: { kind: 'lognormal', mean: 180, cv: 0.75 },
      wrap: { kind: 'lognormal', mean: 60, cv: 0.5 },
    },
    absent: {
      share: 0.25,
      ring: { kind: 'lognormal', mean: 9, cv: 0.6, plus: 2 },
      talk: { kind: 'lognormal', mean: 20, cv: 0.5 },
      wrap: { kind: 'lognormal', mean: 20, cv: 0.5 },
    },
    machine: {
      share: 0.35,
      ring: { kind: 'normal', mean: 20, sd: 3.5, min: 6 },
      talk: { kind: 'lognormal', mean: 18, cv: 0.3 },
      wrap: { kind: 'lognormal', mean: 15, cv: 0.5 },
    },
  },
});

/** A pool with the trunks a city rents for it (3 a seat and 2), days of four hours, one line; override what differs. */
export const arrearsScenario = (
  agents: number,
  answer: number,
  cap: number,
  override: Partial<Scenario> = {},
): Scenario => ({
  agents,
  trunks: 3 * agents + 2,
  reserve: 0,
  cps: 10,
  patienceSec: 2,
  ringTimeoutSec: 30,
  minRingSec: 15,
  tickSec: 1,
  daySec: 240 * MINUTE,
  connectSec: 0.3,
  detection: null,
  readySignalSec: 0,
  profile: [
    { atSec: 0, factor: 0.85 },
    { atSec: 60 * MINUTE, factor: 1 },
    { atSec: 120 * MINUTE, factor: 1.25 },
    { atSec: 150 * MINUTE, factor: 0.95 },
    { atSec: 240 * MINUTE, factor: 1 },
  ],
  drift: { sigma: 0.15, tauSec: 40 * MINUTE },
  paceCv: 0.1,
  lines: [arrearsLine('A', cap, answer)],
  ...override,
});
