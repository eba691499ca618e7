/** One answered call with the agent's word on who it was: the only truth there is. */
export interface LabelledGreeting {
  greetingMs: number;
  label: 'person' | 'machine';
}

export interface TrainingRules {
  /** Highest share of persons who may be taken for a machine, as the upper end of its 95 % interval. */
  mostPersonsLost: number;
  /** With fewer labelled persons no threshold is said at all. */
  leastPersons: number;
}

export const TRAINING_RULES: TrainingRules = { mostPersonsLost: 0.01, leastPersons: 400 };

export interface TrainedThreshold {
  /** Null: not enough labels, or none that keeps the promise. */
  machineFromMs: number | null;
  persons: number;
  machines: number;
  personsLost: number;
  machinesFound: number;
}

/** The smallest threshold of a line that keeps the promise to persons; the more machines it finds, the better. */
export function trainThreshold(
  rows: readonly LabelledGreeting[],
  rules: TrainingRules = TRAINING_RULES,
): TrainedThreshold {
  const persons = rows.filter(({ label }) => label === 'person').map(({ greetingMs }) => greetingMs);
  const machines = rows.filter(({ label }) => label === 'machine').map(({ greetingMs }) => greetingMs);
  const none = {
    machineFromMs: null,
    persons: persons.length,
    machines: machines.length,
    personsLost: 0,
    machinesFound: 0,
  };
  if (persons.length < rules.leastPersons) return none;
  for (const candidate of [...new Set(rows.map(({ greetingMs }) => greetingMs))].sort((a, b) => a - b)) {
    const personsLost = persons.filter((ms) => ms >= candidate).length;
    if (wilsonUpper(personsLost, persons.length) > rules.mostPersonsLost) continue;
    const machinesFound = machines.filter((ms) => ms >= candidate).length;
    return machinesFound === 0 ? none : { ...none, machineFromMs: candidate, personsLost, machinesFound };
  }
  return none;
}

/** Upper end of the 95 % Wilson interval of a share. */
function wilsonUpper(hits: number, of: number): number {
  const z = 1.96;
  const p = hits / of;
  const middle = p + (z * z) / (2 * of);
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return (middle + spread) / (1 + (z * z) / of);
}
