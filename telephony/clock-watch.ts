import { messageOf } from '../core/platform/errors.ts';
import type { Part } from '../core/platform/lifecycle.ts';
import type { Logger } from '../core/platform/logger.ts';
import { type Sql, withDeadline } from '../core/platform/postgres.ts';

/** A wall clock this far off may mean another hour, or another day, than the one in which we may call. */
export const JUMP_MS = 60_000;
/** Far shorter than a ring: little is dialled by a clock that is wrong. */
const EVERY_MS = 500;
/**
 * What a time service may turn the clock by without a step: 500 ppm. Followed that slowly, so that many small steps still add up to a jump
 * and a year of honest correction does not.
 */
const SLEW_SHARE = 0.000_5;

/** Both in milliseconds. The steady clock knows no time of day and is never set. */
export interface ClockReadings {
  wallMs(): number;
  steadyMs(): number;
}

const machineClocks: ClockReadings = {
  wallMs: Date.now,
  steadyMs: () => Number(process.hrtime.bigint() / 1_000_000n),
};

interface Reading {
  wallMs: number;
  steadyMs: number;
}

/**
 * Compares the machine's wall clock with its steady one. A jump of more than a minute, either way, writes a row of `dialling_hold`: from then
 * on the gate of this node refuses, over restarts too, until a person has looked at the clock and says go on. The speed of a simulated
 * clock plays no part: it is made of the wall clock, and that is what is watched.
 */
export class ClockWatch implements Part {
  readonly name = 'clock watch';
  readonly #deps: { sql: Sql; node: string; logger: Logger };
  readonly #clocks: ClockReadings;
  #expected: Reading;
  #jump: { wallMs: number; monotonicMs: number; jumpMs: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(deps: { sql: Sql; node: string; logger: Logger }, clocks: ClockReadings = machineClocks) {
    this.#deps = deps;
    this.#clocks = clocks;
    this.#expected = this.#read();
  }

  async start(): Promise<void> {
    if (this.#timer) return;
    this.#expected = this.#read();
    this.#timer = setInterval(() => void this.look(), EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#writing;
  }

  /** One look at both clocks. A jump that could not be written is written by a later look. */
  async look(): Promise<void> {
    const now = this.#read();
    const passedMs = now.steadyMs - this.#expected.steadyMs;
    const jumpMs = now.wallMs - this.#expected.wallMs - passedMs;
    if (Math.abs(jumpMs) > JUMP_MS) {
      this.#jump ??= { wallMs: now.wallMs, monotonicMs: now.steadyMs, jumpMs };
      this.#expected = now;
    } else {
      const slewMs = Math.sign(jumpMs) * Math.min(Math.abs(jumpMs), passedMs * SLEW_SHARE);
      this.#expected = { wallMs: this.#expected.wallMs + passedMs + slewMs, steadyMs: now.steadyMs };
    }
    if (!this.#jump) return;
    this.#writing ??= this.#hold(this.#jump).finally(() => {
      this.#writing = undefined;
    });
    await this.#writing;
  }

  async #hold(jump: { wallMs: number; monotonicMs: number; jumpMs: number }): Promise<void> {
    const { sql, node, logger } = this.#deps;
    try {
      await withDeadline(
        'hold dialling',
        sql`insert into dialling_hold (kind, node, detail) values ('clock_jump', ${node}, ${sql.json(jump)})
          on conflict (node, kind) where confirmed_at is null do nothing`,
      );
      this.#jump = undefined;
      logger.error({ ...jump }, 'the wall clock jumped: nothing is dialled until a person confirms');
    } catch (error) {
      logger.error({ ...jump, err: messageOf(error) }, 'the wall clock jumped and the stop could not be written yet');
    }
  }

  #read(): Reading {
    return { wallMs: this.#clocks.wallMs(), steadyMs: this.#clocks.steadyMs() };
  }
}
