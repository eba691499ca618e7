import { z } from 'zod';
import { HAND_OVER_REASONS, MOST_WISHES } from '../../core/rules/hand-over.ts';
import { CAUSE_KINDS } from '../../core/rules/inbound/propose-cause.ts';
import { LABEL_COLOURS } from '../../core/rules/label-colours.ts';
import { PHONE_WORDS } from '../../core/rules/phone-word.ts';
import { PROMISE_METHODS } from '../../core/rules/promise.ts';
import { MOST_LABELS, PAID_WHERE, type ResultEntry } from '../../core/rules/result-entry/entry.ts';
import { INBOUND_CLASSES } from '../../core/rules/vocabulary.ts';

/** The two axes of a result as every route sends and takes them; the classes are those of core/rules/vocabulary.ts. */
export const lineResultSchema = z.enum([
  'answered_human',
  'answered_machine',
  'no_answer',
  'busy',
  'rejected',
  'unallocated',
  'temp_out',
  'unreachable',
  'fax',
  'trunk_error',
  'cancelled',
  'abandoned',
]);
export const talkResultSchema = z.enum([
  'promise',
  'claims_paid',
  'reissue',
  'needs_city',
  'direct_debit',
  'hardship',
  'refuses',
  'disputes',
  'callback',
  'message_left',
  'hung_up',
  'complaint',
  'do_not_call',
  'status_change',
  'id_failed',
]);
export const whoAnsweredSchema = z.enum([
  'principal',
  'household',
  'representative',
  'third_party',
  'wrong_person',
  'nobody',
]);

/** What an agent enters after a call. Shape and size only: whether it can be true is `refuseResult`'s to say. */
export const resultEntrySchema = z.object({
  whoAnswered: whoAnsweredSchema,
  lineResult: lineResultSchema,
  talkResult: talkResultSchema.nullable(),
  callbackAt: z.iso.datetime({ offset: true }).nullable(),
  note: z.string().max(2_000),
  promise: z
    .object({
      on: z.iso.date(),
      amount: z.number().int().nullable(),
      method: z.enum(PROMISE_METHODS),
      reissue: z.boolean(),
      itemIds: z.array(z.number().int().positive()).max(200).readonly().optional(),
    })
    .nullish(),
  claimsPaid: z.object({ on: z.iso.date().nullable(), where: z.enum(PAID_WHERE).nullable() }).nullish(),
  reason: z.enum(HAND_OVER_REASONS).nullish(),
  wishes: z
    .array(z.object({ on: z.iso.date(), amount: z.number().int() }))
    .max(MOST_WISHES)
    .readonly()
    .nullish(),
  phoneStatus: z.enum(PHONE_WORDS).nullish(),
  labels: z
    .array(z.object({ colour: z.enum(LABEL_COLOURS), text: z.string().max(100) }))
    .max(2 * MOST_LABELS)
    .readonly()
    .optional(),
  inboundClass: z.enum(INBOUND_CLASSES).nullish(),
  causeKind: z.enum(CAUSE_KINDS).nullish(),
  speakerName: z.string().max(60).nullish(),
}) satisfies z.ZodType<ResultEntry>;
