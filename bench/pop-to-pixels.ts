/**
 * A citizen's call to the agent's eyes: from the INVITE that the simulated network sends to the frame in which the desk shows the number and
 * who it may be, over a whole city, in a real browser. Beside it, in the same browser, a WebSocket echo that draws its answer: what no
 * product can be faster than. Prints one JSON line and a sentence.
 *
 *   node bench/pop-to-pixels.ts [--persons 100000] [--items 10] [--calls 200] [--seed 1]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { CarrierControl } from '../dialplan/carrier/control.ts';
import { readCarrierLog } from '../dialplan/carrier/log.ts';
import { type StartedProduct, startProduct } from '../runtime/drill/started-product.ts';
import { listenForStop } from '../runtime/stop-signals.ts';
import {
  chooseCampaign,
  logIn,
  openBrowser,
  passDeviceCheck,
  snapshotOf,
  untilLegProven,
  untilSnapshot,
} from '../test/stories/support/desk.ts';
import { patternTone, writeWav } from '../test/support/sound.ts';
import { type BigCity, fillCity } from './case-page/big-city.ts';
import { drawnEchoes } from './drawn-echo.ts';
import { figures, machine } from './spread.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { persons: text, items: text, calls: text, seed: text } });
const persons = Number(values.persons ?? 100_000);
const itemsPerPerson = Number(values.items ?? 10);
const calls = Number(values.calls ?? 200);
const seed = Number(values.seed ?? 1);

const CLOCK = '2026-11-20T10:00';
const POP_WITHIN_MS = 15_000;
/** The first few warm plans, caches and the page's own code. */
const WARM_UP = 10;
const note = (line: string) => process.stderr.write(`${line}\n`);

declare global {
  interface Window {
    /** By number: epoch ms of the second frame after number and candidates stood. */
    benchPops: Record<string, number>;
    benchEchoes: number[];
  }
}

/** A clock built into the page: nothing of the driver's own way is in the figures. */
async function buildInEyes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.benchPops = {};
    const look = () => {
      const number = (document.querySelector('.inbound-number')?.textContent ?? '').replaceAll(/\D/g, '');
      if (number === '' || window.benchPops[number] || !document.querySelector('.candidates li')) return;
      window.benchPops[number] = -1;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          window.benchPops[number] = performance.timeOrigin + performance.now();
        }),
      );
    };
    addEventListener('DOMContentLoaded', () =>
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true }),
    );
  });
}

interface Line {
  callerId: string;
  numbers: string[];
}

/** Nobody is called by us; who calls has one number each, known to the line. */
async function prepareLine({ sql }: StartedProduct, city: BigCity): Promise<Line> {
  const [line] = await sql<{ id: string; callerId: string }[]>`
    update campaign c set state = 'paused' from subject s where c.name = ${city.campaign} and s.id = c.subject_id
    returning s.id, s.caller_id as "callerId"`;
  if (!line) throw new Error('the city has no line');
  // The product's own notice: the citizen hangs up in it, and the agent has nothing to write.
  await sql`insert into setting (key, value) values ('inbound', ${sql.json({ noticeText: null })})`;
  const rows = await sql<{ digits: string }[]>`
    select n.digits from phone_number n join person p on p.id = n.person_id
    where n.gone_at is null and n.digits ~ '^0[5-9]0[0-9]{8}$' and not p.shielded and p.deceased_on is null
      and exists (select 1 from arrears_item a where a.person_id = p.id and a.subject_id = ${line.id})
      and n.source_subject_id in (select o.id from subject o join subject l on l.sharing_group = o.sharing_group where l.id = ${line.id})
    group by n.digits order by md5(n.digits || ${String(seed)}) limit ${calls + WARM_UP}`;
  return { callerId: line.callerId, numbers: rows.map(({ digits }) => digits) };
}

async function takeCalls(product: StartedProduct, page: Page, line: Line): Promise<Record<string, number>> {
  const { carrier } = product.config;
  if (!carrier) throw new Error('no simulated network');
  const control = await CarrierControl.open(carrier);
  try {
    for (const [index, from] of line.numbers.entries()) {
      await control.originate({ from, to: line.callerId, behaviour: 'tone;talk=2' });
      for (const deadline = Date.now() + POP_WITHIN_MS; ; await sleep(50)) {
        if ((await page.evaluate((number) => window.benchPops[number] ?? 0, from)) > 0) break;
        if (Date.now() > deadline)
          throw new Error(`no pop for call ${index}: ${JSON.stringify(await snapshotOf(page))}`);
      }
      await untilSnapshot(page, 'free again', ({ state, call }) => state === 'available' && call === null);
      if (index % 50 === 0) note(`call ${index}`);
    }
    return await page.evaluate(() => window.benchPops);
  } finally {
    control.close();
  }
}

interface Way {
  /** From the INVITE, ms. */
  pop: number;
  /** To our 200. */
  answer: number;
}

async function waysOf(product: StartedProduct, line: Line, pops: Record<string, number>): Promise<Way[]> {
  await sleep(1_000);
  const legs = new Map((await readCarrierLog(product.config.carrier?.logFile ?? '')).map((leg) => [leg.from, leg]));
  return line.numbers.slice(WARM_UP).map((number) => {
    const leg = legs.get(number);
    const drawn = pops[number];
    if (!leg?.answeredMs || drawn === undefined) throw new Error(`the network has no answered call of ${number}`);
    return { pop: drawn - leg.invitedMs, answer: leg.answeredMs - leg.invitedMs };
  });
}

async function main(): Promise<void> {
  const { signal } = listenForStop();
  const product = await startProduct({ clock: CLOCK, cacheDir: undefined, keep: false, signal, note });
  try {
    const city = await fillCity(product, { persons, itemsPerPerson, seed, sample: 1 });
    note(`${city.items} installments`);
    const line = await prepareLine(product, city);
    const voice = join(product.dataDir, 'voice.wav');
    writeFileSync(voice, writeWav(patternTone({ rate: 48_000, hertz: 440, seconds: 20, seed })));
    const { page, browser, close } = await openBrowser(voice);
    try {
      await buildInEyes(page);
      await logIn(page, product.ready.url, { user: city.agent.login, password: city.agent.password });
      await passDeviceCheck(page);
      await untilLegProven(page);
      await chooseCampaign(page, 'おまかせ');
      await page.keyboard.press('Alt+r');
      await untilSnapshot(page, 'free', ({ state }) => state === 'available');
      const pops = await takeCalls(product, page, line);
      const ways = await waysOf(product, line, pops);
      const echo = await drawnEchoes(await (await browser.newContext()).newPage(), calls);
      tell(city, ways, echo);
    } finally {
      await close();
    }
  } finally {
    await product.stop();
  }
}

function tell(city: BigCity, ways: readonly Way[], echo: readonly number[]): void {
  const pop = figures(ways.map((way) => way.pop));
  const answer = figures(ways.map((way) => way.answer));
  const result = {
    ...{ bench: 'pop-to-pixels', persons, items: city.items, seed, at: new Date().toISOString(), ...machine() },
    ...{ inviteToPixelsMs: pop, inviteToAnswerMs: answer, echoToPixelsMs: figures(echo), goalMs: 100 },
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdout.write(
    `From the INVITE to the drawn pop ${pop.p50} ms in the middle, ${pop.p99} at p99 of ${pop.n} calls; to our answer ${answer.p50} and ` +
      `${answer.p99}; an echo drawn by the same browser ${result.echoToPixelsMs.p50} and ${result.echoToPixelsMs.p99}.\n`,
  );
}

await main();
process.exit(0);
