import type { CallingBand } from '../../rules/calling-band.ts';
import type { DialledType } from '../../rules/coverage/answer-chance.ts';
import type { DayToOpen } from '../../rules/coverage/days-to-open.ts';
import type { RiskCode } from '../../rules/coverage/risks.ts';
import type { MinRingWhy } from '../../rules/pool-parameters.ts';
import type { CampaignMode } from '../calls.ts';

/**
 * GET  /api/campaigns/:id/coverage → CoverageView    permission `view_campaigns`; counts only
 * POST /api/campaigns/:id/what-if {WhatIfQuestion} → WhatIfView
 * GET  /api/campaigns/:id/at-risk → AtRiskView     permission `view_person`
 * GET  /api/coverage/best-time?subjectId= → BestTimeView
 */
export type SeatsByBand = Record<CallingBand, number>;

/** What the sliders hold. */
export interface CoverageSettings {
  seats: SeatsByBand;
  capPercent: number;
  ringTimeoutSec: number;
  mode: CampaignMode;
  dueOn: string;
}

export interface CoverageBandView {
  band: CallingBand;
  /** Until the due date. */
  openMinutes: number;
  /** Chance that an attempt is picked up, mean over the cases. */
  answerChance: number;
  /** Attempts of a seat in an hour whose telephone rings in full. */
  triesPerSeatHour: number;
  /** Tries planned until the due date. */
  tries: number;
  /** null: no hour is open in this band. */
  seatsNeeded: number | null;
}

/** Numbers of cases are expected values, rounded. */
export interface CoverageView {
  campaignId: string;
  settings: CoverageSettings;
  /** The campaign has no due date of its own: `settings.dueOn` is a month from today. */
  dueOnIsGuess: boolean;
  cases: number;
  /** Ended (reached, settled, withdrawn) before the plan begins: not among `cases`. */
  ended: number;
  coveredNow: number;
  /** At the due date. */
  covered: number;
  settled: number;
  left: number;
  completedOn: string | null;
  bands: CoverageBandView[];
  days: { date: string; covered: number; settled: number; tries: SeatsByBand }[];
  risks: { code: RiskCode; cases: number; message: string }[];
  impossible: { cases: number; message: string; days: DayToOpen[] } | null;
  /** Calls of its own that the rates rest on; with few the general workload speaks. */
  ownCalls: number;
  /** What the pacing controller may do to ringing telephones of the line; null where nothing is dialled ahead. */
  ringing: {
    /** Seconds before it may hang up; null = every telephone rings its full time. */
    minRingSec: number | null;
    why: MinRingWhy;
    /** Share of the attempts that are cut, as simulated. */
    cutPct: number;
    /** Cases left by the date with calls cut and without, as the watch found last; null = not watched yet. */
    leftIfCut: number | null;
    leftIfFull: number | null;
  } | null;
}

/** Cases that no number of seats can cover in time, each with its reason: for letters, visits, research of numbers. */
export interface AtRiskView {
  total: number;
  /** At most 200. */
  cases: {
    targetId: number;
    personId: number;
    name: string;
    addresseeNo: string;
    tried: CallingBand[];
    attempts: number;
    notBefore: string | null;
    code: RiskCode;
    message: string;
  }[];
}

export type WhatIfSlider = 'seats' | 'cap' | 'ring';

export interface WhatIfPoint {
  /** Seats of a weekday by day, cap in %, or seconds of ringing. */
  at: number;
  occupancyPct: number;
  abandonmentPct: number;
  /** 95 % interval of the simulation (Wilson), %. */
  abandonmentLowPct: number;
  abandonmentHighPct: number;
  /** Seconds at the citizen's ear. */
  waitP50Sec: number | null;
  waitP99Sec: number | null;
  attemptsPerSeatHour: number;
  contactsPerSeatHour: number;
  covered: number;
  left: number;
  completedOn: string | null;
  agentHours: number;
}

export interface WhatIfView {
  slider: WhatIfSlider;
  settings: CoverageSettings;
  points: WhatIfPoint[];
  tookMs: number;
}

export interface BestTimeView {
  subjectId: string | null;
  /** Columns of the map. */
  hours: { band: CallingBand; hour: number }[];
  rows: {
    numberType: DialledType;
    area: string;
    dialled: number;
    /** In the order of `hours`. */
    cells: { chance: number; dialled: number; answered: number }[];
    best: { band: CallingBand; hour: number } | null;
  }[];
}
