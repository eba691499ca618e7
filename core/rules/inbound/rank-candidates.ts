/** Why a person may be the one who calls from this number. */
export type EvidenceKind = 'they_called' | 'we_called' | 'sms' | 'has_number' | 'role' | 'household';

export interface Evidence {
  personId: number;
  kind: EvidenceKind;
  /** Of a contact; null of what merely stands in the data. */
  at: Date | null;
}

export interface Candidate {
  personId: number;
  /** Strongest first, one of each kind: the newest. */
  why: { kind: EvidenceKind; at: Date | null }[];
}

/**
 * How much each says, of ten. Who was spoken with from this number says most; whom we tried to reach on it comes next, because that is what
 * people call back about; a number in the city's file may be years old.
 */
const WEIGHTS: Readonly<Record<EvidenceKind, number>> = {
  they_called: 10,
  we_called: 8,
  sms: 7,
  has_number: 4,
  role: 3,
  household: 1,
};

/** A contact of today explains a call far better than one of last month. */
const AGES: readonly { days: number; share: number }[] = [
  { days: 1, share: 1 },
  { days: 7, share: 0.8 },
  { days: 30, share: 0.5 },
];
const OLD_SHARE = 0.2;
const DAY_MS = 86_400_000;

function weightOf({ kind, at }: Evidence, now: Date): number {
  if (at === null) return WEIGHTS[kind];
  const days = (now.getTime() - at.getTime()) / DAY_MS;
  return WEIGHTS[kind] * (AGES.find((age) => days <= age.days)?.share ?? OLD_SHARE);
}

/** Most likely first: the sum of what speaks for each, each kind once; among equals the newest contact, then the older row. */
export function rankCandidates(evidence: readonly Evidence[], now: Date): Candidate[] {
  const byPerson = new Map<number, Map<EvidenceKind, Evidence>>();
  for (const one of evidence) {
    const kinds = byPerson.get(one.personId) ?? new Map<EvidenceKind, Evidence>();
    const known = kinds.get(one.kind);
    if (!known || newest(one) > newest(known)) kinds.set(one.kind, one);
    byPerson.set(one.personId, kinds);
  }
  return [...byPerson]
    .map(([personId, kinds]) => {
      const why = [...kinds.values()].sort((a, b) => weightOf(b, now) - weightOf(a, now));
      const weight = why.reduce((sum, one) => sum + weightOf(one, now), 0);
      return { personId, weight, last: Math.max(...why.map(newest)), why };
    })
    .sort((a, b) => b.weight - a.weight || b.last - a.last || a.personId - b.personId)
    .map(({ personId, why }) => ({ personId, why: why.map(({ kind, at }) => ({ kind, at })) }));
}

const newest = ({ at }: Evidence): number => at?.getTime() ?? 0;
