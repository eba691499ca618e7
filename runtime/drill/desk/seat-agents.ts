import type { DrillAccount } from '../city/drill-city.ts';
import { AgentTelephone } from '../sip/agent-telephone.ts';
import type { MediaClock } from '../sip/media-clock.ts';
import type { StartedProduct } from '../started-product.ts';
import { DeskSession } from './desk-session.ts';
import { DrillAgent } from './drill-agent.ts';
import { ShiftDiary } from './shift-diary.ts';
import { AgentPace, type WorkingTimes } from './working-times.ts';

const PROVEN_WITHIN_MS = 30_000;
/** Checking a password costs the product a twentieth of a second of a core. */
const AT_ONCE = 4;

export interface SeatedAgent {
  agent: DrillAgent;
  diary: ShiftDiary;
}

/** Everybody logged in, telephone up and sound proven in both directions: as after the morning's log-in. */
export async function seatAgents(input: {
  product: { ready: { url: string }; exchange: StartedProduct['exchange'] };
  accounts: readonly DrillAccount[];
  times: WorkingTimes;
  seed: number;
  clock: MediaClock;
  trouble: (text: string) => void;
  /** Each as soon as it sits, so that whoever sat already can be sent home when another cannot. */
  onSeated: (seated: SeatedAgent) => void;
}): Promise<void> {
  const { accounts, onSeated } = input;
  for (let from = 0; from < accounts.length; from += AT_ONCE)
    await Promise.all(
      accounts.slice(from, from + AT_ONCE).map(async (account) => onSeated(await seat(input, account))),
    );
}

async function seat(
  { product, times, seed, clock, trouble }: Parameters<typeof seatAgents>[0],
  account: DrillAccount,
): Promise<SeatedAgent> {
  const session = await DeskSession.logIn(product.ready.url, account);
  const { sipUser: user, sipSecret: secret, legUri } = await session.openShift();
  const phone = await connect(product, { user, secret, legUri }, clock);
  const diary = new ShiftDiary();
  const pace = new AgentPace(times, seed, account.login);
  const agent = new DrillAgent({
    ...{ session, phone, pace, diary },
    trouble: (text) => trouble(`${account.login}: ${text}`),
  });
  await session.follow();
  await agent.until('leg and sound proven', ({ legUp, mediaProven }) => legUp && mediaProven, PROVEN_WITHIN_MS);
  return { agent, diary };
}

/** The identity reaches the exchange a moment after the log-in: refused until then, as a browser is. */
async function connect(
  { exchange }: Pick<StartedProduct, 'exchange'>,
  login: { user: string; secret: string; legUri: string },
  clock: MediaClock,
): Promise<AgentTelephone> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await AgentTelephone.connect(exchange, login, clock);
    } catch (error) {
      if (tries >= 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}
