import { z } from 'zod';
import type {
  PersonPromise,
  PromiseBoard,
  PromiseNext,
  PromiseNextDone,
  PromiseRow,
  PromiseSettings,
} from '../../core/contracts/http/promises.ts';
import { PROMISE_MAKERS, PROMISE_METHODS, PROMISE_STATES } from '../../core/rules/promise.ts';

/** What one person looks through, and acts on, at a time. */
export const LIMIT = 100;

const subject = z.object({ id: z.string(), shortName: z.string(), colour: z.string() });
const due = z.enum(['later', 'today', 'overdue', 'broken', 'closed']);
const yen = z.number().int();
const said = {
  promisedOn: z.iso.date(),
  graceUntil: z.iso.date(),
  method: z.enum(PROMISE_METHODS),
  madeBy: z.enum(PROMISE_MAKERS),
  reissue: z.boolean(),
  state: z.enum(PROMISE_STATES),
  due,
  staffName: z.string(),
};

export const rowSchema = z.object({
  id: z.string(),
  person: z.object({ id: z.number().int(), name: z.string(), masked: z.boolean() }),
  subject,
  ...said,
  madeAt: z.iso.datetime(),
  amount: yen.nullable(),
  keptAmount: yen.nullable(),
  mine: z.boolean(),
  next: z.object({ state: z.string(), reason: z.string().nullable(), at: z.iso.datetime().nullable() }).nullable(),
}) satisfies z.ZodType<PromiseRow>;

const count = z.number().int();
export const countsSchema = z.object({ today: count, overdue: count, broken: count, later: count, kept: count });

export const boardSchema = z.object({
  now: z.iso.datetime(),
  today: z.iso.date(),
  counts: countsSchema,
  rows: z.array(rowSchema),
  more: z.boolean(),
}) satisfies z.ZodType<PromiseBoard>;

export const boardQuerySchema = z.object({
  view: z.enum(['today', 'overdue', 'broken', 'later', 'kept']).default('today'),
  mine: z
    .enum(['0', '1'])
    .default('0')
    .transform((value) => value === '1'),
});

const ids = z.array(z.uuid()).min(1).max(LIMIT);
export const nextSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('call'), ids }),
  z.strictObject({
    action: z.literal('callback'),
    ids,
    at: z.iso.datetime({ offset: true }),
    owner: z.enum(['me', 'anybody']),
  }),
]) satisfies z.ZodType<PromiseNext>;

export const nextDoneSchema = z.object({
  results: z.array(z.object({ id: z.string(), ok: z.boolean(), code: z.string(), message: z.string() })),
}) satisfies z.ZodType<PromiseNextDone>;

export const personPromiseSchema = z.object({
  id: z.string(),
  subject,
  ...said,
  amount: yen.nullable(),
  promised: yen,
  keptAmount: yen,
  madeAt: z.iso.datetime(),
  remindedAt: z.iso.datetime().nullable(),
  events: z.array(
    z.object({
      at: z.iso.datetime(),
      state: z.enum(PROMISE_STATES),
      keptAmount: yen,
      cause: z.enum(['made', 'payment', 'day', 'postponed', 'corrected']),
      staffName: z.string().nullable(),
    }),
  ),
}) satisfies z.ZodType<PersonPromise>;

export const settingsSchema = z.object({
  today: z.iso.date(),
  versions: z.array(z.object({ validFrom: z.string(), graceDays: count, maxDaysAhead: count })),
  reminders: z.array(
    z.object({
      subject,
      inForce: z.object({ channel: z.enum(['sms', 'call']), daysBefore: count, validFrom: z.string() }).nullable(),
      waiting: z.boolean(),
    }),
  ),
}) satisfies z.ZodType<PromiseSettings>;
