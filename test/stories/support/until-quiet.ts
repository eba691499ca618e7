import type { Page, Request } from 'playwright-core';

/** No request on its way for so long: what a page asks for when it opens, and what it asks for because of that, is there. */
const QUIET_MS = 250;
/** A page that never rests is looked at as it is. */
const LONGEST_MS = 15_000;

const underway = new WeakMap<Page, Set<Request>>();

/** From now on it is known what this page waits for. Called when it is opened. */
export function watchRequests(page: Page): void {
  const open = new Set<Request>();
  underway.set(page, open);
  page.on('request', (request) => {
    // Sockets and what is played stay open.
    if (['document', 'script', 'stylesheet', 'font', 'fetch', 'xhr'].includes(request.resourceType()))
      open.add(request);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
}

/** Until the answers are there that the page asked for, and drawn. */
export async function untilQuiet(page: Page): Promise<void> {
  await drawn(page);
  const open = underway.get(page);
  let quietSince = Date.now();
  for (const deadline = Date.now() + LONGEST_MS; Date.now() < deadline; await page.waitForTimeout(50)) {
    if (open && open.size > 0) quietSince = Date.now();
    if (Date.now() - quietSince >= QUIET_MS) break;
  }
  await drawn(page);
}

const drawn = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
