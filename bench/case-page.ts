/**
 * The case page over a whole city: what the api takes to answer, and how long an agent waits from the key to the next case with its amounts
 * on the screen, in a real browser; then a person's page. Prints one JSON line and a sentence.
 *
 *   node bench/case-page.ts [--persons 100000] [--items 10] [--cases 200] [--seed 1]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { DeskSession } from '../runtime/drill/desk/desk-session.ts';
import { type StartedProduct, startProduct } from '../runtime/drill/started-product.ts';
import { listenForStop } from '../runtime/stop-signals.ts';
import { chooseCampaign, logIn, openBrowser, passDeviceCheck, untilLegProven } from '../test/stories/support/desk.ts';
import { patternTone, writeWav } from '../test/support/sound.ts';
import { type BigCity, fillCity } from './case-page/big-city.ts';
import { type Answer, buildInClocks, timeNextCase, timePerson } from './case-page/drawn.ts';
import { loadOf } from './process-load.ts';
import { machine, quantile, round } from './spread.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { persons: text, items: text, cases: text, seed: text } });
const persons = Number(values.persons ?? 100_000);
const itemsPerPerson = Number(values.items ?? 10);
const cases = Number(values.cases ?? 200);
const seed = Number(values.seed ?? 1);

const CLOCK = '2026-11-20T10:00';
const CASE_WITHIN_MS = 20_000;
/** The first few warm plans, caches and the page's own code: they are told apart. */
const WARM_UP = 10;
const note = (line: string) => process.stderr.write(`${line}\n`);

/** Preview, one case after the other passed over with its reason: each brings the next. */
async function overTheDesk(product: StartedProduct, city: BigCity): Promise<{ drawnMs: number[]; answers: Answer[] }> {
  const voice = join(product.dataDir, 'voice.wav');
  writeFileSync(voice, writeWav(patternTone({ rate: 48_000, hertz: 440, seconds: 20, seed })));
  const { page, close } = await openBrowser(voice);
  try {
    await buildInClocks(page);
    await logIn(page, product.ready.url, { user: city.agent.login, password: city.agent.password });
    await passDeviceCheck(page);
    await untilLegProven(page);
    await chooseCampaign(page, city.campaign);
    await page.keyboard.press('Alt+r');
    await page.locator('.person-no').first().waitFor({ timeout: CASE_WITHIN_MS });
    for (let done = 0; done < cases + WARM_UP; done += 1) {
      await timeNextCase(page, '1');
      await page.keyboard.press('Alt+s');
      await page.keyboard.press('1');
      await untilDrawn(page, done + 1);
      if (done % 50 === 0) note(`case ${done}`);
      await sleep(100);
    }
    const drawnMs = await page.evaluate(() => window.benchDrawn);
    return { drawnMs: drawnMs.slice(WARM_UP), answers: await page.evaluate(() => window.benchAnswers) };
  } finally {
    await close();
  }
}

async function untilDrawn(page: Page, count: number): Promise<void> {
  for (const deadline = Date.now() + CASE_WITHIN_MS; Date.now() < deadline; await sleep(30))
    if ((await page.evaluate(() => window.benchDrawn.length)) >= count) return;
  throw new Error(`case ${count} was not drawn: ${((await page.locator('body').textContent()) ?? '').slice(0, 400)}`);
}

/** Desk work: a person's page, opened by its address. */
async function overThePersons(
  product: StartedProduct,
  city: BigCity,
): Promise<{ drawnMs: number[]; answers: Answer[] }> {
  const { page, close } = await openBrowser(null);
  try {
    await buildInClocks(page);
    await logIn(page, product.ready.url, { user: city.officer.login, password: city.officer.password });
    await page.getByRole('button', { name: 'ログアウト' }).waitFor();
    const drawnMs: number[] = [];
    for (const id of city.persons.slice(0, cases + WARM_UP)) {
      drawnMs.push(await timePerson(page, id));
      await sleep(50);
    }
    return { drawnMs: drawnMs.slice(WARM_UP), answers: await page.evaluate(() => window.benchAnswers) };
  } finally {
    await close();
  }
}

interface Alone {
  ms: number[];
  /** Processor time for each answer: what the clock shows without the load beside it. */
  cpuMs: { api: number; database: number };
}

/** The api alone, no browser beside it: other persons than the page has read. */
async function alone(product: StartedProduct, city: BigCity): Promise<{ person: Alone; debt: Alone }> {
  const session = await DeskSession.logIn(product.ready.url, city.officer);
  const { api = 0, postgres = 0 } = product.ready.pids;
  const used = () => loadOf({ api, postgres });
  const asked = async (path: (id: number) => string): Promise<Alone> => {
    const all = city.persons.slice(cases);
    for (const id of all.slice(0, WARM_UP)) await session.get(path(id));
    const before = used();
    const ms: number[] = [];
    for (const id of all.slice(WARM_UP)) {
      const from = performance.now();
      await session.get(path(id));
      ms.push(performance.now() - from);
    }
    const after = used();
    const each = (name: string) =>
      round((1_000 * ((after[name]?.cpuSec ?? 0) - (before[name]?.cpuSec ?? 0))) / ms.length);
    return { ms, cpuMs: { api: each('api'), database: each('postgres') } };
  };
  const person = await asked((id) => `/api/persons/${id}`);
  const debt = await asked((id) => `/api/persons/${id}/debt`);
  await session.logOut();
  return { person, debt };
}

async function main(): Promise<void> {
  const { signal } = listenForStop();
  const product = await startProduct({ clock: CLOCK, cacheDir: undefined, keep: false, signal, note });
  try {
    note(`a city of ${persons} persons`);
    const size = { persons, itemsPerPerson, seed, sample: 2 * (cases + WARM_UP) };
    const city = await fillCity(product, size);
    note(`${city.items} installments`);
    const bare = await alone(product, city);
    const desk = await overTheDesk(product, city);
    const person = await overThePersons(product, city);
    tell(city, bare, desk, person);
  } finally {
    await product.stop();
  }
}

const figures = (ms: readonly number[]) => ({
  n: ms.length,
  p50: round(quantile(ms, 0.5)),
  p95: round(quantile(ms, 0.95)),
  p99: round(quantile(ms, 0.99)),
  worst: round(Math.max(...ms)),
});

function tell(
  city: BigCity,
  bare: Awaited<ReturnType<typeof alone>>,
  desk: Awaited<ReturnType<typeof overTheDesk>>,
  person: Awaited<ReturnType<typeof overThePersons>>,
): void {
  const answered = (answers: readonly Answer[], path: RegExp) =>
    figures(
      answers
        .filter((one) => path.test(one.path))
        .map(({ ms }) => ms)
        .slice(WARM_UP),
    );
  const result = {
    ...{ bench: 'case-page', persons, items: city.items, cases, seed, at: new Date().toISOString(), ...machine() },
    desk: {
      keyToDrawnMs: figures(desk.drawnMs),
      caseAnswerMs: answered(desk.answers, /^\/api\/desk\/case\/\d+$/),
      debtAnswerMs: answered(desk.answers, /^\/api\/desk\/case\/\d+\/debt$/),
      skipAnswerMs: answered(desk.answers, /^\/api\/desk\/skip$/),
    },
    personPage: {
      navigationToDrawnMs: figures(person.drawnMs),
      answerMs: answered(person.answers, /^\/api\/persons\/\d+$/),
    },
    apiAlone: {
      person: { ...figures(bare.person.ms), cpuMs: bare.person.cpuMs },
      debt: { ...figures(bare.debt.ms), cpuMs: bare.debt.cpuMs },
    },
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdout.write(
    `Over ${city.items.toLocaleString('en')} installments the case takes the api ${result.desk.caseAnswerMs.p50} ms in the middle and ` +
      `${result.desk.caseAnswerMs.p95} at p95, its amounts ${result.desk.debtAnswerMs.p95}; from the key to the next case drawn with its ` +
      `amounts ${result.desk.keyToDrawnMs.p50} and ${result.desk.keyToDrawnMs.p95} ms; a person's page ${result.personPage.navigationToDrawnMs.p95} ms at p95.\n`,
  );
}

await main();
process.exit(0);
