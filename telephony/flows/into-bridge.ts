import type { LiveCall } from '../calls/live-call.ts';
import type { TelephonyContext } from '../context.ts';

/** From here on the citizen stays in it: music and agents come and go. */
export async function intoBridge({ ari }: Pick<TelephonyContext, 'ari'>, call: LiveCall): Promise<void> {
  const { channelId, bridgeId } = call.facts;
  await ari.createBridge(bridgeId, 'mixing,video_sfu', bridgeId);
  await ari.addToBridge(bridgeId, channelId);
}

/**
 * A citizen whom the pool called is in no bridge while the telephone rings: nobody is there who could hear it, and a bridge would mix
 * silence fifty times a second. Asked for with the answer, and again by whoever brings an agent when that failed or nobody knows.
 *
 * @param withThem channels that enter before them in the same request
 */
export function citizenIn(
  { ari }: Pick<TelephonyContext, 'ari'>,
  call: LiveCall,
  ...withThem: string[]
): Promise<void> {
  const { bridgeId, channelId } = call.facts;
  call.inBridge ??= ari.addToBridge(bridgeId, ...withThem, channelId).catch((error: unknown) => {
    call.inBridge = undefined;
    throw error;
  });
  return call.inBridge;
}
