import { setTimeout as sleep } from 'node:timers/promises';
import { setCampaignState } from '../../api/campaigns/queries.ts';
import { clockFromConfig } from '../../core/platform/clock.ts';
import type { CampaignMode } from '../../core/rules/vocabulary.ts';
import { CarrierControl } from '../../dialplan/carrier/control.ts';
import type { CrowdShape } from '../../dialplan/carrier/crowd.ts';
import { leadMood, moodsOf, placeCrowd } from './city/crowd-mood.ts';
import { createAgents, createLines, type DrillLine, importCity, numbersOf } from './city/drill-city.ts';
import { type SeatedAgent, seatAgents } from './desk/seat-agents.ts';
import type { WorkingTimes } from './desk/working-times.ts';
import { type DrillReport, drillReport } from './measure/drill-report.ts';
import { type FarCall, FarSide } from './measure/far-side.ts';
import { leftoversOf } from './measure/leftovers.ts';
import { productTroubles } from './measure/product-troubles.ts';
import { countUnanswered, countUnsealed, limitTrunk, selectCalls } from './queries.ts';
import { MediaClock } from './sip/media-clock.ts';
import { type StartedProduct, startProduct } from './started-product.ts';

/** A Friday morning with the whole calling day before it. */
const CLOCK = '2026-11-20T10:00';
const LISTEN_EVERY_MS = 5_000;
/** What rings when the campaigns pause rings on to its end. */
const LAST_RING_MS = 45_000;
const SEALED_WITHIN_MS = 120_000;

export interface DrillPlan {
  agents: number;
  minutes: number;
  mode: CampaignMode;
  lines: number;
  answerRate: number;
  seed: number;
  crowd: CrowdShape;
  times: WorkingTimes;
  /** How long a telephone rings before the product gives up. */
  ringTimeoutSec: number;
  persons: number;
  trunkChannels: number;
  /** The same willingness from the first to the last second: for measuring machines, not dialling. */
  steadyMood?: boolean;
}

export interface DrillWays {
  signal: AbortSignal;
  note: (text: string) => void;
  keep: boolean;
  cacheDir: string | undefined;
  /** Called while agents work, with the product; what it returns is called when the measured time is over. */
  watch?: (product: StartedProduct) => () => void;
  /** Called when everybody has gone home and all is sealed, before the product stops. */
  afterwards?: (product: StartedProduct) => Promise<void>;
}

export interface DrillOutcome {
  report: DrillReport;
  /** Every call of the measured time, as the far side logged it. */
  far: FarCall[];
  dataDir: string;
}

/** From an empty folder to the figures and back to nothing. @throws whatever kept it from its end, after clearing up. */
export async function runDrill(plan: DrillPlan, ways: DrillWays): Promise<DrillOutcome> {
  const said: string[] = [];
  const note = (text: string) => {
    said.push(text);
    ways.note(text);
  };
  const product = await startProduct({ clock: CLOCK, ...ways, note });
  const end = new AbortController();
  const seated: SeatedAgent[] = [];
  let control: CarrierControl | undefined;
  try {
    if (!product.config.carrier) throw new Error('the product came up without its simulated network');
    control = await CarrierControl.open(product.config.carrier);
    const scene = await setTheScene(plan, product, control, note);
    const troubles: string[] = [];
    const trouble = (text: string) => {
      troubles.push(text);
      ways.note(`! ${text}`);
    };
    note(`${plan.agents} agents log in`);
    const clock = new MediaClock();
    const seats = {
      ...{ product, trouble, accounts: scene.accounts, times: plan.times, seed: plan.seed, clock },
      onSeated: (one: SeatedAgent) => seated.push(one),
    };
    await seatAgents(seats);
    const work = { plan, ways, product, control, seated, lines: scene.lines, end: end.signal, note, trouble };
    const { far, window } = await workTheDay(work);
    await sealed(product, ways.signal);
    await far.listen();
    const leftovers = await leftoversOf(product);
    troubles.push(...(await productTroubles(product.config.logDir, said)));
    const rows = await selectCalls(product.sql);
    const diaries = seated.map(({ diary }) => diary);
    const { heldUpMs } = clock;
    const report = drillReport({ far: far.calls, rows, diaries, window, leftovers, troubles, heldUpMs });
    await ways.afterwards?.(product);
    const measured = far.calls.filter(({ invitedMs }) => invitedMs >= window.fromMs && invitedMs < window.toMs);
    return { report, far: measured, dataDir: product.dataDir };
  } finally {
    end.abort();
    control?.close();
    for (const { agent } of seated) agent.abandon();
    await product.stop();
  }
}

interface Scene {
  lines: DrillLine[];
  accounts: { login: string; password: string }[];
}

async function setTheScene(
  plan: DrillPlan,
  { sql, dataDir }: StartedProduct,
  control: CarrierControl,
  note: (text: string) => void,
): Promise<Scene> {
  note(`a city of ${plan.persons} persons`);
  await importCity(sql, dataDir, plan.seed, plan.persons);
  const lines = await createLines(sql, plan);
  await limitTrunk(sql, plan.trunkChannels);
  const numbers = await numbersOf(sql, lines);
  await placeCrowd(control, numbers, plan.crowd, plan.seed);
  note(`${lines.map(({ name, targets }) => `${name} ${targets}`).join(', ')}; ${numbers.length} numbers`);
  return { lines, accounts: await createAgents(sql, plan.agents) };
}

interface Day {
  plan: DrillPlan;
  ways: DrillWays;
  product: StartedProduct;
  control: CarrierControl;
  seated: readonly SeatedAgent[];
  lines: readonly DrillLine[];
  end: AbortSignal;
  note: (text: string) => void;
  trouble: (text: string) => void;
}

async function workTheDay(day: Day): Promise<{ far: FarSide; window: { fromMs: number; toMs: number } }> {
  const { plan, ways, product, control, seated, lines, note, trouble } = day;
  const { config } = product;
  if (!config.carrier) throw new Error('no simulated network');
  const far = new FarSide(config.carrier, Date.now(), ways.keep);
  const moods = plan.steadyMood ? [plan.answerRate] : moodsOf(plan.answerRate, plan.seed, plan.minutes);
  const led = leadMood(control, moods, day.end);
  led.catch((error: Error) => trouble(`the crowd: ${error.message}`));
  await changeLines(product, lines, 'running');
  await Promise.all(seated.map(({ agent }) => agent.ready(null)));
  const fromMs = Date.now();
  note(`everybody is ready: ${plan.minutes} min`);
  const unwatch = ways.watch?.(product);
  const toMs = fromMs + plan.minutes * 60_000;
  while (Date.now() < toMs) {
    await sleep(Math.max(1, Math.min(LISTEN_EVERY_MS, toMs - Date.now())), undefined, { signal: ways.signal });
    await far.listen();
  }
  unwatch?.();
  note('the end of the day');
  await changeLines(product, lines, 'paused');
  for (const deadline = Date.now() + LAST_RING_MS; Date.now() < deadline; await sleep(500))
    if ((await countUnanswered(product.sql)) === 0) break;
  await goHome(seated, trouble);
  return { far, window: { fromMs, toMs } };
}

async function changeLines(
  { sql, config }: StartedProduct,
  lines: readonly DrillLine[],
  state: 'running' | 'paused',
): Promise<void> {
  const now = clockFromConfig(config.clock).now();
  for (const { campaignId } of lines) await setCampaignState(sql, campaignId, state, now);
}

async function goHome(seated: readonly SeatedAgent[], trouble: (text: string) => void): Promise<void> {
  const told = (what: string) => (error: Error) => trouble(`${what}: ${error.message}`);
  await Promise.all(seated.map(({ agent }) => agent.pause().catch(told('break'))));
  await Promise.all(seated.map(({ agent }) => agent.leave().catch(told('log-out'))));
}

/** The worker takes up a recording seconds after its call. */
async function sealed({ sql }: StartedProduct, signal: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + SEALED_WITHIN_MS; Date.now() < deadline; ) {
    if ((await countUnsealed(sql)) === 0) return;
    await sleep(500, undefined, { signal });
  }
}
