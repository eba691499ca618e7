import type { LineResult } from './vocabulary.ts';

/** What the network said about one attempt. No single field is trusted: trunks fill them in differently. */
export interface LineOutcome {
  answered: boolean;
  /** We hung up before an answer: by the agent, a stop, a lost leg. Not the ring time-out. */
  cancelled: boolean;
  /** Our ring time-out ended it. */
  timedOut: boolean;
  /** Final SIP response, when there was one. */
  sipCode?: number | undefined;
  /** Q.850 cause. */
  q850?: number | undefined;
}

/**
 * SIP status → class (collection.md §3). 403 and 401/407 are a trunk refusing *us*, not a citizen refusing the call:
 * calling that `rejected` would wrongly block the number. 480 is refined by its cause below.
 */
const BY_SIP: Readonly<Record<number, LineResult>> = {
  401: 'trunk_error',
  403: 'trunk_error',
  404: 'unallocated',
  407: 'trunk_error',
  408: 'no_answer',
  410: 'unallocated',
  480: 'no_answer',
  484: 'unallocated',
  486: 'busy',
  487: 'no_answer',
  488: 'trunk_error',
  600: 'busy',
  603: 'rejected',
  604: 'unallocated',
  607: 'rejected',
  608: 'rejected',
};

/** Q.850 cause → class. */
const BY_CAUSE: Readonly<Record<number, LineResult>> = {
  1: 'unallocated',
  16: 'no_answer', // normal clearing before an answer: the far end let it ring and gave up
  17: 'busy',
  18: 'no_answer',
  19: 'no_answer',
  20: 'unreachable', // subscriber absent: switched off or out of range
  21: 'rejected',
  22: 'unallocated',
  27: 'temp_out',
  28: 'unallocated',
  31: 'temp_out',
};

/** Causes that say more than the SIP code beside them. */
const PRECISE_CAUSES: ReadonlySet<number> = new Set([20, 27, 31]);

/**
 * The machine class of an attempt. `answered_machine`, `fax` and `abandoned` are never concluded from signalling, and a
 * number not in use that only says so as early media looks like `no_answer` here: the agent decides.
 */
export function lineResult(outcome: LineOutcome): LineResult {
  if (outcome.answered) return 'answered_human';
  if (outcome.cancelled) return 'cancelled';
  if (outcome.timedOut) return 'no_answer';
  const { sipCode, q850 } = outcome;
  const byCause = q850 === undefined ? undefined : BY_CAUSE[q850];
  if (byCause && PRECISE_CAUSES.has(q850 ?? 0) && (sipCode === undefined || sipCode === 480)) return byCause;
  const bySip = sipCode === undefined ? undefined : BY_SIP[sipCode];
  if (bySip) return bySip;
  if (sipCode !== undefined && sipCode >= 400) return 'trunk_error';
  return byCause ?? 'trunk_error';
}
