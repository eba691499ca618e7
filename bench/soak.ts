/**
 * A long shift in small: so many calls one after the other on the one leg of one agent, in a real browser by keys, every call answered and
 * spoken on. Is any sound lost, does anything grow, is the leg ever made anew, is anything left? Prints one JSON line and a sentence.
 *
 *   node bench/soak.ts [--calls 500] [--talk 2] [--minutes 75] [--seed 1] [--every 50]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readCarrierLog } from '../dialplan/carrier/log.ts';
import { leftoversOf } from '../runtime/drill/measure/leftovers.ts';
import { productTroubles } from '../runtime/drill/measure/product-troubles.ts';
import { countUnsealed } from '../runtime/drill/queries.ts';
import type { StartedProduct } from '../runtime/drill/started-product.ts';
import { listenForStop } from '../runtime/stop-signals.ts';
import { answeredCalls, type CallVerdict, judgeCall } from './soak/judge-call.ts';
import { type MemoryPoint, slopes } from './soak/memory-series.ts';
import { type PageFigures, PageWatch } from './soak/page-figures.ts';
import { openCity, type SoakCity } from './soak/soak-city.ts';
import { SoakDesk } from './soak/soak-desk.ts';
import { ghosts, residentOf } from './soak/soak-memory.ts';
import { machine, quantile, round } from './spread.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { calls: text, talk: text, minutes: text, seed: text, every: text } });
const calls = Number(values.calls ?? 500);
const minutes = Number(values.minutes ?? 75);
const every = Number(values.every ?? 50);
const seed = Number(values.seed ?? 1);
const talkSec = Number(values.talk ?? 2);

/** About a sixth of a city owes on the subject most owe on, and some of those may not be called. */
const PERSONS_PER_CALL = 24;
const SEALED_WITHIN_MS = 180_000;

interface Point extends MemoryPoint {
  page: PageFigures;
  leg: string | null;
  ghosts: number;
}

const note = (line: string) => process.stderr.write(`${line}\n`);

/** Takes the calls; a look at everything every so many of them, while the agent writes a result. */
async function work(
  city: SoakCity,
  desk: SoakDesk,
  signal: AbortSignal,
): Promise<{ points: Point[]; saveMs: number[] }> {
  const watch = await PageWatch.open(desk.opened.page);
  const points: Point[] = [];
  const saveMs: number[] = [];
  await desk.ready();
  for (let done = 1; done <= calls; done += 1) {
    const callId = await desk.untilWrapUp();
    if (callId === undefined) {
      const { state, notice } = await desk.now();
      note(`! no more calls: ${state} ${notice ?? ''}`);
      break;
    }
    const isLast = done === calls || signal.aborted;
    if (done === 1 || done % every === 0 || isLast) points.push(await look(done, city.product, desk, watch));
    if (isLast) await desk.takeBreak();
    saveMs.push(await desk.save(callId));
    if (isLast) break;
  }
  return { points, saveMs };
}

async function look(done: number, product: StartedProduct, desk: SoakDesk, watch: PageWatch): Promise<Point> {
  const { legChannelId } = await desk.now();
  const left = await ghosts(product, legChannelId);
  const page = await watch.look();
  const mb = { ...(await residentOf(product, desk.opened.browser)), pageHeap: page.heapMb };
  const point = { calls: done, mb, page, leg: legChannelId, ghosts: left.channels.length + left.bridges.length };
  note(
    `${done} calls: ${JSON.stringify({ ...mb, nodes: page.nodes, peers: page.peers, ...page.sound, ghosts: point.ghosts })}`,
  );
  return point;
}

async function untilSealed({ sql }: StartedProduct): Promise<void> {
  for (const deadline = Date.now() + SEALED_WITHIN_MS; Date.now() < deadline; await sleep(500))
    if ((await countUnsealed(sql)) === 0) return;
}

async function judge(product: StartedProduct): Promise<{ verdicts: CallVerdict[]; logins: number }> {
  const log = await readCarrierLog(product.config.carrier?.logFile ?? '');
  const far = new Map(log.map((leg) => [leg.callId, leg]));
  const all = await answeredCalls(product.sql);
  const verdicts: CallVerdict[] = [];
  for (const call of all) {
    const verdict = await judgeCall(product, call, far.get(call.sipCallId ?? ''));
    if (verdict.faults.length > 0) note(`! ${call.id}: ${verdict.faults.join('; ')}`);
    verdicts.push(verdict);
  }
  return { verdicts, logins: new Set(all.map(({ loginId }) => loginId)).size };
}

async function main(): Promise<void> {
  const stop = listenForStop();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(minutes * 60_000)]);
  const said: string[] = [];
  const city = await openCity({
    ...{ persons: Math.max(1_500, calls * PERSONS_PER_CALL), talkSec, seed, signal },
    note(line) {
      said.push(line);
      note(line);
    },
  });
  let desk: SoakDesk | undefined;
  try {
    desk = await SoakDesk.sit(city);
    const from = Date.now();
    const { points, saveMs } = await work(city, desk, signal);
    const workedMin = (Date.now() - from) / 60_000;
    await desk.leave();
    desk = undefined;
    await untilSealed(city.product);
    const leftovers = await leftoversOf(city.product);
    const troubles = await productTroubles(city.product.config.logDir, said);
    tell({ points, saveMs, workedMin, leftovers, troubles, ...(await judge(city.product)) });
  } finally {
    await desk?.leave();
    await city.stop();
  }
}

interface Outcome {
  points: readonly Point[];
  saveMs: readonly number[];
  workedMin: number;
  leftovers: Record<string, number> | Awaited<ReturnType<typeof leftoversOf>>;
  troubles: readonly string[];
  verdicts: readonly CallVerdict[];
  logins: number;
}

function tell({ points, saveMs, workedMin, leftovers, troubles, verdicts, logins }: Outcome): void {
  const spread = (all: readonly number[], digits = 0) => ({
    p50: round(quantile(all, 0.5), digits),
    p99: round(quantile(all, 0.99), digits),
    worst: round(Math.max(...all), digits),
  });
  const known = verdicts.filter(({ shortMs }) => !Number.isNaN(shortMs));
  const voice = (side: 'citizen' | 'agent') => {
    const same = known.map((one) => one[side].same);
    return {
      same: { p50: round(quantile(same, 0.5), 3), worst: round(Math.min(...same), 3) },
      lostMs: spread(known.map((one) => one[side].lostMs)),
    };
  };
  const faulty = verdicts.filter(({ faults }) => faults.length > 0);
  const legs = new Set(points.map(({ leg }) => leg)).size;
  // The readiness page tries the line with one of its own; from the first call on there is no other.
  const peers = (points.at(-1)?.page.peers ?? 0) - (points[0]?.page.peers ?? 0);
  const warm = points.length > 4 ? 2 * every : 0;
  const perHundred = slopes(points, warm);
  const result = {
    ...{ bench: 'soak', calls: verdicts.length, wanted: calls, minutes: round(workedMin), talkSec, seed },
    ...{ at: new Date().toISOString(), ...machine() },
    sound: {
      ...{ whole: verdicts.length - faulty.length, faults: faulty.map(({ faults }) => faults.join('; ')).slice(0, 20) },
      shortMs: spread(known.map(({ shortMs }) => shortMs)),
      ...{ citizen: voice('citizen'), agent: voice('agent') },
      page: points.at(-1)?.page.sound,
    },
    leg: { channels: legs, openedAnew: peers, logins },
    memory: {
      points: points.map(({ calls: at, mb, page }) => ({ at, ...mb, nodes: page.nodes, listeners: page.listeners })),
    },
    mbPer100Calls: { after: warm, ...perHundred },
    saveMs: spread(saveMs),
    ghostsBetweenCalls: Math.max(...points.map(({ ghosts: count }) => count)),
    ...{ leftovers, troubles },
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdout.write(
    `${verdicts.length} calls on one leg in ${round(workedMin)} min: ${result.sound.whole} recordings whole with both voices, ` +
      `${legs} leg, ${peers} times opened anew, ${result.ghostsBetweenCalls} ghosts; MB for each 100 calls ${JSON.stringify(perHundred)}.\n`,
  );
}

await main();
process.exit(0);
