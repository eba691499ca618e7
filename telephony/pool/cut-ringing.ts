import type { PacingId } from '../../core/rules/pacing/types.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import type { TelephonyContext } from '../context.ts';
import { selectCutBefore } from './queries.ts';

/**
 * Hangs up what an answer would find nobody for. Only telephones that rang long enough, and never twice running the same person's: then
 * the call rings to its end.
 */
export async function cutRinging(
  ctx: TelephonyContext,
  calls: CallDirectory,
  ids: readonly PacingId[],
  minRingSecOf: (subjectId: string | null) => number,
): Promise<void> {
  const now = Date.now();
  const ripe = ids.flatMap((id) => {
    const call = calls.get(String(id));
    if (call?.phase !== 'ringing' || call.facts.agentSide.kind !== 'pool') return [];
    return call.ringingAtMs !== undefined && now - call.ringingAtMs >= minRingSecOf(call.facts.subjectId) * 1_000
      ? [call]
      : [];
  });
  if (ripe.length === 0) return;
  const cutBefore = await selectCutBefore(
    ctx.sql,
    ripe.flatMap(({ facts }) => (facts.targetId === null ? [] : [facts.targetId])),
  );
  for (const call of ripe) {
    if (call.facts.targetId !== null && cutBefore.has(call.facts.targetId)) continue;
    call.mailbox.post({ kind: 'cut', code: 'pacing', notice: null });
  }
}
