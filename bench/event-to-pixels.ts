/**
 * From an event of the exchange to the agent's eyes: thirty agents at work, one of them in a real browser. An answer and the end of a talk are
 * timed from the exchange's own stamp to the second frame in which the desk shows the new state; beside it, all the while, an empty page of
 * the same browser draws the echo of a WebSocket. Prints one JSON line and a sentence.
 *
 *   node bench/event-to-pixels.ts [--agents 30] [--minutes 6] [--seed 1]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { createStaff } from '../api/staff/create-staff.ts';
import { newSecret } from '../core/platform/ids.ts';
import type { CrowdShape } from '../dialplan/carrier/crowd.ts';
import { ordinaryCrowd } from '../dialplan/carrier/crowd.ts';
import { runDrill } from '../runtime/drill/run-drill.ts';
import type { StartedProduct } from '../runtime/drill/started-product.ts';
import { listenForStop } from '../runtime/stop-signals.ts';
import { patternTone, writeWav } from '../test/support/sound.ts';
import { drawnEchoes } from './drawn-echo.ts';
import { SoakDesk } from './soak/soak-desk.ts';
import { figures, machine, round } from './spread.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { agents: text, minutes: text, seed: text } });
const agents = Number(values.agents ?? 30);
const minutes = Number(values.minutes ?? 6);
const seed = Number(values.seed ?? 1);

const LOGIN = 'eyes';
/** One frame of the screen. */
const FRAME_MS = 1_000 / 60;
const GOAL_RATIO = 1.5;
/** The first few warm plans, caches and the page's own code. */
const WARM_UP = 6;
/** A state that was not drawn by then is counted as never drawn. */
const DRAWN_WITHIN_MS = 10_000;
const note = (line: string) => process.stderr.write(`${line}\n`);

/** Nearly everybody answers at once and says little: the one page is to see many events. The other agents write for longer. */
const ring = { mean: 1, cv: 0.3 };
const talk = { mean: 3, cv: 0.3 };
const crowd: CrowdShape = {
  ...ordinaryCrowd,
  ringSec: { contact: ring, absent: ring, machine: ring },
  walkSec: 0.2,
  machineRingLeastSec: 0.5,
  talkSec: { contact: talk, absent: talk, machine: talk },
};
const wrap = { mean: 12, cv: 0.3 };
const times = { wrapSec: { contact: wrap, absent: wrap, machine: wrap }, lookSec: { mean: 1, cv: 0.3 }, paceCv: 0.1 };

declare global {
  interface Window {
    benchStates: { state: string; atMs: number }[];
  }
}

/** A clock built into the page: nothing of the driver's own way is in the figures. */
async function buildInEyes(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.benchStates = [];
    let shown = '';
    const look = () => {
      const state = document.querySelector<HTMLElement>('.state[data-state]')?.dataset['state'] ?? '';
      if (state === shown) return;
      shown = state;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          window.benchStates.push({ state, atMs: performance.timeOrigin + performance.now() });
        }),
      );
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}

interface Seen {
  states: Window['benchStates'];
  echoes: number[];
}

/** One more agent, in a browser, until `over`. */
async function lookOn(product: StartedProduct, over: AbortSignal): Promise<Seen> {
  const account = { login: LOGIN, password: newSecret(96) };
  await createStaff(product.sql, { ...account, displayName: '目', role: 'agent', seatNo: 900 });
  const agentVoice = join(product.dataDir, 'voice.wav');
  writeFileSync(agentVoice, writeWav(patternTone({ rate: 48_000, hertz: 440, seconds: 20, seed })));
  const desk = await SoakDesk.sit({ product, account, campaign: 'おまかせ', agentVoice });
  try {
    const { page, browser } = desk.opened;
    await buildInEyes(page);
    const echoes = echoUntil(await (await browser.newContext()).newPage(), over);
    await desk.ready();
    while (!over.aborted) {
      const callId = await Promise.race([desk.untilWrapUp(), ended(over)]);
      if (callId === undefined) break;
      await desk.save(callId);
    }
    return { states: await page.evaluate(() => window.benchStates), echoes: await echoes };
  } finally {
    await desk.leave();
  }
}

async function echoUntil(page: Page, over: AbortSignal): Promise<number[]> {
  const taken: number[] = [];
  while (!over.aborted) {
    taken.push(...(await drawnEchoes(page, 5, 100)));
    await sleep(100);
  }
  return taken;
}

const ended = (signal: AbortSignal) =>
  new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));

/** Each answer and each end of the page's calls, and when it was drawn. */
async function delaysOf({ sql }: StartedProduct, { states }: Seen) {
  const calls = await sql<{ answeredMs: number; endedMs: number | null }[]>`
    select c.answered_real_ms::float8 as "answeredMs", c.ended_real_ms::float8 as "endedMs" from call c
      join staff_account s on s.id = c.agent_id
    where s.login = ${LOGIN} and c.answered_real_ms is not null and c.direction = 'outbound' order by c.answered_real_ms`;
  const drawn = (state: string, fromMs: number) =>
    states.find((one) => one.state === state && one.atMs >= fromMs && one.atMs < fromMs + DRAWN_WITHIN_MS)?.atMs;
  const events = calls.flatMap(({ answeredMs, endedMs }) => [
    { state: 'talking', atMs: answeredMs },
    ...(endedMs === null ? [] : [{ state: 'wrap_up', atMs: endedMs }]),
  ]);
  const first = states[0]?.atMs ?? Number.POSITIVE_INFINITY;
  const last = states.at(-1)?.atMs ?? 0;
  const seen = events.filter(({ atMs }) => atMs > first && atMs < last).slice(WARM_UP);
  const ms = seen.flatMap(({ state, atMs }) => {
    const at = drawn(state, atMs);
    return at === undefined ? [] : [at - atMs];
  });
  return { ms, never: seen.length - ms.length };
}

async function main(): Promise<void> {
  const { signal } = listenForStop();
  const over = new AbortController();
  let looking: Promise<Seen> | undefined;
  let told: Awaited<ReturnType<typeof delaysOf>> & { echoes: number[] } = { ms: [], never: 0, echoes: [] };
  const others = agents - 1;
  const plan = {
    ...({ agents: others, minutes, mode: 'progressive', lines: 3, answerRate: 0.95, seed, crowd, times } as const),
    ...{
      persons: Math.max(3_000, agents * minutes * 60),
      ringTimeoutSec: 8,
      trunkChannels: 3 * agents,
      steadyMood: true,
    },
  };
  const { report } = await runDrill(plan, {
    ...{ signal, note, keep: false, cacheDir: undefined },
    watch: (product) => {
      looking = lookOn(product, over.signal);
      looking.catch((error: Error) => note(`! ${error.message}`));
      return () => over.abort();
    },
    afterwards: async (product) => {
      const seen = await looking;
      if (seen) told = { ...(await delaysOf(product, seen)), echoes: seen.echoes };
    },
  });
  const [event, echo] = [figures(told.ms), figures(told.echoes)];
  const limitMs = round(GOAL_RATIO * echo.p99 + FRAME_MS);
  const result = {
    ...{ bench: 'event-to-pixels', agents, minutes, seed, at: new Date().toISOString(), ...machine() },
    ...{ calls: report.calls, answered: report.answered, eventToSocketMs: report.eventMs },
    ...{ eventToPixelsMs: event, neverDrawn: told.never, echoToPixelsMs: echo, limitMs },
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdout.write(
    `From the exchange's event to the drawn state ${event.p50} ms in the middle, ${event.p99} at p99 of ${event.n}, ${told.never} never drawn; ` +
      `an echo drawn by the same browser ${echo.p50} and ${echo.p99}: goal ${limitMs}, ${event.p99 <= limitMs ? 'met' : 'missed'}.\n`,
  );
}

await main();
process.exit(0);
