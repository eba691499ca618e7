import { isAriError } from '../ari/port.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { type FlowTools, noteCommon } from './flow-tools.ts';
import { PROMPT_TIMEOUT_MS } from './prompts.ts';

/**
 * Says something to a citizen who is alone in the call and waits for its end.
 * @param media ARI URIs, played one after the other
 * @throws CallOver when the citizen hung up.
 */
export async function sayWords(
  tools: FlowTools,
  call: LiveCall,
  name: string,
  media: readonly string[],
): Promise<void> {
  const { ari } = tools.ctx;
  const { id, channelId, bridgeId } = call.facts;
  const playbackId = `${id}-${name}`;
  // The end of a playback is only told of one on a channel, and a channel plays only when it is alone.
  await ari.destroyBridge(bridgeId);
  await ari.playOnChannel(channelId, playbackId, media.join(',')).catch((error: unknown) => {
    // Gone already: the event of it follows.
    if (!isAriError(error, 'ari/not-found')) throw error;
  });
  const deadline = Date.now() + PROMPT_TIMEOUT_MS * media.length;
  for (;;) {
    const message = await call.mailbox.take(deadline - Date.now());
    if (!message || (message.kind === 'playback_finished' && message.playbackId === playbackId)) return;
    noteCommon(call, message);
  }
}
