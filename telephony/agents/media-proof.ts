import { messageOf } from '../../core/platform/errors.ts';
import type { TelephonyContext } from '../context.ts';
import type { Leg } from './leg-directory.ts';
import { refreshMediaProof } from './queries.ts';

/** An unproven leg is compared this often: two comparisons decide. */
const FIRST_PROOF_EVERY_MS = 250;

/** A citizen waits in silence for the finding. While a telephone rings nobody does yet, and each look costs the exchange as much as a look at a call. */
const HEARD_EVERY_MS = 500;

/** A browser sends one packet each 20 ms: the number that came since the last look tells when the last of them did. */
const PACKET_MS = 20;

/** A proof that stands is written again this often: a row tells its age, and nobody asks for seconds. */
const TELL_EVERY_MS = 9_000;

/** What hangs on a leg: nothing yet, a telephone that rings for it, a citizen who hears it. */
export type LegDuty = 'waits' | 'rings' | 'heard';

/** A leg that joined a call and never sent anything: its browser is not going to. Until then its citizen hears music, or is asked to stay. */
const UNHEARD_IN_CALL_MS = 6_000;

export interface ProofEffects {
  dutyOf(leg: Leg): LegDuty;
  /** The first packets of this leg. */
  heard(leg: Leg): void;
  proven(leg: Leg): Promise<unknown>;
  lost(leg: Leg): Promise<unknown>;
  silentInCall(leg: Leg): Promise<unknown>;
}

/**
 * Packets are the only proof: a background tab or a vanished browser stays "connected" in SIP for minutes. In the holding
 * bridge silence flows, so both counters must grow; in a call only what comes from the agent counts, because a ringing
 * citizen may send nothing. What could not be carried out is found again with the next look.
 */
export async function proveMedia(ctx: TelephonyContext, legs: readonly Leg[], effects: ProofEffects): Promise<void> {
  const fresh: Leg[] = [];
  await Promise.all(
    legs.map(async (leg) => {
      try {
        if ((await look(ctx, leg, effects)) && Date.now() - leg.provenToldAtMs >= TELL_EVERY_MS) fresh.push(leg);
      } catch (error) {
        ctx.logger.warn({ agentId: leg.agentId, err: messageOf(error) }, 'a leg could not be proved; trying again');
      }
    }),
  );
  if (fresh.length === 0) return;
  await refreshMediaProof(
    ctx.sql,
    fresh.map(({ agentId }) => agentId),
  );
  for (const leg of fresh) leg.provenToldAtMs = Date.now();
}

/** @returns true when a proof that stands was found to be still so. */
async function look(ctx: TelephonyContext, leg: Leg, effects: ProofEffects): Promise<boolean> {
  const now = Date.now();
  const duty = effects.dutyOf(leg);
  // Whatever was planned while the telephone rang: once somebody hears the leg, no look is older than this.
  const heardDueMs = leg.countedAtMs + HEARD_EVERY_MS;
  if (now < (duty === 'heard' ? Math.min(leg.nextProofAtMs, heardDueMs) : leg.nextProofAtMs)) return false;
  const counts = await ctx.ami.rtpCounts(leg.channelId);
  if (!counts) return false; // the channel is going; its own event says so
  const before = leg.counts;
  const lookedAtMs = leg.countedAtMs;
  leg.counts = counts;
  leg.countedAtMs = now;
  const inCall = duty !== 'waits';
  const grew = before !== undefined && counts.rx > before.rx && (inCall || counts.tx > before.tx);
  if (grew) {
    const lastPacketMs = lookedAtMs + (counts.rx - before.rx) * PACKET_MS;
    leg.lastGrowthAtMs = inCall ? Math.min(now, lastPacketMs) : now;
  }
  // A leg in a call that has just fallen silent is looked at with every tick.
  const fallsSilent = inCall && now - leg.lastGrowthAtMs > HEARD_EVERY_MS;
  const everyMs = duty === 'heard' ? HEARD_EVERY_MS : ctx.limits.proofEveryMs;
  leg.nextProofAtMs = now + (leg.proven && !fallsSilent ? everyMs : FIRST_PROOF_EVERY_MS);
  if (!grew) {
    if (now - leg.lastGrowthAtMs >= patienceMs(ctx, leg, inCall)) await falls(leg, inCall, effects);
    return false;
  }
  if (!leg.heard) {
    leg.heard = true;
    effects.heard(leg);
  }
  if (leg.proven) return true;
  if (!leg.written) return false;
  await effects.proven(leg);
  leg.proven = true;
  return false;
}

function patienceMs({ limits }: TelephonyContext, leg: Leg, inCall: boolean): number {
  if (inCall) return leg.heard ? limits.inCallSilentMs : UNHEARD_IN_CALL_MS;
  return leg.proven ? limits.legSilentMs : Number.POSITIVE_INFINITY;
}

async function falls(leg: Leg, inCall: boolean, effects: ProofEffects): Promise<void> {
  await (inCall ? effects.silentInCall(leg) : effects.lost(leg));
  leg.proven = false;
  leg.heard = false;
}
