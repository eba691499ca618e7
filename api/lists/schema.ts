import { z } from 'zod';
import type {
  CallListRow,
  EntrustmentRow,
  ExtractionRow,
  KeyFileRow,
  KeyLine,
  ListCount,
  SampleRow,
} from '../../core/contracts/http/lists.ts';
import type { Condition } from '../../core/rules/extraction.ts';
import { conditionJson } from './condition-schema.ts';

/** Out of the table and through the parser when it went in: on the way out it only needs its name. */
const storedCondition = conditionJson as unknown as z.ZodType<Condition>;
const instant = z.iso.datetime().nullable();
const day = z.iso.date().nullable();
const figure = z.number().int();

export const entrustmentSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  subjectIds: z.array(z.string()),
  state: z.enum(['draft', 'open', 'closed']),
  sentence: z.string(),
  dueOn: day,
  goalPercent: z.number(),
  persons: figure,
  yen: figure,
  privileged: z.boolean(),
  openedAt: instant,
  listed: figure,
}) satisfies z.ZodType<EntrustmentRow>;

export const sampleSchema = z.object({
  personId: figure,
  addresseeNo: z.string(),
  name: z.string(),
  age: figure.nullable(),
  address: z.string().nullable(),
  yen: figure,
  oldestDueOn: day,
  shielded: z.boolean(),
  masked: z.boolean(),
}) satisfies z.ZodType<SampleRow>;

export const countSchema = z.object({
  persons: figure,
  yen: figure,
  sample: z.array(sampleSchema),
  sentence: z.string(),
  asOf: z.string().nullable(),
  tookMs: figure,
}) satisfies z.ZodType<ListCount>;

export const extractionSchema = z.object({
  id: z.uuid(),
  entrustmentId: z.uuid().nullable(),
  name: z.string(),
  condition: storedCondition,
  sentence: z.string(),
  shared: z.boolean(),
  mine: z.boolean(),
  ownerName: z.string().nullable(),
  privileged: z.boolean(),
  persons: figure.nullable(),
  yen: figure.nullable(),
  countedAt: instant,
  stale: z.boolean(),
  updatedAt: z.iso.datetime(),
}) satisfies z.ZodType<ExtractionRow>;

export const callListSchema = z.object({
  id: z.uuid(),
  entrustmentId: z.uuid(),
  name: z.string(),
  subjectIds: z.array(z.string()),
  state: z.enum(['draft', 'requested', 'approved', 'returned', 'queued', 'withdrawn']),
  sentence: z.string(),
  persons: figure,
  yen: figure,
  hash: z.string().nullable(),
  left: figure,
  dueOn: day,
  privileged: z.boolean(),
  answer: z.string().nullable(),
  requestedAt: instant,
  approvedAt: instant,
  queuedAt: instant,
  shrunkAt: instant,
}) satisfies z.ZodType<CallListRow>;

const keyReason = z.enum(['unknown', 'ambiguous', 'outside', 'repeated', 'empty', 'too_long']);

export const keyFileSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  lines: figure,
  found: figure,
  createdAt: z.iso.datetime(),
  missing: z.partialRecord(keyReason, figure),
}) satisfies z.ZodType<KeyFileRow>;

export const keyLineSchema = z.object({
  lineNo: figure,
  key: z.string(),
  reason: keyReason,
}) satisfies z.ZodType<KeyLine>;

export const listName = z.string().trim().min(1).max(80);
export const byId = z.object({ id: z.uuid() });
export const conditionBody = conditionJson;
