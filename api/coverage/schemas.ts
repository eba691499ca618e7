import { z } from 'zod';
import type {
  AtRiskView,
  BestTimeView,
  CoverageSettings,
  CoverageView,
  WhatIfView,
} from '../../core/contracts/http/coverage.ts';
import { MIN_RING_REASONS } from '../../core/rules/pool-parameters.ts';
import { CAMPAIGN_MODES } from '../../core/rules/vocabulary.ts';

const band = z.enum(['weekday_day', 'evening', 'weekend']);
const count = z.number().int();
const seats = z.object({
  weekday_day: count.min(0).max(200),
  evening: count.min(0).max(200),
  weekend: count.min(0).max(200),
});

/** Bounds of the sliders. */
export const settingsSchema = z.object({
  seats,
  capPercent: z.number().min(0.1).max(3),
  ringTimeoutSec: count.min(10).max(60),
  mode: z.enum(CAMPAIGN_MODES),
  dueOn: z.iso.date(),
}) satisfies z.ZodType<CoverageSettings>;

export const sliderSchema = z.enum(['seats', 'cap', 'ring']);

const byBand = z.object({ weekday_day: count, evening: count, weekend: count });

const riskCode = z.enum(['no_number', 'corporate', 'attempt_limit', 'not_before', 'band_closed', 'seats']);

export const atRiskSchema = z.object({
  total: count,
  cases: z.array(
    z.object({
      targetId: count,
      personId: count,
      name: z.string(),
      addresseeNo: z.string(),
      tried: z.array(band),
      attempts: count,
      notBefore: z.iso.date().nullable(),
      code: riskCode,
      message: z.string(),
    }),
  ),
}) satisfies z.ZodType<AtRiskView>;

export const coverageSchema = z.object({
  campaignId: z.uuid(),
  settings: settingsSchema.extend({ seats: byBand }),
  dueOnIsGuess: z.boolean(),
  cases: count,
  ended: count,
  coveredNow: count,
  covered: count,
  settled: count,
  left: count,
  completedOn: z.iso.date().nullable(),
  bands: z.array(
    z.object({
      band,
      openMinutes: count,
      answerChance: z.number(),
      triesPerSeatHour: z.number(),
      tries: count,
      seatsNeeded: count.nullable(),
    }),
  ),
  days: z.array(z.object({ date: z.iso.date(), covered: count, settled: count, tries: byBand })),
  risks: z.array(
    z.object({
      code: riskCode,
      cases: count,
      message: z.string(),
    }),
  ),
  impossible: z
    .object({
      cases: count,
      message: z.string(),
      days: z.array(z.object({ date: z.iso.date(), band, minutes: count })),
    })
    .nullable(),
  ownCalls: count,
  ringing: z
    .object({
      minRingSec: z.number().nullable(),
      why: z.enum(MIN_RING_REASONS),
      cutPct: count,
      leftIfCut: count.nullable(),
      leftIfFull: count.nullable(),
    })
    .nullable(),
}) satisfies z.ZodType<CoverageView>;

export const whatIfSchema = z.object({
  slider: sliderSchema,
  settings: settingsSchema.extend({ seats: byBand }),
  points: z.array(
    z.object({
      at: z.number(),
      occupancyPct: z.number(),
      abandonmentPct: z.number(),
      abandonmentLowPct: z.number(),
      abandonmentHighPct: z.number(),
      waitP50Sec: z.number().nullable(),
      waitP99Sec: z.number().nullable(),
      attemptsPerSeatHour: z.number(),
      contactsPerSeatHour: z.number(),
      covered: count,
      left: count,
      completedOn: z.iso.date().nullable(),
      agentHours: z.number(),
    }),
  ),
  tookMs: count,
}) satisfies z.ZodType<WhatIfView>;

export const bestTimeSchema = z.object({
  subjectId: z.string().nullable(),
  hours: z.array(z.object({ band, hour: count })),
  rows: z.array(
    z.object({
      numberType: z.enum(['mobile', 'home']),
      area: z.string(),
      dialled: z.number(),
      cells: z.array(z.object({ chance: z.number(), dialled: z.number(), answered: z.number() })),
      best: z.object({ band, hour: count }).nullable(),
    }),
  ),
}) satisfies z.ZodType<BestTimeView>;
