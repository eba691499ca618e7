import type { LiveCall } from '../calls/live-call.ts';
import type { TelephonyContext } from '../context.ts';

/** From here on the citizen stays in it: music and agents come and go. */
export async function intoBridge({ ari }: Pick<TelephonyContext, 'ari'>, call: LiveCall): Promise<void> {
  const { channelId, bridgeId } = call.facts;
  await ari.createBridge(bridgeId, 'mixing,video_sfu', bridgeId);
  await ari.addToBridge(bridgeId, channelId);
}
