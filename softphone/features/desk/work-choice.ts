import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';

/** Every line of the agent's skills, citizens who call included; else the id of one campaign. */
export const POOL = 'pool';
export type WorkChoice = typeof POOL | string;

/**
 * What the next *ready* asks for. While the agent works the server's word counts; on a break the agent's own choice, then what they had
 * before, and for who never chose the whole pool.
 */
export function workChoice(
  snapshot: AgentSnapshot | null,
  chosen: string | null,
  running: readonly { id: string; training?: boolean }[] | undefined,
): WorkChoice {
  // Who practises is offered nothing else.
  const practice = running?.filter(({ training }) => training);
  if (practice?.[0]) return practice.find(({ id }) => id === snapshot?.campaign?.id)?.id ?? practice[0].id;
  const current = snapshot ? (snapshot.pool ? POOL : (snapshot.campaign?.id ?? null)) : null;
  const working = snapshot !== null && (snapshot.intent === 'ready' || snapshot.targetId !== null);
  if (working && current) return current;
  return offered(chosen, running) ?? offered(current, running) ?? POOL;
}

/** A campaign that stopped meanwhile is no choice any more. */
function offered(choice: string | null, running: readonly { id: string }[] | undefined): WorkChoice | null {
  if (choice === null || choice === POOL) return choice;
  return running?.some(({ id }) => id === choice) ? choice : null;
}

/** As the api wants it. */
export const campaignOf = (choice: WorkChoice): string | null => (choice === POOL ? null : choice);
