import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { watchRequests } from './until-quiet.ts';

/** Debian's browser; `CHROMIUM_BIN` names another. */
export function chromiumPath(): string {
  const found = [process.env['CHROMIUM_BIN'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path && existsSync(path),
  );
  if (!found) throw new Error('No Chromium: install the Debian package "chromium", or set CHROMIUM_BIN.');
  return found;
}

export interface OpenedDesk {
  browser: Browser;
  page: Page;
  /** Process of the browser, for stories that kill it. */
  pid: number;
  close(): Promise<void>;
}

/** A browser of its own with a microphone that plays `voiceFile` (WAV) in a loop. */
export async function openBrowser(voiceFile: string | null, size = { width: 1366, height: 768 }): Promise<OpenedDesk> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
    // A machine with no network but loopback must do.
    '--allow-loopback-in-peer-connection',
    ...(voiceFile ? [`--use-file-for-fake-audio-capture=${voiceFile}`] : []),
  ];
  const server = await chromium.launchServer({ executablePath: chromiumPath(), args, headless: true });
  const browser = await chromium.connect(server.wsEndpoint());
  const context = await browser.newContext({
    viewport: size,
    permissions: ['microphone'],
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
  });
  const page = await context.newPage();
  watchRequests(page);
  return {
    browser,
    page,
    pid: server.process().pid ?? 0,
    async close() {
      await browser.close().catch(() => undefined);
      await server.close().catch(() => undefined);
    },
  };
}

export async function logIn(
  page: Page,
  url: string,
  login: { user: string; password: string },
  button: 'ログイン' | '研修として始める' = 'ログイン',
): Promise<void> {
  await page.goto(url);
  await page.getByLabel('利用者ID').fill(login.user);
  await page.getByLabel('パスワード', { exact: true }).fill(login.password);
  await page.getByRole('button', { name: button }).click();
}

/** Past the page with what waits today. */
export async function toTheDesk(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'ログアウト' }).waitFor();
  await page.evaluate(() => {
    location.hash = '#/desk';
  });
}

/** Microphone, speaker and echo check, as a newcomer does it. */
export async function passDeviceCheck(page: Page): Promise<void> {
  await toTheDesk(page);
  await page.getByText('声が届いています').waitFor({ timeout: 15_000 });
  await page.getByRole('button', { name: '試験音を鳴らす' }).click();
  await page.getByRole('button', { name: '音が聞こえた' }).click();
  await hearOwnEcho(page);
  await page.getByRole('button', { name: '受付画面へ進む' }).click();
}

/** By way of the exchange; on a busy machine once more, as the page itself says. What came back stands in words, with its figures. */
async function hearOwnEcho(page: Page): Promise<void> {
  const told = page.getByText(/声が戻りました|声が戻りません|応答しません/);
  for (let time = 1; time <= 3; time += 1) {
    await page.getByRole('button', { name: '自分の声を聞く' }).click();
    await page
      .getByText(/つないでいます|話してみて/)
      .first()
      .waitFor({ timeout: 5_000 });
    await told.waitFor({ timeout: 20_000 });
    if (/声が戻りました。往復 \d+ ミリ秒/.test((await told.textContent()) ?? '')) return;
  }
  throw new Error(`no echo: ${await told.textContent()}`);
}

/** What the server says about this agent, asked with the page's own session. */
export async function snapshotOf(page: Page): Promise<AgentSnapshot> {
  const answer = await page.evaluate(async () => {
    const response = await fetch('/api/desk/snapshot');
    return { status: response.status, body: await response.text() };
  });
  if (answer.status !== 200) throw new Error(`snapshot: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as AgentSnapshot;
}

export async function untilSnapshot(
  page: Page,
  what: string,
  test: (snapshot: AgentSnapshot) => boolean,
  timeoutMs = 15_000,
): Promise<AgentSnapshot> {
  const deadline = Date.now() + timeoutMs;
  let last: AgentSnapshot | undefined;
  while (Date.now() < deadline) {
    last = await snapshotOf(page).catch(() => last);
    if (last && test(last)) return last;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not within ${timeoutMs} ms: ${what}; last: ${JSON.stringify(last)}`);
}

export async function untilLegProven(page: Page): Promise<AgentSnapshot> {
  return untilSnapshot(page, 'leg up and media proven', (snapshot) => snapshot.legUp && snapshot.mediaProven, 20_000);
}

export async function chooseCampaign(page: Page, name: string): Promise<void> {
  await page.locator('label.campaign', { hasText: name }).first().click();
}
