import { messageOf } from '../../core/platform/errors.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import type { TelephonyContext } from '../context.ts';
import { changeAgent } from './change-agent.ts';
import { endPreviews } from './end-previews.ts';
import { agentsOfNode } from './queries.ts';

/** The dialer's leases outlive several of these, so that one slow second frees nothing. */
const EVERY_MS = 2_000;

/** Ends previews whose time is over, renews what agents and pool have in hand and reaps what expired; a reservation that is gone also leaves the agent's row. */
export function startKeepingLeases(ctx: TelephonyContext, calls: CallDirectory): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= keep(ctx, calls)
      .catch((error: unknown) => ctx.logger.error({ err: messageOf(error) }, 'leases; the next round tries again'))
      .finally(() => {
        running = undefined;
      });
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function keep(ctx: TelephonyContext, calls: CallDirectory): Promise<void> {
  await endPreviews(ctx);
  const held: { targetId: number; agentId: string | null }[] = (await agentsOfNode(ctx.sql, ctx.node)).flatMap(
    ({ targetId, agentId }) => (targetId === null ? [] : [{ targetId, agentId }]),
  );
  // Calls that nobody has yet: the pool holds their targets.
  for (const { facts, leaseAgentId } of calls.all())
    if (facts.targetId !== null && leaseAgentId === null) held.push({ targetId: facts.targetId, agentId: null });
  // Two transactions: one that holds targets and then asks for agents would cross those that go the other way round.
  if (held.length > 0) await ctx.sql.begin((tx) => ctx.dialer.renew(tx, held));
  await ctx.sql.begin(async (tx) => {
    for (const { agentId, targetId } of await ctx.dialer.sweep(tx)) {
      const change = await changeAgent(ctx, tx, agentId, { type: 'reservation_lost' });
      ctx.logger.warn({ agentId, targetId, agentMoved: change !== undefined }, 'a lease expired');
    }
  });
}
