/** Somebody an agent is dealing with now, or might be next. */
export interface Party {
  personId: number;
  householdId: number | null;
  shielded: boolean;
  numbers: readonly string[];
}

/**
 * One person, one household, one number is never called twice at once. A shielded person counts as a household of their
 * own: that somebody of the old household is being called, or is not, must tell nothing. A shared number is one telephone
 * all the same.
 */
export function sameParty(a: Party, b: Party): 'person' | 'household' | 'number' | null {
  if (a.personId === b.personId) return 'person';
  if (a.householdId !== null && a.householdId === b.householdId && !a.shielded && !b.shielded) return 'household';
  return a.numbers.some((number) => b.numbers.includes(number)) ? 'number' : null;
}
