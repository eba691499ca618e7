import { z } from 'zod';

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
