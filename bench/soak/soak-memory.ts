import type { Browser } from 'playwright-core';
import type { StartedProduct } from '../../runtime/drill/started-product.ts';
import { residentMb } from './memory-series.ts';

/** Resident memory of the product's processes and of the page's own process, MB. */
export async function residentOf(product: StartedProduct, browser: Browser): Promise<Record<string, number>> {
  const { telephony, api, worker, pbx } = product.ready.pids;
  const cdp = await browser.newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  await cdp.detach();
  const pages = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentMb(id) ?? 0);
  const mb = (pid: number | undefined) => (pid === undefined ? 0 : (residentMb(pid) ?? 0));
  // A browser keeps an empty page process in reserve; ours is the larger one.
  return { page: Math.max(0, ...pages), telephony: mb(telephony), api: mb(api), worker: mb(worker), asterisk: mb(pbx) };
}

export interface Ghosts {
  channels: string[];
  bridges: string[];
}

/** Between two calls: what there is besides the agent's own leg and the bridge in which it waits. */
export async function ghosts({ config }: StartedProduct, legChannelId: string | null): Promise<Ghosts> {
  const list = async (what: string) => {
    const { ariUrl, ariUser, ariPassword } = config.asterisk;
    const response = await fetch(`${ariUrl.replace(/\/$/, '')}/ari/${what}`, {
      headers: { authorization: `Basic ${Buffer.from(`${ariUser}:${ariPassword}`).toString('base64')}` },
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`ARI ${what}: ${response.status}`);
    return ((await response.json()) as { id: string }[]).map(({ id }) => id);
  };
  return {
    channels: (await list('channels')).filter((id) => id !== legChannelId),
    bridges: (await list('bridges')).filter((id) => !id.startsWith('hold-')),
  };
}
