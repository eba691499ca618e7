import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Sql } from '../../core/platform/postgres.ts';
import {
  chooseCampaign,
  logIn,
  type OpenedDesk,
  openBrowser,
  passDeviceCheck,
  untilLegProven,
} from '../../test/stories/support/desk.ts';
import type { SoakCity } from './soak-city.ts';

const CALL_WITHIN_MS = 90_000;
const SAVED_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 60;
/** 本人 × 納付済の申出, saved: what an agent types after most calls. */
const RESULT_KEYS = ['1', '2', 'Control+Enter'];

export interface AgentNow {
  state: string;
  /** What the desk tells the agent. */
  notice: string | null;
  callId: string | null;
  legChannelId: string | null;
  loginId: string | null;
}

/** One agent at one desk in a real browser; looked at from the database, so that the looking costs the page nothing. */
export class SoakDesk {
  readonly opened: OpenedDesk;
  readonly #sql: Sql;
  readonly #login: string;
  #lastCall: string | null = null;

  private constructor(opened: OpenedDesk, sql: Sql, login: string) {
    this.opened = opened;
    this.#sql = sql;
    this.#login = login;
  }

  static async sit({
    product,
    account,
    campaign,
    agentVoice,
  }: Pick<SoakCity, 'product' | 'account' | 'campaign' | 'agentVoice'>): Promise<SoakDesk> {
    const opened = await openBrowser(agentVoice);
    const { page } = opened;
    try {
      await countPeers(page);
      await logIn(page, product.ready.url, { user: account.login, password: account.password });
      await passDeviceCheck(page);
      await untilLegProven(page);
      await chooseCampaign(page, campaign);
      return new SoakDesk(opened, product.sql, account.login);
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  async ready(): Promise<void> {
    await this.opened.page.keyboard.press('Alt+r');
  }

  /** With its first reason; what is in hand is finished, and nothing more is dialled. */
  async takeBreak(): Promise<void> {
    for (const key of ['Alt+b', '1']) await this.opened.page.keyboard.press(key);
  }

  async now(): Promise<AgentNow> {
    const [row] = await this.#sql<AgentNow[]>`
      select a.state, a.notice, a.call_id as "callId", a.leg_channel_id as "legChannelId", a.login_id as "loginId"
      from agent_state a join staff_account s on s.id = a.agent_id where s.login = ${this.#login}`;
    return row ?? { state: 'offline', notice: null, callId: null, legChannelId: null, loginId: null };
  }

  /** Until the next call is over and its result is to be written. @returns undefined when none comes */
  async untilWrapUp(): Promise<string | undefined> {
    for (const deadline = Date.now() + CALL_WITHIN_MS; Date.now() < deadline; await sleep(LOOK_EVERY_MS)) {
      const { state, callId } = await this.now();
      if (state === 'wrap_up' && callId !== null && callId !== this.#lastCall) {
        this.#lastCall = callId;
        return callId;
      }
    }
    return undefined;
  }

  /** The result by keys, as an agent types it. @returns how long from the first key to the next work, ms */
  async save(callId: string): Promise<number> {
    const { page } = this.opened;
    await page.locator('section.result[data-active]').waitFor({ timeout: SAVED_WITHIN_MS });
    const from = performance.now();
    for (const key of RESULT_KEYS) await page.keyboard.press(key);
    for (const deadline = Date.now() + SAVED_WITHIN_MS; Date.now() < deadline; await sleep(LOOK_EVERY_MS)) {
      const { state, callId: current } = await this.now();
      if (state !== 'wrap_up' || current !== callId) return performance.now() - from;
    }
    throw new Error(
      `the result was not taken; the desk says: ${(await page.locator('.result-hint').textContent()) ?? ''}`,
    );
  }

  /** Break, log-out, browser closed: what is left then is left over. */
  async leave(): Promise<void> {
    await this.opened.page
      .evaluate(async () => {
        const { csrfToken } = (await (await fetch('/api/session')).json()) as { csrfToken: string };
        await fetch('/api/session', { method: 'DELETE', headers: { 'x-csrf-token': csrfToken } });
      })
      .catch(() => undefined);
    await this.opened.close();
  }
}

/** Keeps every connection the page ever opens where it can be counted. */
async function countPeers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Native = window.RTCPeerConnection;
    const peers: RTCPeerConnection[] = [];
    Object.assign(window, {
      soakPeers: peers,
      RTCPeerConnection: class extends Native {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          peers.push(this);
        }
      },
    });
  });
}
