import { holdingBridgeId, MOH_SILENCE, type TelephonyContext } from '../context.ts';

/** Where the node's agents wait. Idempotent. */
export async function openHoldingBridge(ctx: TelephonyContext): Promise<void> {
  const id = holdingBridgeId(ctx.node);
  await ctx.ari.createBridge(id, 'holding', id);
}

/**
 * Into the holding bridge, out of whatever bridge the leg is in. A holding bridge by itself sends nothing, so digital
 * silence is played into it: packets then flow both ways, which is the proof of media. Asterisk drops that music whenever
 * the bridge becomes empty (measured on 22.10.1), hence the start after every arrival; a second start changes nothing.
 */
export async function parkLeg(ctx: TelephonyContext, channelId: string): Promise<void> {
  const id = holdingBridgeId(ctx.node);
  await ctx.ari.addToBridge(id, channelId);
  await ctx.ari.startMoh(id, MOH_SILENCE);
}
