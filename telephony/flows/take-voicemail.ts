import { CallOver, type LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import { MOH_SILENCE } from '../context.ts';
import { type FlowTools, noteCommon } from './flow-tools.ts';
import type { InboundWords } from './inbound-words.ts';
import { intoBridge } from './into-bridge.ts';
import { sayWords } from './say-words.ts';

/**
 * The citizen speaks after a tone. Nothing is recorded here: the call's own recorder runs since our answer, and the events say from where to
 * where the message is. Ends by hang-up, by `#`, or at the city's limit.
 * @throws CallOver always.
 */
export async function takeVoicemail(
  tools: FlowTools,
  call: LiveCall,
  words: InboundWords,
  options: { before: readonly string[]; maxSec: number },
): Promise<never> {
  const { ctx } = tools;
  const { id, bridgeId } = call.facts;
  await sayWords(tools, call, 'voicemail', [
    ...options.before,
    ...(await words.standard('voicemail-after-tone', 'beep')),
  ]);
  const realMs = Date.now();
  await insertCallEvent(ctx.sql, id, ctx.clock.now(), 'voicemail', { realMs });
  try {
    // Silence is sent meanwhile, so that both channels of the recording stay of one length.
    await intoBridge(ctx, call);
    await ctx.ari.startMoh(bridgeId, MOH_SILENCE);
    await untilSpoken(call, realMs + options.maxSec * 1_000);
  } finally {
    const seconds = Math.round(((call.goneAtMs ?? Date.now()) - realMs) / 1_000);
    await insertCallEvent(ctx.sql, id, ctx.clock.now(), 'voicemail_ended', { seconds });
  }
  call.endedBy ??= 'system';
  await sayWords(tools, call, 'voicemail-thanks', await words.standard('voicemail-thanks'));
  throw new CallOver('the message is taken');
}

async function untilSpoken(call: LiveCall, deadline: number): Promise<void> {
  for (;;) {
    const message = await call.mailbox.take(deadline - Date.now());
    if (!message || (message.kind === 'key' && message.digit === '#')) return;
    noteCommon(call, message);
  }
}
