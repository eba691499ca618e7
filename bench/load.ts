/**
 * P3: so many calls a minute for so many minutes through the whole product, three in ten answered, every answered call recorded; then the
 * very same calls at the same moments by Asterisk alone. CPU (utime + stime, with children) and memory of each process, and whether
 * anything was lost, stuck or locked. Prints one JSON line and a sentence.
 *
 *   node bench/load.ts [--minutes 10] [--per-minute 300] [--agents N] [--mode progressive] [--seed 1] [--without-calls-alone]
 */
import { parseArgs } from 'node:util';
import { CAMPAIGN_MODES, type CampaignMode } from '../core/rules/vocabulary.ts';
import { type CrowdShape, ordinaryCrowd } from '../dialplan/carrier/crowd.ts';
import type { WorkingTimes } from '../runtime/drill/desk/working-times.ts';
import type { DrillReport } from '../runtime/drill/measure/drill-report.ts';
import type { FarCall } from '../runtime/drill/measure/far-side.ts';
import { runDrill } from '../runtime/drill/run-drill.ts';
import type { StartedProduct } from '../runtime/drill/started-product.ts';
import { listenForStop } from '../runtime/stop-signals.ts';
import { type BareResult, bareAsterisk, type MixCall } from './bare-asterisk.ts';
import { type LoadSeries, watchLoad } from './process-load.ts';
import { machine, round } from './spread.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    ...{ minutes: text, 'per-minute': text, agents: text, mode: text, seed: text },
    'without-calls-alone': { type: 'boolean' },
  },
});
const minutes = Number(values.minutes ?? 10);
const perMinute = Number(values['per-minute'] ?? 300);
/** One agent makes about five of these short calls a minute. */
const agents = Number(values.agents ?? Math.ceil(perMinute / 4.9));
const seed = Number(values.seed ?? 1);
const mode: CampaignMode = CAMPAIGN_MODES.find((known) => known === values.mode) ?? 'progressive';

const ANSWER_RATE = 0.3;
/** Short, so that few agents make many calls: a telephone that nobody answers is given up after eight seconds. */
const RING_TIMEOUT_SEC = 8;
const shortTalk = { mean: 9, cv: 0.4 };
const crowd: CrowdShape = {
  ...ordinaryCrowd,
  ringSec: { contact: { mean: 2, cv: 0.4 }, absent: { mean: 2, cv: 0.4 }, machine: { mean: 4, cv: 0.175 } },
  walkSec: 0.5,
  machineRingLeastSec: 2,
  talkSec: { contact: shortTalk, absent: shortTalk, machine: shortTalk },
};
const shortWrap = { mean: 1.5, cv: 0.3 };
const times: WorkingTimes = {
  wrapSec: { contact: shortWrap, absent: shortWrap, machine: shortWrap },
  lookSec: { mean: 1, cv: 0.3 },
  paceCv: 0.1,
};

const LINES = 3;
/** About a sixth of the city owes on each of the three subjects that owe most; nobody is called twice in so short a time. */
const persons = Math.min(200_000, Math.max(3_000, Math.ceil(perMinute * minutes * 6)));

async function deadlocks({ sql }: StartedProduct): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select deadlocks::int as n from pg_stat_database where datname = current_database()`;
  return row?.n ?? 0;
}

/** The calls of the measured time as the far side saw them, to be repeated by the other arm. */
function mixOf(far: readonly FarCall[]): MixCall[] {
  const sorted = [...far].sort((a, b) => a.invitedMs - b.invitedMs);
  const first = sorted[0]?.invitedMs ?? 0;
  const seen = new Map<string, number>();
  return sorted.map(({ called, invitedMs }) => {
    const attempt = (seen.get(called) ?? 0) + 1;
    seen.set(called, attempt);
    return { number: called, atMs: invitedMs - first, attempt };
  });
}

/** The longest time in which no new call was placed, in seconds: a lock or a stall would show here. */
function longestPause(mix: readonly MixCall[]): number {
  return Math.max(0, ...mix.slice(1).map(({ atMs }, index) => atMs - (mix[index]?.atMs ?? 0))) / 1_000;
}

const rounded = (series: Record<string, number>) =>
  Object.fromEntries(Object.entries(series).map(([name, value]) => [name, round(value)]));
const seriesOf = ({ seconds, cpuSec, ownMb }: LoadSeries) => ({
  seconds: round(seconds),
  cpuSec: rounded(cpuSec),
  ownMb: Object.fromEntries(Object.entries(ownMb).map(([name, values]) => [name, rounded({ ...values })])),
});

async function main(): Promise<void> {
  const stop = listenForStop();
  const { signal } = stop;
  const note = (line: string) => process.stderr.write(`${line}\n`);
  let load: LoadSeries | undefined;
  let locked = 0;
  const plan = {
    ...{ agents, minutes, mode, lines: LINES, answerRate: ANSWER_RATE, seed, crowd, times, persons },
    ...{ ringTimeoutSec: RING_TIMEOUT_SEC, trunkChannels: 3 * agents, steadyMood: true },
  };
  const { report, far } = await runDrill(plan, {
    ...{ signal, note, keep: false, cacheDir: undefined },
    watch: (product) => {
      const { launcher: _, watchdog: __, ...pids } = product.ready.pids;
      const end = watchLoad(pids);
      return () => {
        load = end();
      };
    },
    afterwards: async (product) => {
      locked = await deadlocks(product);
    },
  });
  if (!load) throw new Error('the load was not measured');
  // Said before the other arm begins: whatever becomes of that one, this one was measured.
  note(`product: ${JSON.stringify({ calls: report.calls, answered: report.answered, cpuSec: rounded(load.cpuSec) })}`);
  const mix = mixOf(far);
  const about = { crowd, seed, answerRate: ANSWER_RATE, ringTimeoutSec: RING_TIMEOUT_SEC, signal };
  note(`bare Asterisk: the same ${mix.length} calls beside the same telephones`);
  const bare = await bareAsterisk(mix, { ...about, agents });
  let callsOnly: BareResult | undefined;
  if (!values['without-calls-alone']) {
    note('bare Asterisk: the calls alone');
    callsOnly = await bareAsterisk(mix, { ...about, agents: 0 });
  }
  tell({ report, load, mix, bare, callsOnly, locked });
}

function tell(all: {
  report: DrillReport;
  load: LoadSeries;
  mix: readonly MixCall[];
  bare: BareResult;
  callsOnly: BareResult | undefined;
  locked: number;
}): void {
  const { report, load, mix, bare, callsOnly, locked } = all;
  const { pbx = 0, telephony = 0, api = 0, worker = 0, postgres = 0 } = load.cpuSec;
  const alone = (arm: BareResult) => arm.load.cpuSec['pbx'] ?? Number.NaN;
  const against = (cpuSec: number, arm: BareResult) => round(cpuSec / alone(arm), 2);
  const everything = pbx + telephony + api + worker + postgres;
  const ratios = {
    exchange: against(pbx, bare),
    callControl: against(pbx + telephony, bare),
    everything: against(everything, bare),
    ...(callsOnly && {
      callControlToCallsOnly: against(pbx + telephony, callsOnly),
      everythingToCallsOnly: against(everything, callsOnly),
    }),
  };
  const perMinuteDone = round(report.calls / minutes);
  const arm = ({ load: series, ...counts }: BareResult) => ({ ...counts, ...seriesOf(series) });
  const msPerCall = Object.entries(load.cpuSec).map(([name, sec]) => [
    name,
    round((1_000 * sec) / Math.max(1, report.calls)),
  ]);
  const result = {
    ...{ bench: 'load', agents, minutes, mode, seed, perMinute: perMinuteDone, answerRate: ANSWER_RATE },
    ...{
      at: new Date().toISOString(),
      ...machine(),
      product: seriesOf(load),
      bare: arm(bare),
      ...(callsOnly && { callsOnly: arm(callsOnly) }),
    },
    ...{ msPerCall: Object.fromEntries(msPerCall), ratios, longestPauseSec: round(longestPause(mix)) },
    ...{ deadlocks: locked, report },
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  const { recordings, leftovers, errors } = report;
  process.stdout.write(
    `${perMinuteDone} calls a minute for ${minutes} min, ${report.answered} answered, ${recordings.complete} of ` +
      `${recordings.expected} recorded whole, ${errors} errors, ${locked} deadlocks, ${leftovers.leases} leases left: exchange and ` +
      `controller took ${ratios.callControl} × the CPU of Asterisk alone on the same calls beside the same telephones (with api, worker and ` +
      `database ${ratios.everything} ×), goal 1.5 ×, ${ratios.callControl <= 1.5 ? 'met' : 'missed'}.\n`,
  );
}

await main();
