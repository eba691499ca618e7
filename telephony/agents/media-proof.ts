import type { TelephonyContext } from '../context.ts';
import type { Leg } from './leg-directory.ts';
import { refreshMediaProof } from './queries.ts';

/** An unproven leg is compared this often: two comparisons decide. */
const FIRST_PROOF_EVERY_MS = 250;

/** In a call a citizen waits in silence for the finding. */
const IN_CALL_EVERY_MS = 500;

/** A browser sends one packet each 20 ms: the number that came since the last look tells when the last of them did. */
const PACKET_MS = 20;

export interface ProofEffects {
  inCall(leg: Leg): boolean;
  proven(leg: Leg): Promise<unknown>;
  lost(leg: Leg): Promise<unknown>;
  silentInCall(leg: Leg): Promise<unknown>;
}

/**
 * Packets are the only proof: a background tab or a vanished browser stays "connected" in SIP for minutes. In the holding
 * bridge silence flows, so both counters must grow; in a call only what comes from the agent counts, because a ringing
 * citizen may send nothing.
 */
export async function proveMedia(ctx: TelephonyContext, legs: readonly Leg[], effects: ProofEffects): Promise<void> {
  const fresh: string[] = [];
  await Promise.all(
    legs.map(async (leg) => {
      const now = Date.now();
      if (now < leg.nextProofAtMs) return;
      const counts = await ctx.ami.rtpCounts(leg.channelId);
      if (!counts) return; // the channel is going; its own event says so
      const before = leg.counts;
      const lookedAtMs = leg.countedAtMs;
      leg.counts = counts;
      leg.countedAtMs = now;
      const inCall = effects.inCall(leg);
      const grew = before !== undefined && counts.rx > before.rx && (inCall || counts.tx > before.tx);
      if (grew) {
        const lastPacketMs = lookedAtMs + (counts.rx - before.rx) * PACKET_MS;
        leg.lastGrowthAtMs = inCall ? Math.min(now, lastPacketMs) : now;
      }
      // A leg in a call that has just fallen silent is looked at with every tick.
      const everyMs = inCall ? (grew ? IN_CALL_EVERY_MS : FIRST_PROOF_EVERY_MS) : ctx.limits.proofEveryMs;
      leg.nextProofAtMs = now + (leg.proven ? everyMs : FIRST_PROOF_EVERY_MS);
      if (grew && !leg.proven) {
        leg.proven = true;
        await effects.proven(leg);
      } else if (grew) {
        fresh.push(leg.agentId);
      } else if (
        leg.proven &&
        now - leg.lastGrowthAtMs >= (inCall ? ctx.limits.inCallSilentMs : ctx.limits.legSilentMs)
      ) {
        leg.proven = false;
        await (inCall ? effects.silentInCall(leg) : effects.lost(leg));
      }
    }),
  );
  if (fresh.length > 0) await refreshMediaProof(ctx.sql, fresh);
}
