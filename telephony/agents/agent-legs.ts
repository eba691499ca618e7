import { messageOf } from '../../core/platform/errors.ts';
import { isInCall } from '../../core/rules/agent-state.ts';
import type { AriEvent } from '../ari/events.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import type { LiveCall } from '../calls/live-call.ts';
import type { TelephonyContext } from '../context.ts';
import { type AgentChange, changeAgent } from './change-agent.ts';
import { parkLeg } from './holding-bridge.ts';
import { type Leg, LegDirectory } from './leg-directory.ts';
import { proveMedia } from './media-proof.ts';
import { NOTICES } from './notices.ts';
import { openLogins } from './queries.ts';

/** `PJSIP/<endpoint>-00000003` → endpoint, which for an agent's leg is the log-in's SIP user. */
export function endpointOfChannelName(name: string): string {
  return /^PJSIP\/(.+)-[0-9a-f]+$/.exec(name)?.[1] ?? '';
}

/** An unproven leg is looked at this often, so that an agent can be ready half a second after the leg is up. */
const FIRST_PROOF_EVERY_MS = 250;

/**
 * Agents' legs: one channel a shift, parked in the node's holding bridge where silence flows, moved into a call's bridge
 * and back. Lost legs make an agent unroutable at once; the call, if any, learns of it through its mailbox.
 */
export class AgentLegs {
  readonly directory = new LegDirectory();
  readonly #ctx: TelephonyContext;
  readonly #calls: CallDirectory;
  /** Told to end; those that are still there when Asterisk is asked again are told again, and never taken for somebody's leg. */
  readonly #ending = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #proving = false;
  /** Called after every change that may make an agent routable. */
  onRoutable: () => void = () => undefined;

  constructor(ctx: TelephonyContext, calls: CallDirectory) {
    this.#ctx = ctx;
    this.#calls = calls;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#prove(), FIRST_PROOF_EVERY_MS);
  }
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  onEvent(event: AriEvent): void {
    if (event.type === 'StasisStart' && event.args[0] === 'agent-leg') {
      this.#safely('leg up', this.arrived(event.channel.id, event.channel.name));
    } else if (event.type === 'StasisEnd' || event.type === 'ChannelDestroyed') {
      if (event.type === 'ChannelDestroyed') this.#ending.delete(event.channel.id);
      this.#safely('leg lost', this.lost(event.channel.id));
    }
  }

  /** A leg has come: the newest of a log-in wins. */
  arrived(channelId: string, channelName: string): Promise<void> {
    return this.#take(channelId, channelName, true);
  }

  /**
   * Found alive after a connect: it stays in whatever bridge it is in when its agent has a call to be adopted. Beside another leg of its
   * log-in it is one that was replaced.
   */
  async adopt(channelId: string, channelName: string): Promise<void> {
    const sipUser = endpointOfChannelName(channelName);
    const isReplaced = this.directory.all().some((leg) => leg.sipUser === sipUser && leg.channelId !== channelId);
    if (isReplaced || this.#ending.has(channelId)) return this.end(channelId);
    await this.#take(channelId, channelName, false);
  }

  /** Nobody's any more. A hang-up that fails is asked for again by the next reconcile. */
  async end(channelId: string): Promise<void> {
    this.#ending.add(channelId);
    await this.#ctx.ari.hangUp(channelId).catch((error: unknown) => {
      this.#ctx.logger.warn({ channelId, err: messageOf(error) }, 'a leg could not be hung up; trying again');
    });
  }

  async #take(channelId: string, channelName: string, isNew: boolean): Promise<void> {
    if (this.directory.ofChannel(channelId)) return;
    const sipUser = endpointOfChannelName(channelName);
    const login = (await openLogins(this.#ctx.sql, this.#ctx.node)).find((row) => row.sipUser === sipUser);
    if (!login) return this.end(channelId);
    const now = Date.now();
    const leg: Leg = {
      agentId: login.agentId,
      loginId: login.id,
      sipUser,
      channelId,
      upAtMs: now,
      written: false,
      heard: false,
      proven: false,
      provenToldAtMs: 0,
      counts: undefined,
      countedAtMs: now,
      lastGrowthAtMs: now,
      nextProofAtMs: now,
    };
    const { agentId } = leg;
    const old = this.directory.put(leg);
    try {
      if (isNew) await this.#ctx.ari.answer(channelId);
      if (isNew || !(await this.#isInCall(agentId))) await this.park(channelId);
    } catch (error) {
      // Gone again before it was parked: its end may have been told before we knew it. The one before may still be good.
      if (this.directory.removeChannel(channelId) && old) this.directory.put(old);
      if (!this.directory.ofAgent(agentId)) this.#calls.ofAgent(agentId)?.mailbox.post({ kind: 'leg_lost', agentId });
      throw error;
    }
    // The citizen first: they wait, and a database that is away does not keep the two apart.
    this.#calls.ofAgent(agentId)?.mailbox.post({ kind: 'leg_back', agentId, channelId });
    this.#calls.partyOf(agentId)?.mailbox.post({ kind: 'party_leg', agentId, up: true });
    if (old) await this.end(old.channelId);
    await this.writeUp(leg);
  }

  /** The agent's row says that the leg is there; its proof begins. */
  async writeUp(leg: Leg): Promise<void> {
    const { agentId, channelId } = leg;
    if (this.directory.ofChannel(channelId) !== leg) return;
    await this.#ctx.sql.begin((tx) =>
      changeAgent(this.#ctx, tx, agentId, { type: 'leg_up' }, { legChannelId: channelId, notice: null }),
    );
    leg.proven = false;
    leg.written = true;
  }

  async #isInCall(agentId: string): Promise<boolean> {
    const [row] = await this.#ctx.sql`select 1 from call where agent_id = ${agentId} and ended_at is null
      union all select 1 from call_party where staff_id = ${agentId} and state in ('dialling', 'consulting', 'joined') limit 1`;
    return row !== undefined;
  }

  /** Into the holding bridge, out of whatever bridge it is in. */
  park(channelId: string): Promise<void> {
    return parkLeg(this.#ctx, channelId);
  }

  async lost(channelId: string): Promise<void> {
    const leg = this.directory.removeChannel(channelId);
    if (!leg) return;
    const call = this.#calls.ofAgent(leg.agentId);
    call?.mailbox.post({ kind: 'leg_lost', agentId: leg.agentId });
    this.#calls.partyOf(leg.agentId)?.mailbox.post({ kind: 'party_leg', agentId: leg.agentId, up: false });
    await this.#changeAndRelease(leg.agentId, 'leg_lost', call ? NOTICES.legLostInCall : NOTICES.legLost);
  }

  /** The log-in is over: no come-back. */
  async hangUpAgent(agentId: string): Promise<void> {
    const leg = this.directory.ofAgent(agentId);
    if (!leg) return;
    this.directory.removeChannel(leg.channelId);
    this.#calls.ofAgent(agentId)?.mailbox.post({ kind: 'leg_lost', agentId });
    this.#calls.partyOf(agentId)?.mailbox.post({ kind: 'party_leg', agentId, up: false });
    await this.end(leg.channelId);
  }

  /** Logged out for good: a citizen on the line is told so at once and not kept on music. */
  agentGone(agentId: string): void {
    this.#calls.ofAgent(agentId)?.mailbox.post({ kind: 'agent_gone', agentId });
  }

  async #changeAndRelease(agentId: string, type: 'leg_lost' | 'media_lost', notice: string): Promise<void> {
    await this.#ctx.sql.begin(async (tx) => {
      const change = await changeAgent(this.#ctx, tx, agentId, { type }, { notice });
      await releaseIfReserved(this.#ctx, tx, change);
    });
  }

  async #prove(): Promise<void> {
    if (this.#proving || !this.#ctx.ari.up || !this.#ctx.ami.up) return;
    this.#proving = true;
    try {
      await proveMedia(this.#ctx, this.directory.all(), {
        dutyOf: ({ agentId }) => {
          const call = this.#calls.ofAgent(agentId);
          if (call) return isAnswered(call) ? 'heard' : 'rings';
          return this.#calls.partyOf(agentId) ? 'heard' : 'waits';
        },
        heard: ({ agentId }) => this.#calls.ofAgent(agentId)?.mailbox.post({ kind: 'leg_heard', agentId }),
        proven: async (leg) => {
          await this.#ctx.sql.begin((tx) =>
            changeAgent(this.#ctx, tx, leg.agentId, { type: 'media_proven' }, { notice: null }),
          );
          this.onRoutable();
        },
        lost: (leg) => this.#changeAndRelease(leg.agentId, 'media_lost', NOTICES.mediaLost),
        // SIP still says connected, but nothing comes: the browser is gone. Ending the leg lets a new one in.
        silentInCall: async (leg) => {
          await this.lost(leg.channelId);
          await this.end(leg.channelId);
        },
      });
    } catch (error) {
      this.#ctx.logger.warn({ err: messageOf(error) }, 'media proof failed; trying again');
    } finally {
      this.#proving = false;
    }
  }

  #safely(what: string, work: Promise<void>): void {
    work.catch((error: unknown) => this.#ctx.logger.error({ what, err: messageOf(error) }, 'agent leg'));
  }
}

/** Who called us was answered before any agent was given; of an adopted call nobody knows, so it counts as one. */
const isAnswered = ({ facts, answeredAtMs, adopted }: LiveCall) =>
  answeredAtMs !== undefined || adopted || facts.direction === 'inbound';

type Tx = Parameters<typeof changeAgent>[1];

/** An agent that lost its reservation gives the target back in the same transaction. */
export async function releaseIfReserved(
  ctx: TelephonyContext,
  tx: Tx,
  change: AgentChange | undefined,
  reason: Parameters<TelephonyContext['dialer']['release']>[3] = 'leg_lost',
): Promise<void> {
  if (!change || change.before.targetId === null || change.after.targetId !== null || isInCall(change.before)) return;
  await ctx.dialer.release(tx, change.before.targetId, change.before.agentId, reason);
}
