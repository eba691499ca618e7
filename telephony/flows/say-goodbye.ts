import { isAriError } from '../ari/port.ts';
import { CallOver, type LiveCall } from '../calls/live-call.ts';
import { insertCallEvent, selectSpokenTo } from '../calls/queries.ts';
import { type FlowTools, noteCommon } from './flow-tools.ts';
import { type Goodbye, goodbyeMedia, PROMPT_TIMEOUT_MS } from './prompts.ts';

/**
 * A citizen nobody can speak with is told in words, not by a dead line; it is heard in the recording.
 * @throws CallOver when the words are over or the citizen hung up.
 */
export async function sayGoodbye(tools: FlowTools, call: LiveCall, goodbye: Goodbye): Promise<never> {
  const { ctx } = tools;
  const { id, channelId, bridgeId, callerId } = call.facts;
  const playbackId = `${id}-${goodbye}`;
  // The end of a playback is only told of one on a channel, and a channel plays only when it is alone.
  await ctx.ari.destroyBridge(bridgeId);
  const language = await selectSpokenTo(ctx.sql, id);
  await ctx.ari
    .playOnChannel(channelId, playbackId, await goodbyeMedia(ctx.ari, goodbye, callerId, language))
    .catch((error: unknown) => {
      // Gone already: the event of it follows.
      if (!isAriError(error, 'ari/not-found')) throw error;
    });
  await insertCallEvent(ctx.sql, id, ctx.clock.now(), 'politely_ended', { goodbye });
  const deadline = Date.now() + PROMPT_TIMEOUT_MS;
  for (;;) {
    const message = await call.mailbox.take(deadline - Date.now());
    if (!message || (message.kind === 'playback_finished' && message.playbackId === playbackId))
      throw new CallOver(`told: ${goodbye}`);
    noteCommon(call, message);
  }
}
