import type { HandOverReason } from '../hand-over.ts';
import type { PhoneWordStatus } from '../phone-word.ts';
import type { InboundClass, LineResult, TalkResult, WhoAnswered } from '../vocabulary.ts';

/** Whoever was spoken to; a stranger on a wrong number is spoken to and told nothing. */
export type Spoken = Exclude<WhoAnswered, 'nobody'>;

const OF_THE_MATTER: readonly TalkResult[] = [
  'promise',
  'claims_paid',
  'reissue',
  'needs_city',
  'direct_debit',
  'hardship',
  'refuses',
  'disputes',
];

/**
 * What may come out of a talk with whom. A third party knows nothing of the matter (W06), so nothing about it can come from them; a
 * stranger who wants no call stops the number, not the person; nobody leaves a message for somebody with that very person.
 */
export const TALK_WITH: Record<WhoAnswered, readonly TalkResult[]> = {
  principal: [...OF_THE_MATTER, 'callback', 'hung_up', 'complaint', 'do_not_call', 'status_change', 'id_failed'],
  household: [
    ...OF_THE_MATTER,
    'callback',
    'message_left',
    'hung_up',
    'complaint',
    'do_not_call',
    'status_change',
    'id_failed',
  ],
  representative: [
    ...OF_THE_MATTER,
    'callback',
    'message_left',
    'hung_up',
    'complaint',
    'do_not_call',
    'status_change',
    'id_failed',
  ],
  third_party: ['callback', 'message_left', 'hung_up', 'complaint', 'status_change', 'id_failed'],
  wrong_person: ['hung_up', 'complaint'],
  // Somebody picked up and put down without a word: nobody was spoken to.
  nobody: ['hung_up'],
};

/** Speaking with somebody who may know the person always has a content; a wrong number and an empty line have none. */
export function needsTalk(who: WhoAnswered | null): boolean {
  return who !== null && who !== 'nobody' && who !== 'wrong_person';
}

/** What an agent may say of a line on which nobody was spoken to. Telephony alone says `abandoned`, and of itself `cancelled`. */
export const UNANSWERED_LINES: readonly LineResult[] = [
  'no_answer',
  'busy',
  'rejected',
  'unallocated',
  'temp_out',
  'unreachable',
  'fax',
  'trunk_error',
  'cancelled',
  'answered_machine',
];
/** The network answers for a number with an announcement, too. */
export const ANSWERED_LINES: readonly LineResult[] = [
  'answered_machine',
  'unallocated',
  'temp_out',
  'unreachable',
  'fax',
  'trunk_error',
];

/** These are about a person's own claims: without one there is nothing to promise or to send. All else is raised for whoever called. */
export const NEEDS_PERSON: readonly TalkResult[] = ['promise', 'reissue', 'direct_debit'];

/** What goes to the city, and why: the first is what it usually is; without one it has to be said. */
export const REASONS_FOR: Partial<
  Record<TalkResult, { usual: HandOverReason | null; reasons: readonly HandOverReason[] }>
> = {
  needs_city: { usual: 'instalment', reasons: ['instalment', 'deferral', 'hardship', 'poverty', 'other'] },
  hardship: { usual: 'hardship', reasons: ['hardship', 'poverty', 'deferral', 'other'] },
  refuses: { usual: 'refusal', reasons: ['refusal', 'unreasonable'] },
  disputes: { usual: 'disputes', reasons: ['disputes', 'other'] },
  complaint: { usual: 'complaint', reasons: ['complaint', 'unreasonable'] },
  status_change: { usual: null, reasons: ['death', 'moved', 'lawyer', 'other'] },
};

/** What the line or the voice says about the number by itself. The agent may change it. */
export function statusByResult(
  who: WhoAnswered | null,
  line: LineResult,
  talk: TalkResult | null,
): PhoneWordStatus | null {
  if (who === 'wrong_person') return 'foreign';
  if (who !== 'nobody' || talk !== null) return null;
  const byLine: Partial<Record<LineResult, PhoneWordStatus>> = { unallocated: 'dead', rejected: 'refused', fax: 'fax' };
  return byLine[line] ?? null;
}

/** Somebody answered for the person: the number is neither dead nor a stranger's. A stranger proves no number of the person. */
export function statusFits(who: WhoAnswered, status: PhoneWordStatus): boolean {
  if (who === 'nobody') return true;
  if (who === 'wrong_person') return status === 'foreign' || status === 'refused';
  return status === 'valid' || status === 'refused' || (who === 'third_party' && status === 'foreign');
}

/** A citizen's own call is 返電 unless its content says more. */
export function classByTalk(who: WhoAnswered | null, talk: TalkResult | null): InboundClass {
  if (who === 'wrong_person') return 'wrong_number';
  const byTalk: Partial<Record<TalkResult, InboundClass>> = {
    claims_paid: 'claims_paid',
    reissue: 'reissue',
    direct_debit: 'direct_debit',
    complaint: 'complaint',
    disputes: 'assessment',
    needs_city: 'consult',
    hardship: 'consult',
  };
  return (talk && byTalk[talk]) ?? 'call_back';
}
