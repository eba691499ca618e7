import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** `RUN SIDE SIDES` of a run in which processes of stories stand side by side; a story that runs alone waits for nobody. */
const [run = '', side = '0', sides = '1'] = (process.env['TORITSUGI_STORY_SIDE'] ?? '').split(' ');
const own = Number(side);
const all = Array.from({ length: Number(sides) }, (_, index) => index);
const LOOK_AGAIN_MS = 50;
/** Whoever had its place leaves the other this long to take it. */
const YIELD_MS = 200;
/** Longer than any test that measures; whoever waits longer goes on, rather than not at all. */
const LONGEST_WAIT_MS = 240_000;

/** Places held by this process, with how often: a story that measures may start a product of its own. */
const held = new Map<number, { place: Server | undefined; times: number }>();

/**
 * A product that starts keeps both processors busy for some ten seconds, and a story that measures seconds would measure that. So a start takes the
 * place of every side, and a test that measures the place of its own: tests stand beside each other, a start beside none.
 */
export async function startingAlone<T>(start: () => Promise<T>): Promise<T> {
  for (const one of all) await take(one);
  try {
    return await start();
  } finally {
    for (const one of all) await leave(one);
  }
}

/**
 * This suite measures seconds. To be called in `describe` before its own hooks.
 * @param each `suite` where one call goes through all its tests
 */
export function measuresSeconds(each: 'test' | 'suite' = 'test'): void {
  const [begin, end] = each === 'test' ? [beforeEach, afterEach] : [before, after];
  begin(async function () {
    // Waiting for the other side's start is no part of what a test may take.
    this.timeout(LONGEST_WAIT_MS + 60_000);
    await take(own);
  });
  end(() => leave(own));
}

async function take(one: number): Promise<void> {
  const mine = held.get(one);
  if (mine) {
    mine.times += 1;
    return;
  }
  held.set(one, { place: run === '' ? undefined : await waitFor(one), times: 1 });
}

async function leave(one: number): Promise<void> {
  const mine = held.get(one);
  if (!mine || --mine.times > 0) return;
  held.delete(one);
  const { place } = mine;
  if (place) await new Promise<void>((resolve) => place.close(() => resolve()));
}

async function waitFor(one: number): Promise<Server | undefined> {
  await sleep(YIELD_MS);
  for (const deadline = Date.now() + LONGEST_WAIT_MS; Date.now() < deadline; await sleep(LOOK_AGAIN_MS)) {
    const place = await tryToHold(one);
    if (place) return place;
  }
  return undefined;
}

/** A socket without a file: whoever dies gives it back. */
function tryToHold(one: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(`\0toritsugi-stories-${run}-${one}`, () => resolve(server.unref()));
  });
}
