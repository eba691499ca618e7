import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { logIn, openBrowser } from './support/desk.ts';
import { lookAt, sizes } from './support/look.ts';
import { theWorld, type World } from './support/world.ts';

/** A month that the demo city has not decided about. */
const MONTH = '2027-02';

describe('story: a month of the calendar, by keyboard, from the pattern of the last to the city’s yes', () => {
  let world: World;
  let manager: Awaited<ReturnType<typeof openBrowser>>;
  let officer: Awaited<ReturnType<typeof openBrowser>>;
  before(async () => {
    world = await theWorld();
    manager = await openBrowser(null);
    officer = await openBrowser(null);
    await logIn(manager.page, world.system.url, world.system.login('manager'));
    await logIn(officer.page, world.system.url, world.system.login('officer'));
    for (const { page } of [manager, officer]) await page.getByRole('button', { name: 'ログアウト' }).waitFor();
  });
  after(async () => {
    await manager?.close();
    await officer?.close();
  });

  const rows = () => world.system.sql<{ version: number; state: string; days: { date: string; kind: string }[] }[]>`
    select version, state, days from calendar_month where month = ${`${MONTH}-01`}::date order by version`;
  const day = (page: Page, date: string) => page.locator(`[data-date="${MONTH}-${date}"]`);
  /** The figure in the row of a language, as the page counts it. */
  const interpreters = async (page: Page, language: string): Promise<number> => {
    const row = page.getByRole('row', { name: new RegExp(`通訳 ${language}`) });
    const figure = await row.locator('td').first().textContent();
    return Number(/\d+/.exec(figure ?? '')?.[0]);
  };

  it('the manager plans it and cannot ask before it is right', async function () {
    this.timeout(90_000);
    const { page } = manager;
    await page.goto(`${world.system.url}/#/calendar/${MONTH}`);
    await day(page, '01').click();
    await page.keyboard.press('p');
    await page.getByText('未保存').waitFor();
    await page.getByText(/ベトナム語の通訳の日が/).waitFor();
    const ask = page.getByRole('button', { name: '市に承認を依頼' });
    expect(await ask.isDisabled(), 'a month without its interpreters').to.equal(true);
    // Mondays, from the 1st down: the arrows lead, V sets, until the rule is content.
    for (let week = 0; (await interpreters(page, 'ベトナム語')) < 4 && week < 4; week += 1) {
      await page.keyboard.press('v');
      await page.keyboard.press('ArrowDown');
    }
    await page.getByText('規則に反するところはありません').waitFor();
    // 建国記念の日: the key is refused in words, and nothing changes.
    await day(page, '11').click();
    await page.keyboard.press('2');
    await page.getByText('2月11日(木)は国民の祝日のため変えられません').waitFor();
    // 第2土曜 till noon: the day says what changed and what it was.
    await day(page, '13').click();
    await page.keyboard.press('3');
    expect(await day(page, '13').textContent())
      .to.include('半日')
      .and.include('変更')
      .and.include('前: 週休日');
    await page.keyboard.press('Control+s');
    await page.getByText('下書きを保存しました').waitFor();
    expect((await rows()).map(({ version, state }) => [version, state])).to.deep.equal([[1, 'draft']]);
    await ask.click();
    await page.getByText('第1版の承認を依頼しました').waitFor();
    expect((await rows())[0]?.state).to.equal('requested');
    for (const size of sizes) {
      const { axe, sideways } = await lookAt(page, 'calendar-asked', size);
      expect([...axe, ...sideways]).to.deep.equal([]);
    }
  });

  it('the officer says yes in the inbox, and both see that it counts', async function () {
    this.timeout(60_000);
    const { page } = officer;
    await page.goto(`${world.system.url}/#/inbox`);
    await page.getByText('2027年2月の業務日').first().click();
    await page.getByText('12:00まで').waitFor();
    await page.locator('h1').click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const deadline = Date.now() + 10_000;
    while ((await rows())[0]?.state !== 'approved' && Date.now() < deadline) await page.waitForTimeout(100);
    const [approved] = await rows();
    expect(approved?.state).to.equal('approved');
    expect(approved?.days.find(({ date }) => date === `${MONTH}-13`)?.kind).to.equal('half');
    await manager.page.reload();
    await manager.page.getByText('✓ 第1版 承認済').waitFor();
    await page.goto(`${world.system.url}/#/calendar/${MONTH}`);
    await page.getByText('✓ 第1版 承認済').waitFor();
    expect(
      await page
        .getByRole('button', { name: /夜間延長/ })
        .first()
        .isDisabled(),
      'officers do not plan',
    ).to.equal(true);
  });
});
