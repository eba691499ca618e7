import { startWaker, type Waker } from '../../core/platform/bus.ts';
import { changeAgent } from '../agents/change-agent.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import type { TelephonyContext } from '../context.ts';
import type { WithdrawnTarget } from '../dialer-port.ts';

/** Two seconds from the commit of a payment to a telephone that rings no more: NOTIFY, and this behind it. */
const EVERY_MS = 1_000;

export interface WithdrawEffects {
  /** From these something is taken away in a moment: what they are told is to be read. */
  taken(agentIds: readonly string[]): void;
  /** Agents may be free. */
  freed(): void;
}

/**
 * What was paid, stopped or shielded leaves the hands it is in: a call nobody has answered is hung up, a case on a desk is taken away with
 * its reason. Whom somebody is talking to already is left to that conversation.
 */
export function startWithdrawing(
  ctx: TelephonyContext,
  calls: CallDirectory,
  effects: WithdrawEffects,
): Promise<Waker> {
  return startWaker(ctx.sql, 'debt_changed', EVERY_MS, () => withdraw(ctx, calls, effects), ctx.logger);
}

async function withdraw(ctx: TelephonyContext, calls: CallDirectory, effects: WithdrawEffects): Promise<void> {
  // Targets in one transaction, agents in others: everybody else locks an agent first and then its target.
  const withdrawn = await ctx.sql.begin((tx) => ctx.dialer.withdrawHeld(tx));
  if (withdrawn.length === 0) return;
  effects.taken(withdrawn.flatMap(({ agentId }) => agentId ?? []));
  for (const target of withdrawn) {
    ctx.logger.info({ targetId: target.targetId, callId: target.callId, code: target.code }, 'a target was withdrawn');
    const call = target.callId === null ? callOf(calls, target) : calls.get(target.callId);
    if (call) call.mailbox.post({ kind: 'cut', code: target.code, notice: target.message });
    else if (target.agentId !== null) await takeAway(ctx, target.agentId, target);
  }
  effects.freed();
}

/** A call that was started after the dialer looked. */
function callOf(calls: CallDirectory, { targetId }: WithdrawnTarget) {
  return calls.all().find(({ facts }) => facts.targetId === targetId);
}

async function takeAway(ctx: TelephonyContext, agentId: string, { targetId, message }: WithdrawnTarget): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const [held] =
      await tx`select 1 from agent_state where agent_id = ${agentId} and target_id = ${targetId} for update`;
    if (held) await changeAgent(ctx, tx, agentId, { type: 'reservation_lost' }, { notice: message });
  });
}
