import { messageOf } from '../core/platform/errors.ts';
import type { AgentLogins } from './agents/agent-logins.ts';
import { noticeAgent } from './agents/change-agent.ts';
import { openHoldingBridge } from './agents/holding-bridge.ts';
import { NOTICES } from './agents/notices.ts';
import { agentsOfNode } from './agents/queries.ts';
import { type ReconcileTools, reconcile } from './reconcile/reconcile.ts';

/** Behind the events: finds what a lost event left wrong. */
const RECONCILE_EVERY_MS = 5_000;
const RETRY_MS = 500;

/**
 * Follows the link to Asterisk: after each connect everything is compared and restored; when both sockets are gone for
 * long enough, the exchange is gone: its calls are over and the agents are told.
 */
export class PbxLink {
  readonly #tools: ReconcileTools;
  readonly #logins: AgentLogins;
  #startedAt: string | undefined;
  #lostSinceMs: number | undefined;
  #lostTimer: NodeJS.Timeout | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #periodic: NodeJS.Timeout | undefined;
  /** Restores and comparisons run one after the other, never side by side. */
  #chain: Promise<void> = Promise.resolve();
  #waiting = 0;
  /** Rows and Asterisk agree, identities are pushed: calls may be started. */
  #ready = false;
  onReady: () => void = () => undefined;

  /** @param knownStart Asterisk's start time as the controller before us knew it. */
  constructor(tools: ReconcileTools, logins: AgentLogins, knownStart: string | undefined) {
    this.#tools = tools;
    this.#logins = logins;
    this.#startedAt = knownStart;
  }

  get ready(): boolean {
    return this.#ready;
  }
  /** Asterisk's own start time: another value means another life, without any of the channels before. */
  get asteriskStartedAt(): string | undefined {
    return this.#startedAt;
  }

  start(): void {
    const { ari, ami } = this.#tools.ctx;
    ari.onLink((state) => (state === 'up' ? this.#up() : this.#down()));
    ami.onLink((state) => {
      if (state === 'down') this.#down();
    });
    this.#periodic = setInterval(() => this.#periodically(), RECONCILE_EVERY_MS);
    if (ari.up) this.#up();
  }

  async stop(): Promise<void> {
    clearInterval(this.#periodic);
    clearTimeout(this.#lostTimer);
    clearTimeout(this.#retryTimer);
    await this.#chain;
  }

  #up(): void {
    clearTimeout(this.#lostTimer);
    this.#lostTimer = undefined;
    this.#resync();
  }

  #enqueue(work: () => Promise<void>): void {
    this.#waiting += 1;
    this.#chain = this.#chain.then(work).finally(() => {
      this.#waiting -= 1;
    });
  }

  #resync(): void {
    this.#enqueue(() =>
      this.#restoreAll().catch((error: unknown) => {
        this.#tools.ctx.logger.error({ err: messageOf(error) }, 'could not restore after a connect; trying again');
        clearTimeout(this.#retryTimer);
        this.#retryTimer = setTimeout(() => this.#tools.ctx.ari.up && this.#resync(), RETRY_MS);
      }),
    );
  }

  async #restoreAll(): Promise<void> {
    const { ctx } = this.#tools;
    const startedAt = await ctx.ari.asteriskStartedAt();
    const pbxRestarted = this.#startedAt !== undefined && this.#startedAt !== startedAt;
    await openHoldingBridge(ctx);
    await reconcile(this.#tools, { pbxRestarted, lostSinceMs: this.#lostSinceMs });
    await this.#logins.afterConnect();
    this.#startedAt = startedAt;
    this.#lostSinceMs = undefined;
    this.#ready = true;
    ctx.logger.info({ pbxRestarted }, 'Asterisk and rows agree');
    await this.#tellAgents(NOTICES.pbxLost, null);
    this.onReady();
  }

  #down(): void {
    this.#ready = false;
    this.#lostSinceMs ??= Date.now();
    this.#lostTimer ??= setTimeout(() => void this.#lost(), this.#tools.ctx.limits.pbxLostAfterMs);
  }

  async #lost(): Promise<void> {
    this.#lostTimer = undefined;
    const { ctx, calls, legs } = this.#tools;
    if (ctx.ari.up) return;
    ctx.logger.error('the link to Asterisk is lost');
    try {
      // One socket alone may be a matter of the network: only both together mean that the exchange is gone.
      if (!ctx.ami.up) {
        const atMs = this.#lostSinceMs ?? Date.now();
        const live = calls.all();
        for (const call of live) call.mailbox.post({ kind: 'pbx_lost', atMs });
        await Promise.all(live.map((call) => call.finished));
        for (const leg of legs.directory.all()) await legs.lost(leg.channelId);
      }
      await this.#tellAgents(null, NOTICES.pbxLost);
    } catch (error) {
      ctx.logger.error({ err: messageOf(error) }, 'agents could not be told of the lost link');
    }
  }

  /** @param only replace this notice only; null = whatever stands there. */
  async #tellAgents(only: string | null, notice: string | null): Promise<void> {
    const { ctx } = this.#tools;
    for (const agent of await agentsOfNode(ctx.sql, ctx.node)) {
      if (only === null || agent.notice === only) await noticeAgent(ctx, agent.agentId, notice);
    }
  }

  #periodically(): void {
    if (!this.#ready || this.#waiting > 0) return;
    this.#enqueue(() =>
      reconcile(this.#tools, { pbxRestarted: false, lostSinceMs: undefined }).catch((error: unknown) => {
        this.#tools.ctx.logger.warn({ err: messageOf(error) }, 'reconcile failed; the next one tries again');
      }),
    );
  }
}
