import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { DeskSession } from '../../../runtime/drill/desk/desk-session.ts';
import { AgentTelephone } from '../../../runtime/drill/sip/agent-telephone.ts';
import type { MediaClock } from '../../../runtime/drill/sip/media-clock.ts';
import { readInstallation } from '../../../runtime/instance/installation.ts';
import type { RunningSystem } from './system.ts';

/** A desk without a browser that does nothing by itself: one session, one telephone. */
export interface SipDesk {
  session: DeskSession;
  phone: AgentTelephone;
  readonly snapshot: AgentSnapshot | undefined;
  until(what: string, test: (snapshot: AgentSnapshot) => boolean, withinMs?: number): Promise<AgentSnapshot>;
  /** No sound any more, and no word of it: the exchange believes the telephone to be there. */
  dies(): void;
  goHome(): Promise<void>;
}

const PROVEN_WITHIN_MS = 30_000;
/** The identity reaches the exchange a moment after the log-in: refused until then, as a browser is. */
const TRIES = 10;

export async function sipDesk(
  system: RunningSystem,
  { user, password }: { user: string; password: string },
  clock: MediaClock,
): Promise<SipDesk> {
  const port = readInstallation(system.dataDir)?.ports['pbxSip'];
  if (!port) throw new Error('the installation names no SIP port');
  const session = await DeskSession.logIn(system.url, { login: user, password });
  const { sipUser, sipSecret: secret, legUri } = await session.openShift();
  const phone = await connected({ host: '127.0.0.1', port }, { user: sipUser, secret, legUri }, clock);
  let last: AgentSnapshot | undefined;
  session.onSnapshot = (snapshot) => {
    last = snapshot;
  };
  await session.follow();
  const until: SipDesk['until'] = async (what, test, withinMs = 15_000) => {
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(50))
      if (last && test(last)) return last;
    throw new Error(`${user}: not within ${withinMs / 1_000} s: ${what}; ${last?.state}, ${last?.notice ?? ''}`);
  };
  await until('leg and sound proven', ({ legUp, mediaProven }) => legUp && mediaProven, PROVEN_WITHIN_MS);
  return {
    session,
    phone,
    get snapshot() {
      return last;
    },
    until,
    dies: () => phone.sound.close(),
    async goHome() {
      await session.logOut().finally(() => phone.close());
    },
  };
}

async function connected(...how: Parameters<typeof AgentTelephone.connect>): Promise<AgentTelephone> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await AgentTelephone.connect(...how);
    } catch (error) {
      if (tries >= TRIES) throw error;
      await sleep(300);
    }
  }
}
