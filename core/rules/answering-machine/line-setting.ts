import { DEFAULT_GREETING, type GreetingParameters } from './greeting.ts';

/** Settings, valid from a day: what the city decided for a line, and what its agents' results trained. */
export const machineSettingKey = (subjectId: string) => `answering_machine:${subjectId}`;
export const machineTrainedKey = (subjectId: string) => `answering_machine_trained:${subjectId}`;

/**
 * Off unless the city turned it on: `{"on": true}`, with `machineFromMs` where it knows better than the training.
 *
 * @returns null = nobody listens
 */
export function listeningParameters(setting: unknown, trained: unknown): GreetingParameters | null {
  if (fieldOf(setting, 'on') !== true) return null;
  const machineFromMs = lengthOf(setting) ?? lengthOf(trained);
  return { ...DEFAULT_GREETING, machineFromMs };
}

/** Shorter than this is a greeting of anybody. */
const SHORTEST_MS = 500;

function lengthOf(value: unknown): number | null {
  const ms = fieldOf(value, 'machineFromMs');
  return typeof ms === 'number' && Number.isFinite(ms) && ms >= SHORTEST_MS ? ms : null;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
