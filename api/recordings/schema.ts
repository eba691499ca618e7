import { z } from 'zod';
import { lineResultSchema, talkResultSchema, whoAnsweredSchema } from '../http/result-schemas.ts';

export const recordingRowSchema = z.object({
  id: z.uuid(),
  callId: z.uuid(),
  startedAt: z.iso.datetime(),
  seconds: z.number().nullable(),
  state: z.string(),
  flags: z.array(z.string()),
  subject: z.object({ id: z.string(), shortName: z.string(), colour: z.string() }).nullable(),
  direction: z.string(),
  agentName: z.string().nullable(),
  personName: z.string().nullable(),
  personMasked: z.boolean(),
  lineResult: lineResultSchema.nullable(),
  talkResult: talkResultSchema.nullable(),
  whoAnswered: whoAnsweredSchema.nullable(),
});

export const recordingDetailSchema = recordingRowSchema.extend({
  talkMs: z.number().int().nullable(),
  recordedMs: z.number().int().nullable(),
  farMs: z.number().int().nullable(),
  channels: z.object({ left: z.string(), right: z.string() }),
  peaks: z.object({ perSecond: z.number(), left: z.array(z.number()), right: z.array(z.number()) }).nullable(),
  events: z.array(z.object({ atMs: z.number().int(), kind: z.string(), label: z.string() })),
  playable: z.boolean(),
  unplayableReason: z.string().nullable(),
});

const seconds = z.coerce.number().int().min(0).max(86_400);

export const recordingQuerySchema = z.object({
  subject: z.string().max(32).optional(),
  agent: z.uuid().optional(),
  /** Needs `view_person`. */
  person: z.coerce.number().int().positive().optional(),
  direction: z.enum(['outbound', 'inbound', 'synthetic']).optional(),
  line: lineResultSchema.optional(),
  talk: talkResultSchema.optional(),
  flag: z.enum(['pbx_lost', 'from_ring_recorder', 'repaired', 'length_mismatch', 'held']).optional(),
  /** First day, in the city's time. */
  from: z.iso.date().optional(),
  /** Last day, included. */
  to: z.iso.date().optional(),
  minSeconds: seconds.optional(),
  maxSeconds: seconds.optional(),
  /** `startedAt` and `id` of the last row of the page before. */
  beforeStartedAt: z.iso.datetime().optional(),
  beforeId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export type RecordingQuery = z.output<typeof recordingQuerySchema>;

export const incidentSchema = z.object({
  id: z.number().int(),
  callId: z.string().nullable(),
  recordingId: z.string().nullable(),
  kind: z.string(),
  at: z.iso.datetime(),
  detail: z.record(z.string(), z.unknown()),
  resolvedAt: z.iso.datetime().nullable(),
});
