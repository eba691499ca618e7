import { z } from 'zod';
import type { CampaignWhy, PersonTarget, TargetWhy } from '../../core/contracts/http/why.ts';
import { CAMPAIGN_MODES } from '../../core/rules/vocabulary.ts';
import { lineResultSchema, talkResultSchema } from '../http/result-schemas.ts';

const count = z.number().int();
const instant = z.iso.datetime().nullable();
const text = z.string().nullable();

export const personTargetSchema = z.object({
  targetId: count,
  campaignId: z.uuid(),
  campaignName: z.string(),
  subjectId: z.string(),
  subjectName: z.string(),
  state: z.string(),
  reason: text,
  nextAt: instant,
}) satisfies z.ZodType<PersonTarget>;

const ruleSchema = z.object({
  part: z.string(),
  ok: z.boolean(),
  code: z.string(),
  rule: z.string(),
  value: z.string(),
  message: z.string(),
  again: instant,
});

const nowSchema = z.object({
  mayCall: z.boolean(),
  because: ruleSchema.nullable(),
  parts: z.array(ruleSchema),
  counts: z.array(z.object({ rule: z.string(), value: count, limit: count })),
  numbers: z.array(
    z.object({ phoneId: count, automatic: z.boolean(), byHand: z.boolean(), code: z.string(), message: text }),
  ),
});

export const targetWhySchema = z.object({
  targetId: count,
  campaign: z.object({ id: z.uuid(), name: z.string(), mode: z.enum(CAMPAIGN_MODES), state: z.string() }),
  subject: z.object({ id: z.string(), name: z.string() }),
  now: nowSchema,
  next: z.object({
    state: z.string(),
    at: instant,
    mode: z.literal('preview').nullable(),
    band: text,
    channel: z.string(),
    numberTail: text,
    owner: text,
    code: text,
    reason: text,
    rule: z.record(z.string(), z.unknown()).nullable(),
  }),
  calls: z.array(
    z.object({
      id: z.uuid(),
      at: z.iso.datetime(),
      mode: z.enum([...CAMPAIGN_MODES, 'manual']).nullable(),
      band: text,
      numberTail: text,
      lineResult: lineResultSchema.nullable(),
      talkResult: talkResultSchema.nullable(),
      cutBy: text,
      fullRing: z.boolean().nullable(),
      why: z.array(z.object({ rule: z.string(), value: z.string() })),
    }),
  ),
}) satisfies z.ZodType<TargetWhy>;

export const campaignWhySchema = z.object({
  campaignId: z.uuid(),
  sentences: z.array(z.string()),
  gate: z.object({ mayDial: z.boolean(), because: ruleSchema.nullable(), freeChannels: count }),
  counts: z.object({ untouched: count, due: count, waiting: count, inWork: count }),
  waiting: z.array(z.object({ code: z.string(), reason: z.string(), count, nextAt: instant })),
  ended: z.array(z.object({ code: z.string(), reason: z.string(), count })),
  agents: z.object({ ready: count, working: count, onBreak: count }),
  pacing: text,
}) satisfies z.ZodType<CampaignWhy>;
