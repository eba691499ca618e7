import { messageOf } from '../../core/platform/errors.ts';
import type { TelephonyContext } from '../context.ts';
import { type AgentLegs, releaseIfReserved } from './agent-legs.ts';
import { changeAgent } from './change-agent.ts';
import { agentsByLogin, ensureAgentRow, type LoginRow, openLogins, recentlyEndedLogins } from './queries.ts';
import { createSipIdentity, deleteSipIdentity } from './sip-identity.ts';

/**
 * Keeps Asterisk's SIP identities and the agents' rows equal to the open rows of `agent_login`. `sync` is idempotent and
 * runs on every wake-up: a log-in that ended is without identity and without leg within a second.
 */
export class AgentLogins {
  readonly #ctx: TelephonyContext;
  readonly #legs: AgentLegs;
  /** Identities pushed into the Asterisk that runs now, by log-in. */
  readonly #pushed = new Map<string, LoginRow>();
  #syncing: Promise<void> | undefined;

  constructor(ctx: TelephonyContext, legs: AgentLegs) {
    this.#ctx = ctx;
    this.#legs = legs;
  }

  /** Asterisk may have restarted with an empty memory, or may remember what ended while we were away. */
  async afterConnect(): Promise<void> {
    this.#pushed.clear();
    for (const login of await recentlyEndedLogins(this.#ctx.sql, this.#ctx.node)) {
      await deleteSipIdentity(this.#ctx.ari, login.sipUser);
    }
    await this.sync();
  }

  sync(): Promise<void> {
    this.#syncing ??= this.#sync().finally(() => {
      this.#syncing = undefined;
    });
    return this.#syncing;
  }

  async #sync(): Promise<void> {
    const open = await openLogins(this.#ctx.sql, this.#ctx.node);
    const openIds = new Set(open.map((login) => login.id));
    const agents = await agentsByLogin(this.#ctx.sql, this.#ctx.node);
    const known = new Set(agents.map(({ loginId }) => loginId));
    for (const agent of agents) {
      if (agent.loginId && !openIds.has(agent.loginId))
        await this.#loggedOut(
          agent.agentId,
          open.some((login) => login.agentId === agent.agentId),
        );
    }
    for (const login of [...this.#pushed.values()].filter((row) => !openIds.has(row.id))) await this.#withdraw(login);
    for (const login of open) {
      // Nearly always nothing is new: a lock on every agent's row at every wake-up would be felt by everybody.
      if (!known.has(login.id)) await this.#loggedIn(login);
      if (!this.#pushed.has(login.id)) await this.#push(login);
    }
  }

  async #loggedIn(login: LoginRow): Promise<void> {
    const { sql, node, clock } = this.#ctx;
    await sql.begin(async (tx) => {
      await ensureAgentRow(tx, login.agentId, node, clock.now());
      const event = { type: 'logged_in' as const, page: login.device === 'webrtc' };
      await changeAgent(this.#ctx, tx, login.agentId, event, { loginId: login.id, notice: null });
    });
  }

  /** @param replaced logged in again elsewhere: a call in hand waits for the new leg */
  async #loggedOut(agentId: string, replaced: boolean): Promise<void> {
    await this.#ctx.sql.begin(async (tx) => {
      const change = await changeAgent(this.#ctx, tx, agentId, { type: 'logged_out' }, { notice: null });
      await releaseIfReserved(this.#ctx, tx, change, 'agent_logout');
    });
    await this.#whileUp(() => this.#legs.hangUpAgent(agentId));
    if (!replaced) this.#legs.agentGone(agentId);
  }

  async #push(login: LoginRow): Promise<void> {
    await this.#whileUp(async () => {
      await createSipIdentity(this.#ctx.ari, login, this.#ctx.sipRealm);
      this.#pushed.set(login.id, login);
    });
  }

  async #withdraw(login: LoginRow): Promise<void> {
    await this.#whileUp(async () => {
      await deleteSipIdentity(this.#ctx.ari, login.sipUser);
      this.#pushed.delete(login.id);
      const leg = this.#legs.directory.ofAgent(login.agentId);
      if (leg?.loginId === login.id) await this.#legs.hangUpAgent(login.agentId);
    });
  }

  /** Without Asterisk there is nothing to push to; `afterConnect` does it all again. */
  async #whileUp(work: () => Promise<void>): Promise<void> {
    if (!this.#ctx.ari.up) return;
    try {
      await work();
    } catch (error) {
      this.#ctx.logger.warn({ err: messageOf(error) }, 'SIP identities; the next sync tries again');
    }
  }
}
