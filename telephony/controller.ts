import { startWaker, type Waker } from '../core/platform/bus.ts';
import { messageOf } from '../core/platform/errors.ts';
import type { Part } from '../core/platform/lifecycle.ts';
import { AgentLegs } from './agents/agent-legs.ts';
import { AgentLogins } from './agents/agent-logins.ts';
import { WorkAssigner } from './agents/assign-work.ts';
import { startKeepingLeases } from './agents/keep-leases.ts';
import { startWatchingPages } from './agents/watch-pages.ts';
import type { AriEvent } from './ari/events.ts';
import { acceptInbound } from './calls/accept-inbound.ts';
import { CallDirectory } from './calls/call-directory.ts';
import { CallRunner } from './calls/run-calls.ts';
import { CommandQueue } from './commands.ts';
import type { TelephonyContext } from './context.ts';
import type { HeartbeatDetail } from './heartbeat.ts';
import { PbxLink } from './pbx-link.ts';
import { startFollowingDebts } from './pool/follow-debts.ts';
import { PoolBook } from './pool/pool-book.ts';
import { PoolDialler } from './pool/pool-dialler.ts';
import { WaitingRoom } from './pool/waiting-room.ts';
import { startWithdrawing } from './pool/withdraw-held.ts';

/** An ended log-in must be without leg and identity within a second. */
const LOGIN_POLL_MS = 500;

/** All of call control around one context: what `main.ts` starts, and what tests start against a fake. */
export class Controller implements Part {
  readonly name = 'controller';
  readonly calls = new CallDirectory();
  readonly legs: AgentLegs;
  readonly runner: CallRunner;
  readonly work: WorkAssigner;
  readonly room: WaitingRoom;
  readonly book: PoolBook;
  readonly pool: PoolDialler;
  readonly #ctx: TelephonyContext;
  readonly #logins: AgentLogins;
  readonly #commands: CommandQueue;
  readonly #link: PbxLink;
  #loginWaker: Waker | undefined;
  #withdrawWaker: Waker | undefined;
  #debtWaker: Waker | undefined;
  #stopLeases: (() => Promise<void>) | undefined;
  #stopPages: (() => Promise<void>) | undefined;
  #started = false;

  constructor(ctx: TelephonyContext, knownAsteriskStart?: string) {
    this.#ctx = ctx;
    this.legs = new AgentLegs(ctx, this.calls);
    this.#logins = new AgentLogins(ctx, this.legs);
    this.book = new PoolBook();
    this.room = new WaitingRoom(ctx, this.legs, this.calls);
    this.runner = new CallRunner(
      { ctx, legs: this.legs, room: this.room, book: this.book, calls: this.calls },
      this.calls,
    );
    const { legs, calls, runner, room, book } = this;
    this.pool = new PoolDialler({ ctx, legs, calls, runner, room, book, isReady: () => this.#link.ready });
    this.work = new WorkAssigner({ ctx, legs, calls, runner, room, pool: this.pool });
    const { work } = this;
    this.#link = new PbxLink({ ctx, legs, calls, runner }, this.#logins, knownAsteriskStart);
    this.#commands = new CommandQueue({ ctx, legs, logins: this.#logins, calls, runner, work, book, link: this.#link });
    this.legs.onRoutable = () => work.poke();
    this.runner.onFinished = () => work.poke();
    this.#link.onReady = () => work.poke();
  }

  async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    const ctx = this.#ctx;
    ctx.ari.onEvent((event) => this.#onEvent(event));
    this.#link.start();
    this.legs.start();
    this.work.start();
    await this.pool.start();
    this.#stopLeases = startKeepingLeases(ctx, this.calls);
    this.#stopPages = startWatchingPages(ctx);
    this.#withdrawWaker = await startWithdrawing(ctx, this.calls, {
      taken: (agentIds) => this.work.keepNotices(agentIds),
      freed: () => this.work.poke(),
    });
    this.#debtWaker = await startFollowingDebts(ctx);
    this.#loginWaker = await startWaker(
      ctx.sql,
      'agent_login_changed',
      LOGIN_POLL_MS,
      () => this.#logins.sync(),
      ctx.logger,
    );
    await this.#commands.start();
  }

  /** Stops acting. Calls go on in Asterisk, and the next controller adopts them. */
  async stop(): Promise<void> {
    if (!this.#started) return;
    this.#started = false;
    await this.#commands.stop();
    await this.work.stop();
    await this.pool.stop();
    await this.#withdrawWaker?.stop();
    await this.#debtWaker?.stop();
    await this.#loginWaker?.stop();
    await this.#stopLeases?.();
    await this.#stopPages?.();
    this.legs.stop();
    await this.#link.stop();
  }

  detail(): HeartbeatDetail {
    return {
      ari: this.#ctx.ari.up,
      ami: this.#ctx.ami.up,
      ready: this.#link.ready,
      calls: this.calls.all().length,
      legs: this.legs.directory.all().length,
      asteriskStartedAt: this.#link.asteriskStartedAt ?? null,
    };
  }

  #onEvent(event: AriEvent): void {
    this.calls.route(event);
    this.legs.onEvent(event);
    if (event.type === 'StasisStart' && event.args[0] === 'inbound') {
      acceptInbound(this.#ctx, this.runner, event).catch((error: unknown) => {
        this.#ctx.logger.error({ err: messageOf(error) }, 'an inbound call was not accepted');
        this.#ctx.ari.hangUp(event.channel.id).catch(() => undefined);
      });
    }
    if (event.type === 'ApplicationReplaced') this.#ctx.logger.error('another controller took over the application');
  }
}
