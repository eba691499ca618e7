import { messageOf } from '../../core/platform/errors.ts';
import { isRoutable } from '../../core/rules/agent-state.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import type { CallRunner } from '../calls/run-calls.ts';
import { startCall } from '../calls/start-call.ts';
import type { TelephonyContext } from '../context.ts';
import type { Reservation } from '../dialer-port.ts';
import type { AgentLegs } from './agent-legs.ts';
import { changeAgent } from './change-agent.ts';
import { type AgentRow, agentsOfNode, lockAgent, writeAgent } from './queries.ts';

/**
 * Brings every free, ready and proven agent its next target; in progressive campaigns the call starts by itself. Runs on
 * every wake-up and once a second; runs never overlap.
 */
export class WorkAssigner {
  readonly #ctx: TelephonyContext;
  readonly #legs: AgentLegs;
  readonly #calls: CallDirectory;
  readonly #runner: CallRunner;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(ctx: TelephonyContext, legs: AgentLegs, calls: CallDirectory, runner: CallRunner) {
    this.#ctx = ctx;
    this.#legs = legs;
    this.#calls = calls;
    this.#runner = runner;
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

  poke(): void {
    if (this.#stopped) return;
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
        this.#ctx.logger.error({ err: messageOf(error) }, 'work could not be assigned; trying again');
      }
    }
  }

  async #assignAll(): Promise<void> {
    if (!this.#ctx.ari.up || !this.#ctx.ami.up) return;
    for (const agent of await agentsOfNode(this.#ctx.sql, this.#ctx.node)) {
      if (this.#calls.ofAgent(agent.agentId) || !this.#legs.directory.ofAgent(agent.agentId)?.proven) continue;
      const reservation = agent.state === 'available' ? await this.#reserve(agent) : await this.#leftOver(agent);
      if (reservation?.mode === 'progressive') await this.#dial(agent.agentId, reservation.targetId);
    }
  }

  async #reserve(agent: AgentRow): Promise<Reservation | undefined> {
    const { sql, dialer, node, clock } = this.#ctx;
    return sql.begin(async (tx) => {
      const now = await lockAgent(tx, agent.agentId);
      if (now?.state !== 'available' || !isRoutable(now) || !now.campaignId) return undefined;
      const found = await dialer.reserve(tx, agent.agentId, now.campaignId);
      if (found.kind === 'nothing') {
        // Why there is nothing to do is on the screen, and not repeated every second.
        if (now.notice !== found.message)
          await writeAgent(tx, now, { ...now, notice: found.message }, node, clock.now());
        return undefined;
      }
      await changeAgent(this.#ctx, tx, agent.agentId, { type: 'reserved', targetId: found.targetId }, { notice: null });
      return found;
    });
  }

  /** Reserved in a progressive campaign without a call: the controller died in between. No row, so nothing was dialled. */
  async #leftOver(agent: AgentRow): Promise<{ targetId: number; mode: Reservation['mode'] } | undefined> {
    if (agent.state !== 'reserved' || agent.targetId === null || agent.campaignId === null) return undefined;
    const [campaign] = await this.#ctx.sql<{ mode: Reservation['mode'] }[]>`
      select c.mode from campaign_target t join campaign c on c.id = t.campaign_id where t.id = ${agent.targetId}`;
    return campaign && { targetId: agent.targetId, mode: campaign.mode };
  }

  async #dial(agentId: string, targetId: number): Promise<void> {
    const result = await startCall(this.#ctx, agentId, targetId, null);
    if (result.kind === 'started') {
      void this.#runner.run(result.call);
      return;
    }
    this.#ctx.logger.info({ agentId, targetId, code: result.code }, 'progressive dial refused');
    await this.#ctx.sql.begin(async (tx) => {
      const change = await changeAgent(
        this.#ctx,
        tx,
        agentId,
        { type: 'reservation_lost' },
        { notice: result.message },
      );
      if (change) await this.#ctx.dialer.release(tx, targetId, agentId, 'originate_failed');
    });
  }
}
