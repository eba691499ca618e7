import { messageOf } from '../core/platform/errors.ts';
import type { Part } from '../core/platform/lifecycle.ts';
import type { Logger } from '../core/platform/logger.ts';
import { type Sql, withDeadline } from '../core/platform/postgres.ts';
import { type ClockReading, currentBootId, saveAnchor, selectAnchor } from './clock-anchor.ts';

/** A wall clock this far off may mean another hour, or another day, than the one in which we may call. */
export const JUMP_MS = 60_000;
/** Far shorter than a ring: little is dialled by a clock that is wrong. */
const EVERY_MS = 500;
/**
 * What a time service may turn the clock by without a step: 500 ppm. Followed that slowly, so that many small steps still add up to a jump
 * and a year of honest correction does not.
 */
const SLEW_SHARE = 0.000_5;
/** How old the anchor may be that a killed process leaves behind. */
const SAVE_EVERY_MS = 30_000;

/** The clocks of a machine, in milliseconds. */
export interface ClockReadings {
  wallMs(): number;
  steadyMs(): number;
  bootId: string | null;
}

function machineClocks(): ClockReadings {
  return {
    wallMs: Date.now,
    steadyMs: () => Number(process.hrtime.bigint() / 1_000_000n),
    bootId: currentBootId(),
  };
}

interface WatchDeps {
  sql: Sql;
  node: string;
  logger: Logger;
}

interface Jump {
  wallMs: number;
  monotonicMs: number;
  jumpMs: number;
}

/**
 * Compares the machine's wall clock with its steady one. A jump of more than a minute, either way, writes a row of `dialling_hold`: from then
 * on the gate of this node refuses, over restarts too, until a person has looked at the clock and says go on. What the clocks said last is
 * kept, so that a clock set while no process ran is seen at the next start. The speed of a simulated clock plays no part: it is made of the
 * wall clock, and that is what is watched.
 */
export class ClockWatch implements Part {
  readonly name = 'clock watch';
  readonly #deps: WatchDeps;
  readonly #clocks: ClockReadings;
  #expected: ClockReading;
  #savedAtMs = Number.NEGATIVE_INFINITY;
  #jump: Jump | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(deps: WatchDeps, clocks: ClockReadings = machineClocks()) {
    this.#deps = deps;
    this.#clocks = clocks;
    this.#expected = this.#read();
  }

  async start(): Promise<void> {
    if (this.#timer) return;
    this.#expected = await this.#lastKnown();
    await this.look();
    this.#timer = setInterval(() => void this.look(), EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#writing;
  }

  /** One look at both clocks. What could not be written is written by a later look. */
  async look(): Promise<void> {
    const now = this.#read();
    const passedMs = now.steadyMs - this.#expected.steadyMs;
    const jumpMs = now.wallMs - this.#expected.wallMs - passedMs;
    const slewMs = passedMs * SLEW_SHARE;
    if (Math.abs(jumpMs) > JUMP_MS + slewMs) {
      this.#jump ??= { wallMs: now.wallMs, monotonicMs: now.steadyMs, jumpMs };
      this.#expected = now;
      this.#savedAtMs = Number.NEGATIVE_INFINITY;
    } else {
      const followedMs = Math.sign(jumpMs) * Math.min(Math.abs(jumpMs), slewMs);
      this.#expected = { wallMs: this.#expected.wallMs + passedMs + followedMs, steadyMs: now.steadyMs };
    }
    if (!this.#jump && now.steadyMs - this.#savedAtMs < SAVE_EVERY_MS) return;
    this.#writing ??= this.#write(now.steadyMs).finally(() => {
      this.#writing = undefined;
    });
    await this.#writing;
  }

  /** Across a boot the steady clock begins anew: then only a wall clock that went back can be told from time that passed. */
  async #lastKnown(): Promise<ClockReading> {
    const { sql, node } = this.#deps;
    const now = this.#read();
    const last = await withDeadline('read the last clock', selectAnchor(sql, node));
    if (!last) return now;
    if (last.bootId !== null && last.bootId === this.#clocks.bootId) return last;
    return { wallMs: Math.max(now.wallMs, last.wallMs), steadyMs: now.steadyMs };
  }

  /** The stop first, then what is expected from now on: a crash in between raises the same stop again and loses nothing. */
  async #write(atSteadyMs: number): Promise<void> {
    const { sql, node, logger } = this.#deps;
    const jump = this.#jump;
    try {
      if (jump) {
        await withDeadline('hold dialling', insertHold(sql, node, jump));
        logger.error({ ...jump }, 'the wall clock jumped: nothing is dialled until a person confirms');
        this.#jump = undefined;
      }
      const anchor = { ...this.#expected, bootId: this.#clocks.bootId };
      await withDeadline('keep the clock', saveAnchor(sql, node, anchor));
      this.#savedAtMs = atSteadyMs;
    } catch (error) {
      logger.error({ jump, err: messageOf(error) }, 'the watch over the clock could not write; trying again');
    }
  }

  #read(): ClockReading {
    return { wallMs: this.#clocks.wallMs(), steadyMs: this.#clocks.steadyMs() };
  }
}

async function insertHold(sql: Sql, node: string, jump: Jump): Promise<void> {
  await sql`insert into dialling_hold (kind, node, detail) values ('clock_jump', ${node}, ${sql.json({ ...jump })})
    on conflict (node, kind) where confirmed_at is null do nothing`;
}
