import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { seatAgent } from './support/agent.ts';
import { fillABusyDay } from './support/busy-day.ts';
import { logIn, type OpenedDesk, openBrowser } from './support/desk.ts';
import { faultsOf, walkByTab } from './support/keyboard.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { untilQuiet } from './support/until-quiet.ts';
import { theWorld, type World } from './support/world.ts';

/** Every page of the menus, by somebody who uses it, with what stands below it. */
const WALKS: Record<string, string[]> = {
  manager: [
    'promises/broken',
    'inbox/hand-overs',
    'lists',
    'campaigns',
    'campaigns/goals',
    'campaigns/new',
    'coverage',
    'coverage/map',
    'sms',
    'sms/new',
    'sms/templates',
    'sms/templates/new',
    'sms/uncertain',
    'recordings',
    'number-checks',
    'imports',
    'calendar',
    'calendar/windows/01',
    'notices',
    'scripts',
    'settings/dialling',
    'settings/inbound',
    'training',
    'layouts',
  ],
  officer: [
    'inbox',
    'inbox/hand-overs/report',
    'inbox/hand-overs/settings',
    'lists/new',
    'promises/settings',
    'calendar/settings',
    'settings/stops',
    'settings/disclosure',
    'settings/calls',
    'settings/money',
    'settings/history',
    'persons',
  ],
  agent: ['today', 'desk', 'hand-overs'],
  administrator: ['staff', 'health', 'sms', 'settings'],
  auditor: ['audit'],
};

describe('story: every screen by the keyboard alone', () => {
  let world: World;
  let desk: OpenedDesk;
  let personId = 0;
  let role = '';
  const faults: string[] = [];
  before(async () => {
    world = await theWorld();
    desk = await openBrowser(world.agentVoice(90));
    desk.page.on('response', (answer) => {
      if (answer.status() === 403 && answer.url().includes('/api/')) faults.push(`${role}: refused ${answer.url()}`);
    });
  });
  after(() => desk?.close());

  /** One browser for everybody, one after the other. */
  async function become(next: string): Promise<Page> {
    role = next;
    await desk.page.goto('about:blank');
    await desk.page.context().clearCookies();
    await logIn(desk.page, world.system.url, world.system.login(role));
    await desk.page.getByRole('button', { name: 'ログアウト' }).waitFor();
    personId = await fillABusyDay(world, desk.page);
    return desk.page;
  }

  async function open(page: Page, name: string): Promise<void> {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/${name}`);
    await page.locator('h1, h2').first().waitFor();
    await untilQuiet(page);
  }

  for (const [who, names] of Object.entries(WALKS)) {
    it(`Tab reaches everything on the pages of the ${who}, and shows where it is`, async function () {
      this.timeout(90_000);
      const page = await become(who);
      for (const name of [...names, ...(who === 'manager' ? [`persons/${personId}`] : [])]) {
        await open(page, name);
        faults.push(...faultsOf(`${who} ${name}`, await walkByTab(page)));
      }
    });
  }

  it('menus, choices and questions open, walk and close by keys, and give the focus back', async function () {
    this.timeout(60_000);
    const page = await become('manager');
    await open(page, 'campaigns');
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    /** What opens or closes moves the focus a moment after the key. */
    const focusComesTo = async (words: string) => {
      const isThere = (wanted: string) => document.activeElement?.textContent?.includes(wanted);
      await page.waitForFunction(isThere, words, { timeout: 5_000 }).catch(() => undefined);
      expect(await focused()).to.include(words);
    };
    // Past the menu in two presses.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('Tab');
    expect(await focused()).to.equal('メニューを飛ばして本文へ');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.tagName === 'MAIN', undefined, { timeout: 5_000 });
    // What is seldom wanted: a menu of its own.
    const more = page.getByRole('button', { name: '準備・設定' });
    await more.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: '暦' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: '暦' }).waitFor({ state: 'hidden' });
    await focusComesTo('準備・設定');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: '暦' }).waitFor();
    for (let press = 0; press < 5 && (await focused()) !== '暦'; press += 1) await page.keyboard.press('ArrowDown');
    expect(await focused()).to.equal('暦');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '暦' }).waitFor();
    // A question before what cannot be taken back: the way back has the focus, Escape takes it.
    await open(page, 'sms/templates');
    const retire = page.getByRole('button', { name: /使用を終える$/ }).first();
    await retire.focus();
    await page.keyboard.press('Enter');
    await focusComesTo('やめる');
    await page.keyboard.press('Escape');
    await focusComesTo('使用を終える');
    // A choice opens with an arrow and closes with Escape, the page stays.
    await open(page, 'sms/new');
    const subject = page.getByLabel('科目').first();
    await subject.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('option').first().waitFor({ state: 'hidden' });
    expect(page.url()).to.contain('sms/new');
  });

  it('the desk with a case: every control is reached, and shows where it is', async function () {
    this.timeout(60_000);
    const agent = await seatAgent(world, { index: 1, campaign: 'プレビュー', voiceSeed: 91 });
    try {
      faults.push(...faultsOf('desk on a break', await walkByTab(agent.page)));
      await agent.page.keyboard.press('Alt+r');
      const { person } = await agent.nextCase();
      await agent.page.getByText(person.kana).first().waitFor();
      faults.push(...faultsOf('desk with a case', await walkByTab(agent.page)));
    } finally {
      await agent.leave();
    }
    expect(await untilNothingIsLeft(world.system)).to.deep.equal(nothing);
  });

  it('finds nothing in the way', () => {
    expect(faults).to.deep.equal([]);
  });
});
