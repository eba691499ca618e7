import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../core/platform/postgres.ts';
import type { CarrierCall } from '../dialplan/carrier/log.ts';
import type { HeldDesk } from './held-desk.ts';
import { type PaidTarget, withdrawnOf } from './withdrawal-queries.ts';

export type Hand = 'waiting' | 'preview' | 'ringing';
export type Source = 'posting' | 'import';

interface Expected {
  source: Source;
  hand: Hand;
  target: PaidTarget;
  sentMs: number;
  desk?: HeldDesk;
  sipCallId?: string | null;
}

interface Watched extends Expected {
  committedMs: number | undefined;
  /** Out of that hand: `withdrawn` in the database, the agent's page, the far side's log. */
  goneMs: number | undefined;
  told: boolean;
}

const LOOK_EVERY_MS = 20;
const GIVE_UP_MS = 20_000;
const FAR_SIDE_WRITES_MS = 1_000;

const nowMs = () => performance.timeOrigin + performance.now();

/** Who was paid for, when it was committed, when each was out of the hand it was in. All instants are the machine's, epoch ms. */
export class WithdrawalWatch {
  readonly #all: Watched[] = [];
  readonly #known = new Set<number>();
  readonly #sql: Sql;
  readonly #commits: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #unlisten: (() => Promise<void>) | undefined;

  private constructor(sql: Sql) {
    this.#sql = sql;
  }

  static async open(sql: Sql): Promise<WithdrawalWatch> {
    const watch = new WithdrawalWatch(sql);
    // Told with the commit itself: what comes first after a payment was sent is its commit.
    const { unlisten } = await sql.listen('debt_changed', () => watch.#commits.push(nowMs()));
    watch.#unlisten = unlisten;
    watch.#timer = setInterval(() => void watch.#look(), LOOK_EVERY_MS);
    return watch;
  }

  knows(targetId: number): boolean {
    return this.#known.has(targetId);
  }

  /** Before the payment is sent: the page may be quicker than the answer to who posted it. */
  expect(expected: Expected): void {
    const watched: Watched = { ...expected, committedMs: undefined, goneMs: undefined, told: false };
    this.#all.push(watched);
    this.#known.add(expected.target.targetId);
    if (!expected.desk) return;
    const { desk, target } = expected;
    desk.onSnapshot = ({ targetId, notice }, receivedMs) => {
      if (targetId === target.targetId) return;
      watched.told ||= notice !== null;
      if (watched.hand === 'preview') watched.goneMs ??= receivedMs;
    };
  }

  async committed(sentMs: number, targetIds: readonly number[]): Promise<void> {
    const first = () => this.#commits.find((ms) => ms >= sentMs);
    for (const deadline = Date.now() + GIVE_UP_MS; first() === undefined && Date.now() < deadline; ) await sleep(5);
    const ids = new Set(targetIds);
    for (const watched of this.#all) if (ids.has(watched.target.targetId)) watched.committedMs = first();
  }

  /** When nothing more is on its way, or was for so long that it will not come. */
  async idle(): Promise<void> {
    for (const deadline = Date.now() + GIVE_UP_MS; Date.now() < deadline; await sleep(LOOK_EVERY_MS))
      if (!this.#all.some(({ hand, goneMs }) => hand !== 'ringing' && goneMs === undefined)) return;
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const open = this.#all.filter(({ hand, goneMs }) => hand === 'waiting' && goneMs === undefined);
      if (open.length === 0) return;
      const gone = new Set(
        await withdrawnOf(
          this.#sql,
          open.map(({ target }) => target.targetId),
        ),
      );
      const atMs = nowMs();
      for (const watched of open) if (gone.has(watched.target.targetId)) watched.goneMs = atMs;
    } finally {
      this.#looking = false;
    }
  }

  /** A CANCEL is what the far side says it is. */
  async hearFarSide(read: () => Promise<readonly CarrierCall[]>): Promise<void> {
    await sleep(FAR_SIDE_WRITES_MS);
    const legs = new Map((await read()).map((leg) => [leg.callId, leg]));
    for (const watched of this.#all) {
      const leg = legs.get(watched.sipCallId ?? '');
      if (watched.hand === 'ringing' && leg?.endedBy === 'city' && leg.answeredMs === undefined)
        watched.goneMs = leg.endedMs;
    }
  }

  /** Milliseconds from commit to gone. */
  took(source: Source, hand: Hand): number[] {
    return this.#all.flatMap((one) =>
      one.source === source && one.hand === hand && one.goneMs !== undefined && one.committedMs !== undefined
        ? [Math.max(0, one.goneMs - one.committedMs)]
        : [],
    );
  }

  get missed(): number {
    return this.#all.filter(({ goneMs, committedMs }) => goneMs === undefined || committedMs === undefined).length;
  }

  /** Agents from whom somebody was taken without a word of why. */
  get untold(): number {
    return this.#all.filter(({ desk, told }) => desk && !told).length;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#unlisten?.();
  }
}
