import { messageOf } from '../../core/platform/errors.ts';
import type { TelephonyContext } from '../context.ts';
import { releaseIfReserved } from './agent-legs.ts';
import { changeAgent } from './change-agent.ts';
import { agentsUnheard } from './queries.ts';

const EVERY_MS = 500;
/** The api writes a sign of life each second: with this and our own round, nobody is routable 3 s after the last one. */
const API_SILENT_MS = 2_300;

/** Pages are heard through the api. Is it gone, nobody can say that they live: no citizen is brought to them until it is back and heard them. */
export function startWatchingPages(ctx: TelephonyContext): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= watch(ctx)
      .catch((error: unknown) => ctx.logger.warn({ err: messageOf(error) }, 'pages; the next round tries again'))
      .finally(() => {
        running = undefined;
      });
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function watch(ctx: TelephonyContext): Promise<void> {
  for (const agentId of await agentsUnheard(ctx.sql, ctx.node, API_SILENT_MS))
    await ctx.sql.begin(async (tx) => {
      const change = await changeAgent(ctx, tx, agentId, { type: 'device', problem: 'unseen' });
      await releaseIfReserved(ctx, tx, change);
    });
}
