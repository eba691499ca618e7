import { messageOf } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { isRoutable } from '../../core/rules/agent-state.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import type { LiveCall } from '../calls/live-call.ts';
import type { CallRunner } from '../calls/run-calls.ts';
import { type StartWish, writeStart } from '../calls/start-call.ts';
import type { TelephonyContext } from '../context.ts';
import type { NothingToDial, Reservation } from '../dialer-port.ts';
import { takeTrunk } from '../pool/free-trunk.ts';
import type { PoolDialler } from '../pool/pool-dialler.ts';
import { Turns } from '../pool/turns.ts';
import type { WaitingRoom } from '../pool/waiting-room.ts';
import type { AgentLegs } from './agent-legs.ts';
import { type AgentPatch, changeAgent } from './change-agent.ts';
import { previewEnds } from './end-previews.ts';
import { NOTICES } from './notices.ts';
import { type AgentRow, idleAgents, lockAgent, writeAgent } from './queries.ts';

/** Why a case was taken away is read beside the next one. */
const READ_A_NOTICE_MS = 8_000;

export interface WorkParts {
  ctx: TelephonyContext;
  legs: AgentLegs;
  calls: CallDirectory;
  runner: CallRunner;
  room: WaitingRoom;
  pool: PoolDialler;
}

/**
 * Brings every free, ready and proven agent its next target, agent first: preview waits for the agent's key, progressive dials by itself.
 * What a campaign's mode is now decides at each reservation, and a case in hand is finished the way it began. Citizens who are on the line
 * already go before. Runs on every wake-up and once a second; runs never overlap.
 */
export class WorkAssigner {
  readonly #parts: WorkParts;
  readonly #turns: Turns;
  /** What an agent was told last is still to be read, until then. */
  readonly #readingUntil = new Map<string, number>();
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: WorkParts) {
    this.#parts = parts;
    this.#turns = new Turns(parts.pool);
  }

  start(): void {
    this.#stopped = false;
    this.#timer ??= setInterval(() => this.poke(), 1_000);
    this.poke();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  /** The notice of this moment stays on the desk beside what comes next. */
  keepNotices(agentIds: readonly string[]): void {
    const until = performance.now() + READ_A_NOTICE_MS;
    for (const agentId of agentIds) this.#readingUntil.set(agentId, until);
  }

  #isReading(agentId: string): boolean {
    if ((this.#readingUntil.get(agentId) ?? 0) > performance.now()) return true;
    this.#readingUntil.delete(agentId);
    return false;
  }

  /** An agent may be free. */
  poke(): void {
    if (this.#stopped) return;
    this.#parts.room.poke();
    this.#parts.pool.poke();
    this.#again = true;
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined;
    });
  }

  async #loop(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await this.#assignAll();
      } catch (error) {
        this.#parts.ctx.logger.error({ err: messageOf(error) }, 'work could not be assigned; trying again');
      }
    }
  }

  async #assignAll(): Promise<void> {
    const { ctx, calls, legs, room } = this.#parts;
    if (!ctx.ari.up || !ctx.ami.up) return;
    await room.settled();
    for (const agent of await idleAgents(ctx.sql, ctx.node)) {
      if (calls.ofAgent(agent.agentId) || !legs.directory.ofAgent(agent.agentId)?.proven) continue;
      await this.#bringNext(agent);
    }
  }

  async #bringNext(agent: AgentRow): Promise<void> {
    const { ctx, runner } = this.#parts;
    if (!this.#turns.mayWorkAgentFirst(agent.agentId)) return;
    ctx.failPoint('before-row');
    const work = await ctx.sql.begin((tx) => this.#reserve(tx, agent.agentId));
    if (!work) return;
    this.#turns.tookAgentFirst(agent.agentId);
    if (work === 'preview') return;
    ctx.failPoint('after-row');
    void runner.run(work);
  }

  /** A progressive target is reserved and dialled in one transaction: there is no moment in which it has neither a call nor its old place. */
  async #reserve(tx: TransactionSql, agentId: string): Promise<'preview' | LiveCall | undefined> {
    const { ctx } = this.#parts;
    const now = await lockAgent(tx, agentId);
    if (now?.state !== 'available' || !isRoutable(now)) return undefined;
    const found = await this.#look(tx, now);
    if (found.kind === 'nothing') {
      // Why there is nothing to do is on the screen, and not repeated every second.
      if (now.notice !== found.message && !this.#isReading(agentId))
        await writeAgent(tx, now, { ...now, notice: found.message }, ctx.node, ctx.clock.now());
      return undefined;
    }
    const { targetId, campaignId, mode, planNow } = found;
    const reservedUntil = mode === 'progressive' ? null : await previewEnds(tx, campaignId);
    const patch: AgentPatch = this.#isReading(agentId) ? { reservedUntil } : { notice: null, reservedUntil };
    const change = await changeAgent(ctx, tx, now, { type: 'reserved', targetId }, patch);
    if (mode !== 'progressive') return 'preview';
    return this.#dial(tx, { agentId, targetId, phoneId: null, planNow, locked: change?.after });
  }

  async #look(tx: TransactionSql, agent: AgentRow): Promise<Reservation | NothingToDial> {
    const { ctx } = this.#parts;
    // Taken before the choice: whoever needs both locks takes them in this order.
    if (!(await takeTrunk(ctx, tx))) return { kind: 'nothing', code: 'no_free_trunk', message: NOTICES.noTrunk };
    return ctx.dialer.reserve(tx, agent.agentId, agent.pool ? null : agent.campaignId);
  }

  async #dial(tx: TransactionSql, wish: StartWish): Promise<LiveCall | undefined> {
    const { ctx } = this.#parts;
    const { agentId, targetId } = wish;
    const start = await writeStart(ctx, tx, wish);
    if (start.kind === 'started') return start.call;
    ctx.logger.info({ agentId, targetId, code: start.code }, 'progressive dial refused');
    if (start.targetGone) return undefined;
    const change = await changeAgent(ctx, tx, agentId, { type: 'reservation_lost' }, { notice: start.message });
    if (change) await ctx.dialer.release(tx, targetId, agentId, 'originate_failed');
    return undefined;
  }
}
