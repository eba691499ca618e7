import type { LineResult } from '../vocabulary.ts';
import { type AnswerHistory, answerChance, type DialMoment } from './answer-chance.ts';

/** What the number's own calls weigh against those of all others like it: persons differ, but a few silent calls prove little. */
const OTHERS_WORTH = 6;
/** Older calls of the number say nothing about this month. */
const CALLS_LOOKED_AT = 8;

const PICKED_UP: ReadonlySet<LineResult> = new Set(['answered_human', 'answered_machine', 'abandoned', 'fax']);
const RANG_IN_VAIN: ReadonlySet<LineResult> = new Set(['no_answer', 'unreachable']);

/**
 * Chance that this number is picked up now: what others of its kind do at this hour, moved by what it did itself. The pacing controller learns how
 * far to trust it.
 * @param history results of calls to the number, newest first
 */
export function answerScore(
  known: AnswerHistory,
  moment: DialMoment,
  history: readonly { lineResult: LineResult | null }[],
): number {
  const own = history.slice(0, CALLS_LOOKED_AT).flatMap(({ lineResult }) => lineResult ?? []);
  const answered = own.filter((result) => PICKED_UP.has(result)).length;
  const silent = own.filter((result) => RANG_IN_VAIN.has(result)).length;
  const chance = answerChance(known, moment);
  return (answered + OTHERS_WORTH * chance) / (answered + silent + OTHERS_WORTH);
}
