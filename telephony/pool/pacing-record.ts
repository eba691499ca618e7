import { messageOf } from '../../core/platform/errors.ts';
import type { PacingEvent, PacingMemory, PacingWhy } from '../../core/rules/pacing/types.ts';
import type { TelephonyContext } from '../context.ts';
import type { BookedEvents } from './pool-book.ts';
import { type PastCall, readPacingMemory, selectCallsSince, writePacingMemory, writePacingStatus } from './queries.ts';

const SAVE_EVERY_MS = 10_000;
/** The sentence follows the pool at most this often: it is read by a person. */
const TELL_EVERY_MS = 1_000;
/** The same sentence is written again this often: the page knows by its age whether anybody still decides. */
const REPEAT_EVERY_MS = 5_000;
/** Calls told again after a crash: more than the ten seconds between two saves can hold. */
const MOST_PAST_CALLS = 500;

/** What the pacing controller knows and does, kept in rows: over a restart, and for the manager's screen. */
export class PacingRecord {
  readonly #ctx: TelephonyContext;
  #past: BookedEvents[] = [];
  #savedAt = performance.now();
  #toldAt = Number.NEGATIVE_INFINITY;
  #told = '';

  constructor(ctx: TelephonyContext) {
    this.#ctx = ctx;
  }

  /** The memory, and aside what happened after it was written: a budget spent in the last seconds before a crash is spent. */
  async load(): Promise<PacingMemory> {
    const { sql, node } = this.#ctx;
    const kept = await readPacingMemory(sql, node);
    const calls = kept ? await selectCallsSince(sql, node, kept.savedRealMs, MOST_PAST_CALLS) : [];
    this.#past = eventsOf(calls);
    return kept?.body ?? {};
  }

  /** Once: whoever is made later has it in its memory. */
  past(): BookedEvents[] {
    return this.#past.splice(0);
  }

  async saveMemorySometimes(memory: () => PacingMemory | undefined): Promise<void> {
    if (performance.now() - this.#savedAt >= SAVE_EVERY_MS) await this.saveMemory(memory());
  }

  async saveMemory(memory: PacingMemory | undefined): Promise<void> {
    this.#savedAt = performance.now();
    if (memory === undefined || Object.keys(memory).length === 0) return;
    const { sql, node, logger } = this.#ctx;
    await writePacingMemory(sql, node, JSON.stringify(memory)).catch((error: unknown) =>
      logger.warn({ err: messageOf(error) }, 'what the pacing controller learned is not written down'),
    );
  }

  async tell(sentence: string, why: PacingWhy): Promise<void> {
    const now = performance.now();
    if (now - this.#toldAt < (sentence === this.#told ? REPEAT_EVERY_MS : TELL_EVERY_MS)) return;
    this.#toldAt = now;
    this.#told = sentence;
    await writePacingStatus(this.#ctx.sql, this.#ctx.node, sentence, JSON.stringify(why));
  }

  async tellNoLine(): Promise<void> {
    const sentence = '予測発信を行う架電業務はありません。';
    const now = performance.now();
    if (sentence === this.#told && now - this.#toldAt < REPEAT_EVERY_MS) return;
    this.#toldAt = now;
    this.#told = sentence;
    await writePacingStatus(this.#ctx.sql, this.#ctx.node, sentence, 'null');
  }
}

/** A call that is over, in the order it went. Its agent does not matter any more. */
function eventsOf(calls: readonly PastCall[]): BookedEvents[] {
  const all = calls.flatMap((past): BookedEvents[] => {
    const { callId: call, line, createdRealMs, answeredRealMs, endedRealMs } = past;
    const at = (realMs: number, event: PacingEvent): BookedEvents => ({ atSec: realMs / 1_000, events: [event] });
    const answered = answeredRealMs === null ? [] : [at(answeredRealMs, { e: 'answered', call })];
    return [at(createdRealMs, { e: 'dialled', call, line }), ...answered, at(endedRealMs, { e: endOf(past), call })];
  });
  return all.sort((a, b) => a.atSec - b.atSec);
}

function endOf({ abandoned, answeredRealMs, lineResult }: PastCall): 'dropped' | 'no_answer' | 'cancelled' | 'failed' {
  if (abandoned) return 'dropped';
  if (answeredRealMs !== null || lineResult === 'cancelled') return 'cancelled';
  return lineResult === 'no_answer' ? 'no_answer' : 'failed';
}
