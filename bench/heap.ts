/**
 * What telephony keeps of its calls: living objects after a full collection, every minute of a drill with many short calls, and by who
 * made them what is left at its end of all that was made after its first minute. Prints one JSON line and a sentence.
 *
 *   node bench/heap.ts [--agents 24] [--minutes 10] [--mode progressive] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { CAMPAIGN_MODES, type CampaignMode } from '../core/rules/vocabulary.ts';
import { type CrowdShape, ordinaryCrowd } from '../dialplan/carrier/crowd.ts';
import { countUnsealed } from '../runtime/drill/queries.ts';
import { runDrill } from '../runtime/drill/run-drill.ts';
import type { StartedProduct } from '../runtime/drill/started-product.ts';
import { listenForStop } from '../runtime/stop-signals.ts';
import { type HeapUse, LiveHeap, type Made } from './live-heap.ts';
import { machine, round } from './spread.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { agents: text, minutes: text, mode: text, seed: text } });
const agents = Number(values.agents ?? 24);
const minutes = Number(values.minutes ?? 10);
const seed = Number(values.seed ?? 1);
const mode: CampaignMode = CAMPAIGN_MODES.find((known) => known === values.mode) ?? 'progressive';

const EVERY_MS = 60_000;
const shortTalk = { mean: 4, cv: 0.4 };
const crowd: CrowdShape = {
  ...ordinaryCrowd,
  ringSec: { contact: { mean: 2, cv: 0.4 }, absent: { mean: 2, cv: 0.4 }, machine: { mean: 3, cv: 0.175 } },
  walkSec: 0.5,
  machineRingLeastSec: 2,
  talkSec: { contact: shortTalk, absent: shortTalk, machine: shortTalk },
};
const short = { mean: 1, cv: 0.3 };
const note = (line: string) => process.stderr.write(`${line}\n`);

interface Point extends HeapUse {
  calls: number;
}

async function callsOf({ sql }: StartedProduct): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from call where dialled_at is not null`;
  return row?.n ?? 0;
}

async function main(): Promise<void> {
  const { signal } = listenForStop();
  const points: Point[] = [];
  let made: Made[] = [];
  let heap: LiveHeap | undefined;
  const look = async (product: StartedProduct) => {
    if (!heap) return;
    const point = { calls: await callsOf(product), ...(await heap.use()) };
    points.push(point);
    note(JSON.stringify(point));
    if (points.length === 1) await heap.watch();
  };
  const { report } = await runDrill(
    {
      ...{ agents, minutes, mode, lines: 3, answerRate: 0.3, seed, crowd, steadyMood: true },
      times: { wrapSec: { contact: short, absent: short, machine: short }, lookSec: short, paceCv: 0.1 },
      ...{ persons: Math.max(3_000, agents * minutes * 60), ringTimeoutSec: 5, trunkChannels: 3 * agents },
    },
    {
      ...{ signal, note, keep: false, cacheDir: undefined },
      watch: (product) => {
        const opened = LiveHeap.open(product.ready.pids['telephony'] ?? 0).then((live) => {
          heap = live;
        });
        opened.catch((error: Error) => note(`no heap: ${error.message}`));
        const timer = setInterval(() => void look(product).catch((error: Error) => note(error.message)), EVERY_MS);
        return () => clearInterval(timer);
      },
      afterwards: async (product) => {
        if ((await countUnsealed(product.sql)) > 0) note('some sound is not sealed yet');
        await look(product);
        if (heap) made = await heap.living();
        heap?.close();
      },
    },
  );
  const [from, to] = [points[0], points.at(-1)];
  const calls = (to?.calls ?? 0) - (from?.calls ?? 0);
  const kbPerCall = round((1_024 * ((to?.heapMb ?? 0) - (from?.heapMb ?? 0))) / Math.max(1, calls), 2);
  const result = { bench: 'heap', agents, minutes, mode, seed, at: new Date().toISOString(), ...machine() };
  const { answered, errors, leftovers } = report;
  process.stdout.write(
    `${JSON.stringify({ ...result, calls, kbPerCall, points, made, answered, errors, leftovers })}\n`,
  );
  process.stdout.write(
    `telephony's living objects went from ${from?.heapMb} to ${to?.heapMb} MB in ${calls} calls, ${kbPerCall} kB a call.\n`,
  );
}

await main();
process.exit(0);
