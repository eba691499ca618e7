import type { InboundParameters } from '../../core/rules/inbound/inbound-parameters.ts';
import { CallOver, type LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import type { FlowTools } from './flow-tools.ts';
import type { InboundWords, TurnedAway } from './inbound-words.ts';
import { sayWords } from './say-words.ts';
import { takeVoicemail } from './take-voicemail.ts';

/**
 * A citizen whom nobody will speak with now: told why in words, and asked for a message where the city wants one.
 * @throws CallOver always.
 */
export async function turnAway(
  tools: FlowTools,
  call: LiveCall,
  away: { words: InboundWords; parameters: InboundParameters; why: TurnedAway; noticeSaid?: boolean },
): Promise<never> {
  const { ctx } = tools;
  const { words, parameters, why, noticeSaid = false } = away;
  await insertCallEvent(ctx.sql, call.facts.id, ctx.clock.now(), 'turned_away', { why });
  const before = [...(noticeSaid ? [] : await words.notice()), ...(await words.turnedAway(why))];
  if (why === 'busy' ? parameters.voicemailBusy : parameters.voicemailClosed)
    return takeVoicemail(tools, call, words, { before, maxSec: parameters.voicemailMaxSec });
  await sayWords(tools, call, `away-${why}`, before);
  throw new CallOver(`told: ${why}`);
}
