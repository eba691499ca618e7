import type { Clock } from '../../core/platform/clock.ts';
import { messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { type AnswerHistory, answerHistory, type DialMoment } from '../../core/rules/coverage/answer-chance.ts';
import { answerScore } from '../../core/rules/coverage/answer-score.ts';
import type { PhoneFacts } from '../../core/rules/phone-choice.ts';
import { selectAnswerCounts } from './answer-queries.ts';

/** Chances move by the week. */
const EVERY_MS = 10 * 60_000;

export interface AnswerScoring {
  /** null where nothing is known yet: better no score than a guess. */
  scoreOf(phone: PhoneFacts, moment: Omit<DialMoment, 'numberType'>): number | null;
}

/** The chance that a number is picked up now, from the calls of the last months, read again every ten minutes beside the dialling. */
export class AnswerScores implements AnswerScoring {
  readonly name = 'answer scores';
  readonly #deps: { sql: Sql; clock: Clock; logger: Logger };
  #known: AnswerHistory | null = null;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(deps: { sql: Sql; clock: Clock; logger: Logger }) {
    this.#deps = deps;
  }

  /** Does not wait for the first reading: calls without a score are dialled just as well. */
  async start(): Promise<void> {
    if (this.#timer) return;
    this.#timer = setInterval(() => void this.read(), EVERY_MS);
    void this.read();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#reading;
  }

  read(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readOnce());
    return this.#reading;
  }

  scoreOf(phone: PhoneFacts, moment: Omit<DialMoment, 'numberType'>): number | null {
    const { type, history } = phone;
    if (this.#known === null || (type !== 'mobile' && type !== 'home')) return null;
    return answerScore(this.#known, { ...moment, numberType: type }, history);
  }

  async #readOnce(): Promise<void> {
    const { sql, clock, logger } = this.#deps;
    try {
      const counts = await selectAnswerCounts(sql, clock.now());
      if (counts.length > 0) this.#known = answerHistory(counts);
    } catch (error) {
      logger.warn({ err: messageOf(error) }, 'the chances of an answer were not read; the old ones stay');
    }
  }
}
