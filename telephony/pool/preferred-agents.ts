import { callerNumber } from '../../core/rules/inbound/caller-number.ts';
import type { InboundParameters } from '../../core/rules/inbound/inbound-parameters.ts';
import type { LiveCall } from '../calls/live-call.ts';
import type { TelephonyContext } from '../context.ts';
import { selectCallLanguage, selectLastAgent, selectSpeakers } from './inbound-queries.ts';

/** These before anybody else; nobody else at all until then. */
export interface Preference {
  agentIds: readonly string[];
  /** Epoch ms. */
  untilMs: number;
}

const DAY_MS = 86_400_000;

/**
 * Whom a citizen who calls is brought to first: whoever spoke with that number last, then whoever speaks their language. Only who is on duty
 * is waited for, and never longer than the city's seconds.
 */
export async function preferredAgents(
  { sql, clock, node }: Pick<TelephonyContext, 'sql' | 'clock' | 'node'>,
  call: LiveCall,
  parameters: InboundParameters,
): Promise<Preference[]> {
  const { lastAgentSec, lastAgentDays, languageSec } = parameters;
  const { digits } = callerNumber(call.facts.callerId);
  const since = new Date(clock.now().getTime() - lastAgentDays * DAY_MS);
  const language = languageSec > 0 ? await selectCallLanguage(sql, call.facts.id) : null;
  const [last, speakers] = await Promise.all([
    digits === null || lastAgentSec === 0 ? undefined : selectLastAgent(sql, node, digits, since),
    language === null ? [] : selectSpeakers(sql, node, language),
  ]);
  const nowMs = Date.now();
  const preferences: Preference[] = [];
  if (last !== undefined) preferences.push({ agentIds: [last], untilMs: nowMs + lastAgentSec * 1_000 });
  if (speakers.length > 0) preferences.push({ agentIds: speakers, untilMs: nowMs + languageSec * 1_000 });
  return preferences;
}
