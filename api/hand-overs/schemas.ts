import { z } from 'zod';
import type {
  ComplaintReport,
  HandOverBoard,
  HandOverCase,
  HandOverRow,
  HandOverSettings,
} from '../../core/contracts/http/hand-overs.ts';
import { HAND_OVER_KINDS, HAND_OVER_REASONS, HAND_OVER_STATES } from '../../core/rules/hand-over.ts';
import { MOST_DAYS } from '../../core/rules/hand-over-deadline.ts';

const instant = z.iso.datetime();

export const rowSchema = z.object({
  id: z.uuid(),
  kind: z.enum(HAND_OVER_KINDS),
  reason: z.string(),
  subject: z.object({ id: z.string(), shortName: z.string(), colour: z.string() }).nullable(),
  person: z.object({ id: z.number().int(), name: z.string(), masked: z.boolean() }).nullable(),
  caller: z
    .object({
      number: z.string().nullable(),
      name: z.string().nullable(),
      callId: z.uuid(),
      at: instant,
      recordingId: z.uuid().nullable(),
      masked: z.boolean(),
    })
    .nullable(),
  state: z.enum(HAND_OVER_STATES),
  dueAt: instant,
  mark: z.enum(['late', 'today', 'soon', 'later']).nullable(),
  raisedBy: z.string(),
  raisedAt: instant,
  takenBy: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: instant.nullable(),
  outcome: z.enum(['approved', 'returned']).nullable(),
  unread: z.boolean(),
  mine: z.boolean(),
  stopped: z.boolean(),
  approvalId: z.uuid().nullable(),
}) satisfies z.ZodType<HandOverRow>;

export const boardSchema = z.object({
  now: instant,
  rows: z.array(rowSchema),
  more: z.boolean(),
}) satisfies z.ZodType<HandOverBoard>;

export const caseSchema = rowSchema.extend({
  body: z.string(),
  wishes: z.array(z.object({ on: z.iso.date(), amount: z.number().int() })).nullable(),
  answer: z.string().nullable(),
  supervisorToldAt: instant.nullable(),
  events: z.array(z.object({ at: instant, act: z.string(), by: z.string().nullable(), body: z.string() })),
}) satisfies z.ZodType<HandOverCase>;

export const reportSchema = z.object({
  on: z.iso.date(),
  printedAt: instant,
  city: z.string(),
  section: z.string(),
  complaints: z.array(caseSchema),
}) satisfies z.ZodType<ComplaintReport>;

const days = z.number().int().min(0).max(MOST_DAYS);

export const daysSchema = z.strictObject({
  byReason: z.record(z.enum(HAND_OVER_REASONS), days),
  instalmentRequest: days,
  doNotCall: days,
});

export const settingsSchema = z.object({
  today: z.iso.date(),
  versions: z.array(daysSchema.extend({ validFrom: z.iso.date() })),
}) satisfies z.ZodType<HandOverSettings>;
