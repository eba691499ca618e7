import type { Page } from 'playwright-core';
import type { CaseView } from '../../../core/contracts/http/desk.ts';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import {
  chooseCampaign,
  logIn,
  type OpenedDesk,
  openBrowser,
  passDeviceCheck,
  toTheDesk,
  untilLegProven,
  untilSnapshot,
} from './desk.ts';
import type { World } from './world.ts';

/** An agent at a desk, doing what agents do, with the keyboard wherever the product has a key. */
export interface Agent {
  desk: OpenedDesk;
  page: Page;
  /** Waits for a case and answers it as the api sent it. */
  nextCase(): Promise<CaseView>;
  /** The number the rules dial first. */
  number(view: CaseView): string;
  until(what: string, test: (snapshot: AgentSnapshot) => boolean, timeoutMs?: number): Promise<AgentSnapshot>;
  /** Name, birth date and address matched: the keys 1, 2, 3 and Enter. */
  passIdentity(): Promise<void>;
  /** Ends the shift as a person does: break, log out, close. */
  leave(): Promise<void>;
}

interface Seat {
  index: number;
  campaign: string;
  voiceSeed: number;
  voiceFile?: string;
  training?: boolean;
  /** Comes back to a citizen who waits: nothing is checked and nothing chosen before. */
  inCall?: boolean;
}

export async function seatAgent(world: World, options: Seat): Promise<Agent> {
  const desk = await openBrowser(options.voiceFile ?? world.agentVoice(options.voiceSeed));
  const { page } = desk;
  const button = options.training ? '研修として始める' : 'ログイン';
  await logIn(page, world.system.url, world.system.login('agent', options.index), button);
  if (options.inCall) await toTheDesk(page);
  else await passDeviceCheck(page);
  await untilLegProven(page);
  if (!options.inCall) await chooseCampaign(page, options.campaign);
  const until: Agent['until'] = (what, test, timeoutMs) => untilSnapshot(page, what, test, timeoutMs);
  return {
    desk,
    page,
    until,
    async nextCase() {
      const snapshot = await until('a case', ({ targetId }) => targetId !== null);
      return page.evaluate(
        async (id) => (await fetch(`/api/desk/case/${id}`)).json() as Promise<CaseView>,
        snapshot.targetId,
      );
    },
    number(view) {
      const digits = view.phones.find((phone) => phone.preferred)?.digits;
      if (!digits) throw new Error('this case has no number to dial');
      return digits;
    },
    async passIdentity() {
      // The server knows of the call before a busy page does, and keys go where the page is.
      await page.locator('section.identity[data-active]').waitFor({ timeout: 10_000 });
      for (const key of ['1', '2', '3', 'Enter']) await page.keyboard.press(key);
      await until('identity passed', ({ call }) => call?.identityPassed === true);
    },
    async leave() {
      await page
        .evaluate(async () => {
          const { csrfToken } = (await (await fetch('/api/session')).json()) as { csrfToken: string };
          await fetch('/api/session', { method: 'DELETE', headers: { 'x-csrf-token': csrfToken } });
        })
        .catch(() => undefined);
      await desk.close();
    },
  };
}
