import { z } from 'zod';
import type { DeskBeat } from '../../core/contracts/realtime.ts';
import { messageOf } from '../../core/platform/errors.ts';
import { withDeadline } from '../../core/platform/postgres.ts';
import { DEVICE_PROBLEMS, type DeviceProblem, UNSEEN_AFTER_MS } from '../../core/rules/device-problem.ts';
import { insertCommand } from '../desk/command-queries.ts';
import { type ScreenRow, selectScreens } from '../desk/device-queries.ts';
import type { ApiDeps } from '../http/deps.ts';

const ROUND_MS = 250;
/** Telephony carries a command out in milliseconds; one that was lost is written again after this. */
const TELL_AGAIN_MS = 1_000;
/** Were we not run for so long, what the pages said meanwhile still waits to be read: nobody is judged by our own absence. */
const OWN_GAP_MS = 1_000;

const beatSchema = z.object({
  seq: z.number().int().nonnegative(),
  loginId: z.uuid(),
  problem: z.enum(DEVICE_PROBLEMS).nullable(),
}) satisfies z.ZodType<DeskBeat>;

interface Heard {
  problem: DeviceProblem | null;
  atMs: number;
}

/**
 * Hears every page once a second and tells telephony what changed: by comparison with the agents' rows, so that whatever was lost (a command,
 * this process, the controller) is told again by the next round, and nothing is told twice.
 */
export class PageWatch {
  readonly #deps: Pick<ApiDeps, 'sql' | 'logger'>;
  /** By account and log-in: nobody is believed about the page of another. */
  readonly #heard = new Map<string, Heard>();
  readonly #told = new Map<string, { problem: DeviceProblem | null; atMs: number }>();
  #startedAtMs = performance.now();
  #roundAtMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(deps: Pick<ApiDeps, 'sql' | 'logger'>) {
    this.#deps = deps;
  }

  start(): void {
    this.#startedAtMs = performance.now();
    this.#roundAtMs = this.#startedAtMs;
    this.#timer ??= setInterval(() => this.#wake(), ROUND_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  /** @param raw from the network @returns false when it is no beat */
  hear(staffId: string, raw: unknown): boolean {
    const { success, data } = beatSchema.safeParse(raw);
    // Unseen is what we say of a page that says nothing.
    if (!success || data.problem === 'unseen') return false;
    const { loginId, problem } = data;
    const key = pageOf(staffId, loginId);
    const before = this.#heard.get(key);
    this.#heard.set(key, { problem, atMs: performance.now() });
    if (before?.problem !== problem) this.#wake();
    return true;
  }

  #wake(): void {
    const now = performance.now();
    const gap = now - this.#roundAtMs;
    this.#roundAtMs = now;
    if (gap > OWN_GAP_MS) this.#startedAtMs = now;
    this.#running ??= this.#round()
      .catch((error: unknown) => this.#deps.logger.warn({ err: messageOf(error) }, 'pages; the next round tries again'))
      .finally(() => {
        this.#running = undefined;
      });
  }

  async #round(): Promise<void> {
    const screens = await withDeadline('screens', selectScreens(this.#deps.sql));
    const open = new Set(screens.map(({ agentId, loginId }) => pageOf(agentId, loginId)));
    for (const page of this.#heard.keys()) if (!open.has(page) && this.#isOld(page)) this.#heard.delete(page);
    for (const page of this.#told.keys()) if (!open.has(page)) this.#told.delete(page);
    for (const screen of screens) {
      const problem = this.#problemOf(screen);
      if (problem !== undefined && problem !== screen.problem) await this.#tell(screen, problem);
    }
  }

  /** @returns undefined while nothing can be said: this process has not listened long enough. */
  #problemOf({ agentId, loginId }: ScreenRow): DeviceProblem | null | undefined {
    const now = performance.now();
    const heard = this.#heard.get(pageOf(agentId, loginId));
    if (heard && now - heard.atMs < UNSEEN_AFTER_MS) return heard.problem;
    return now - this.#startedAtMs < UNSEEN_AFTER_MS ? undefined : 'unseen';
  }

  async #tell({ agentId, loginId }: ScreenRow, problem: DeviceProblem | null): Promise<void> {
    const now = performance.now();
    const page = pageOf(agentId, loginId);
    const told = this.#told.get(page);
    if (told?.problem === problem && now - told.atMs < TELL_AGAIN_MS) return;
    this.#told.set(page, { problem, atMs: now });
    const written = insertCommand(this.#deps.sql, 'device_state', agentId, { loginId, problem }, TELL_AGAIN_MS);
    await withDeadline('device state', written);
  }

  #isOld(page: string): boolean {
    return performance.now() - (this.#heard.get(page)?.atMs ?? 0) > UNSEEN_AFTER_MS;
  }
}

const pageOf = (staffId: string, loginId: string) => `${staffId} ${loginId}`;
