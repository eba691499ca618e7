import { setTimeout as sleep } from 'node:timers/promises';
import { countLeases } from '../queries.ts';
import type { StartedProduct } from '../started-product.ts';

export interface Leftovers {
  channels: number;
  bridges: number;
  leases: number;
  openCalls: number;
  incidents: number;
}

/** Hang-ups and hand-backs take a moment after the last agent went home. */
const SETTLED_WITHIN_MS = 20_000;

async function count({ config, sql }: StartedProduct): Promise<Leftovers> {
  const { ariUrl, ariUser, ariPassword } = config.asterisk;
  const list = async (what: string) => {
    const response = await fetch(`${ariUrl.replace(/\/$/, '')}/ari/${what}`, {
      headers: { authorization: `Basic ${Buffer.from(`${ariUser}:${ariPassword}`).toString('base64')}` },
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`ARI ${what}: ${response.status}`);
    return (await response.json()) as { id: string }[];
  };
  const bridges = (await list('bridges')).filter(({ id }) => !id.startsWith('hold-'));
  return { channels: (await list('channels')).length, bridges: bridges.length, ...(await countLeases(sql)) };
}

/** What is still there when everybody has gone home; the node's holding bridge stays by design. */
export async function leftoversOf(product: StartedProduct): Promise<Leftovers> {
  const isClean = ({ incidents: _, ...rest }: Leftovers) => Object.values(rest).every((value) => value === 0);
  let last = await count(product);
  for (const deadline = Date.now() + SETTLED_WITHIN_MS; !isClean(last) && Date.now() < deadline; ) {
    await sleep(300);
    last = await count(product);
  }
  return last;
}
