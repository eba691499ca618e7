import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentSnapshot } from '../core/contracts/realtime.ts';
import type { DrillAccount } from '../runtime/drill/city/drill-city.ts';
import { DeskSession } from '../runtime/drill/desk/desk-session.ts';
import { AgentTelephone } from '../runtime/drill/sip/agent-telephone.ts';
import type { MediaClock } from '../runtime/drill/sip/media-clock.ts';
import type { StartedProduct } from '../runtime/drill/started-product.ts';

const PROVEN_WITHIN_MS = 30_000;
/** The identity reaches the exchange a moment after the log-in. */
const CONNECT_TRIES = 10;

/** An agent who looks at what the desk brings and touches nothing: telephone up, page open, when each snapshot came. */
export class HeldDesk {
  readonly #session: DeskSession;
  readonly #phone: AgentTelephone;
  #latest: AgentSnapshot | undefined;
  #sinceMs = 0;
  /** Called with each snapshot and when it was received (epoch ms). */
  onSnapshot: (snapshot: AgentSnapshot, receivedMs: number) => void = () => undefined;

  private constructor(session: DeskSession, phone: AgentTelephone) {
    this.#session = session;
    this.#phone = phone;
    session.onSnapshot = (snapshot, receivedMs) => {
      if (snapshot.targetId !== this.#latest?.targetId || snapshot.call?.state !== this.#latest.call?.state)
        this.#sinceMs = receivedMs;
      this.#latest = snapshot;
      this.onSnapshot(snapshot, receivedMs);
    };
  }

  static async open(
    { ready, exchange }: StartedProduct,
    account: DrillAccount,
    campaignId: string,
    clock: MediaClock,
  ): Promise<HeldDesk> {
    const session = await DeskSession.logIn(ready.url, account);
    const { sipUser: user, sipSecret: secret, legUri } = await session.openShift();
    const desk = new HeldDesk(session, await connect(exchange, { user, secret, legUri }, clock));
    await session.follow();
    for (const deadline = Date.now() + PROVEN_WITHIN_MS; !desk.#latest?.mediaProven; await sleep(50))
      if (Date.now() > deadline) throw new Error('an agent was not proven ready in time');
    await session.post('/api/desk/ready', { campaignId });
    return desk;
  }

  /** What the desk has shown unchanged for `quietMs`. */
  settled(quietMs: number): AgentSnapshot | undefined {
    return Date.now() - this.#sinceMs >= quietMs ? this.#latest : undefined;
  }

  get targetId(): number | null {
    return this.#latest?.targetId ?? null;
  }

  toString(): string {
    const { state, call, notice } = this.#latest ?? {};
    return `${state} ${call?.state ?? ''} ${notice ?? ''}`;
  }

  close(): void {
    this.#session.close();
    this.#phone.close();
  }
}

async function connect(
  exchange: StartedProduct['exchange'],
  login: { user: string; secret: string; legUri: string },
  clock: MediaClock,
): Promise<AgentTelephone> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await AgentTelephone.connect(exchange, login, clock);
    } catch (error) {
      if (tries >= CONNECT_TRIES) throw error;
      await sleep(300);
    }
  }
}
