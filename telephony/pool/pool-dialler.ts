import { startWaker, type Waker } from '../../core/platform/bus.ts';
import { messageOf } from '../../core/platform/errors.ts';
import type { PacingDecision } from '../../core/rules/pacing/types.ts';
import { whySentence } from '../../core/rules/pacing/why-sentence.ts';
import type { AgentLegs } from '../agents/agent-legs.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import type { CallRunner } from '../calls/run-calls.ts';
import type { TelephonyContext } from '../context.ts';
import { cutRinging } from './cut-ringing.ts';
import { PacedPool } from './paced-pool.ts';
import { PacingRecord } from './pacing-record.ts';
import type { PoolBook } from './pool-book.ts';
import { linesOf, type PoolPlan, reaches, readTerms } from './pool-plan.ts';
import { presenceOf } from './presence.ts';
import { selectPoolAgents, selectResults } from './queries.ts';
import { resultsByCall } from './results-by-call.ts';
import { startPoolCall } from './start-pool-call.ts';
import type { WaitingRoom } from './waiting-room.ts';

export interface PoolParts {
  ctx: TelephonyContext;
  legs: AgentLegs;
  calls: CallDirectory;
  runner: CallRunner;
  room: WaitingRoom;
  book: PoolBook;
  /** Rows and Asterisk agree: calls may be started. */
  isReady: () => boolean;
}

const TICK_MS = 1_000;
/** Campaigns, approvals, settings and trunks are read again this often, and at once when a campaign changes. */
const PLAN_EVERY_MS = 2_000;
/** A line with nobody to call is asked again after this long; the pacer turns to others by itself when a wish brings nothing. */
const EMPTY_FOR_MS = 5_000;
/** The dialer passed over many who may not be called: it goes on at the next step. */
const STILL_LOOKING = 'still_looking';

/**
 * Dials for the whole pool. After every change and each second it tells the pacing controller what is new and carries out its wish, within
 * trunks and originates a second. It decides nothing itself and keeps nothing a restart would miss: rows say what goes on.
 */
export class PoolDialler {
  readonly #parts: PoolParts;
  readonly #paced: PacedPool;
  readonly #record: PacingRecord;
  readonly #emptyUntil = new Map<string, number>();
  /** What the dialer said of a line that had nobody when it was asked last. */
  readonly #nobody = new Map<string, string>();
  #placedAt: number[] = [];
  #plan: PoolPlan | undefined;
  #planReadAt = Number.NEGATIVE_INFINITY;
  #agentsReadAt = Number.NEGATIVE_INFINITY;
  #restored = false;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = true;
  #timer: NodeJS.Timeout | undefined;
  #waker: Waker | undefined;

  constructor(parts: PoolParts) {
    this.#parts = parts;
    this.#paced = new PacedPool(parts.ctx.createPacer);
    this.#record = new PacingRecord(parts.ctx);
    parts.book.onNews = () => this.poke();
  }

  async start(): Promise<void> {
    this.#stopped = false;
    this.#timer ??= setInterval(() => this.poke(), TICK_MS);
    const { sql, logger } = this.#parts.ctx;
    this.#waker ??= await startWaker(sql, 'campaign_changed', PLAN_EVERY_MS, async () => this.#readPlanSoon(), logger);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#waker?.stop();
    this.#waker = undefined;
    await this.#running;
    await this.#record.saveMemory(this.#paced.memory());
  }

  poke(): void {
    this.#again = true;
    if (this.#stopped) return;
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined;
    });
  }

  /** The pool's lines that ring for this agent and have somebody to call. */
  liveLinesOf(agentId: string): string[] {
    const agent = this.#plan?.agents.find((candidate) => candidate.agentId === agentId);
    if (!agent || !this.#plan) return [];
    return linesOf(agent, this.#plan.lines).filter((line) => !this.#isEmpty(line));
  }

  /**
   * Telephones that ring, and citizens who wait, for lines this agent takes, and how many agents are free for those: also of a line that was
   * taken back from the pool just now.
   */
  expecting(agentId: string): { citizens: number; free: number } {
    const agents = this.#plan?.agents ?? [];
    const agent = agents.find((candidate) => candidate.agentId === agentId);
    const lines = this.#parts.book
      .unserved()
      .map(
        (subjectId) => this.#plan?.lines.find((line) => line.subjectId === subjectId) ?? { subjectId, centreId: null },
      )
      .filter((line) => agent !== undefined && reaches(agent, line));
    const presence = presenceOf(agents, this.#parts.legs);
    const free = agents.filter(
      (other) => presence.get(other.agentId) === 'free' && lines.some((line) => reaches(other, line)),
    );
    return { citizens: lines.length, free: free.length };
  }

  #readPlanSoon(): void {
    this.#planReadAt = Number.NEGATIVE_INFINITY;
    this.poke();
  }

  async #loop(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await this.#step();
      } catch (error) {
        this.#parts.ctx.logger.error({ err: messageOf(error) }, 'the pool was not paced; trying again');
      }
    }
  }

  async #step(): Promise<void> {
    const { ctx, book, room, legs, isReady } = this.#parts;
    if (!ctx.ari.up || !ctx.ami.up || !isReady()) return;
    const plan = await this.#readPlan();
    room.patienceMs = plan.parameters.patienceSec * 1_000;
    room.inboundWaitMs = plan.parameters.inboundWaitSec * 1_000;
    if (!this.#restored) {
      this.#paced.remember(await this.#record.load());
      this.#restored = true;
    }
    const presence = presenceOf(
      plan.agents.filter(({ inPool }) => inPool),
      legs,
    );
    const over = book.leavingWrapUp(presence);
    book.settle(presence, resultsByCall(over.length === 0 ? [] : await selectResults(ctx.sql, over)));
    const now = book.nowSec();
    if (!this.#paced.fit(plan, now, () => [...this.#record.past(), ...book.fromTheBeginning()])) {
      book.take();
      await this.#record.tellNoLine();
      return;
    }
    const decision = this.#paced.step(now, book.take());
    if (!decision) return;
    await this.#carryOut(decision, plan);
    const names = new Map(plan.lines.map(({ subjectId, name }) => [subjectId, name]));
    await this.#record.tell(whySentence(decision.why, names, this.#nobody), decision.why);
    await this.#record.saveMemorySometimes(() => this.#paced.memory());
  }

  /** Who is there is read at each step while somebody may need one of them; else once a second. */
  async #readPlan(): Promise<PoolPlan> {
    const { ctx } = this.#parts;
    const now = performance.now();
    if (!this.#plan || now - this.#planReadAt >= PLAN_EVERY_MS) {
      this.#planReadAt = now;
      this.#plan = { ...(await readTerms(ctx)), agents: this.#plan?.agents ?? [] };
    }
    if (now - this.#agentsReadAt >= TICK_MS || this.#plan.lines.length > 0 || this.#parts.book.unserved().length > 0) {
      this.#agentsReadAt = now;
      this.#plan = { ...this.#plan, agents: await selectPoolAgents(ctx.sql, ctx.node) };
    }
    return this.#plan;
  }

  async #carryOut(decision: PacingDecision, plan: PoolPlan): Promise<void> {
    const { ctx, calls } = this.#parts;
    const minRingSecOf = (subjectId: string | null) =>
      plan.lines.find((line) => line.subjectId === subjectId)?.minRingSec ?? plan.parameters.minRingSec;
    if (decision.cancel.length > 0) await cutRinging(ctx, calls, decision.cancel, minRingSecOf);
    for (const { line, n } of decision.dial) {
      for (let placed = 0; placed < n && !this.#isEmpty(line); placed += 1) {
        if (!this.#anybodyFor(line, plan) || !this.#withinRate(plan.parameters.cps)) return;
        if ((await this.#dial(line, plan)) === 'no_trunk') return;
      }
    }
  }

  /** Whatever a controller wishes: nothing rings while nobody is there who could ever take it. */
  #anybodyFor(line: string, plan: PoolPlan): boolean {
    const presence = presenceOf(plan.agents, this.#parts.legs);
    return plan.agents.some(
      (agent) => presence.get(agent.agentId) !== 'off' && linesOf(agent, plan.lines).includes(line),
    );
  }

  #withinRate(cps: number): boolean {
    const now = performance.now();
    this.#placedAt = this.#placedAt.filter((at) => now - at < 1_000);
    return this.#placedAt.length < cps;
  }

  async #dial(line: string, plan: PoolPlan): Promise<'started' | 'nothing' | 'no_trunk'> {
    const { ctx, runner, book } = this.#parts;
    const start = await startPoolCall(ctx, line, plan.parameters);
    if (start.kind === 'started') {
      this.#placedAt.push(performance.now());
      this.#nobody.delete(line);
      book.follow(start.call);
      void runner.run(start.call);
    } else if (start.kind === 'nothing' && start.code !== STILL_LOOKING) {
      this.#emptyUntil.set(line, performance.now() + EMPTY_FOR_MS);
      this.#nobody.set(line, start.message);
    }
    return start.kind;
  }

  #isEmpty(line: string): boolean {
    return (this.#emptyUntil.get(line) ?? 0) > performance.now();
  }
}
