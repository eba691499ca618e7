import type { SharingScope } from './sharing.ts';

/** What a person owes on one subject, as far as it decides on whose line the person is called first. */
export interface SubjectDebt extends SharingScope {
  /** `YYYY-MM-DD`; the oldest period that is open and due. */
  oldestDueOn: string;
  /** Yen, open and due. */
  unpaid: number;
}

/** City parameter (`setting` key `leading_subject`): the questions in the order in which they are asked. */
export const LEADING_RULES = ['oldest_due', 'largest_unpaid', 'city_order'] as const;
export type LeadingRule = (typeof LEADING_RULES)[number];

export interface LeadingParameters {
  rules: readonly LeadingRule[];
  /** 科目コード, most important first; the ones not named follow by their code. */
  cityOrder: readonly string[];
}

export const DEFAULT_LEADING: LeadingParameters = { rules: LEADING_RULES, cityOrder: [] };

export interface Leading {
  subjectId: string;
  /** What decided: `only` when there was nothing to choose. */
  rule: LeadingRule | 'only';
  /** The value that won and the best of the others, as *Why?* shows them. */
  value: string | number;
  over: string | number | null;
}

/**
 * Subjects that one call may settle together: inside one sharing group, and private claims apart from the rest, because a call
 * about a private claim may not even tell that there is a tax case which goes first (T05).
 */
export function consolidationGroup({ debtClass, sharingGroup }: Omit<SharingScope, 'subjectId'>): string {
  return `${debtClass === 'private' ? 'private' : 'public'}:${sharingGroup}`;
}

/**
 * Which subject calls a person first; it gives caller ID, window and credit. The other subjects of the group wait for it and
 * come next when it is done. The same debts always give the same leader, in whatever order they arrive.
 *
 * @param debts of one person, of one consolidation group. @returns null when nothing is owed
 */
export function leadingSubject(
  debts: readonly SubjectDebt[],
  { rules, cityOrder }: LeadingParameters = DEFAULT_LEADING,
): Leading | null {
  const first = debts[0];
  if (first === undefined) return null;
  if (debts.length === 1) return { subjectId: first.subjectId, rule: 'only', value: first.oldestDueOn, over: null };
  let left = debts;
  for (const rule of rules) {
    const measure = (debt: SubjectDebt) => measured(debt, rule, cityOrder);
    const best = left.reduce((a, b) => (before(measure(b), measure(a), rule) ? b : a));
    const equals = left.filter((debt) => measure(debt) === measure(best));
    const others = left.filter((debt) => measure(debt) !== measure(best)).map(measure);
    const over = others.length === 0 ? null : others.reduce((a, b) => (before(b, a, rule) ? b : a));
    if (equals.length === 1) return { subjectId: best.subjectId, rule, value: measure(best), over };
    left = equals;
  }
  // Equal in everything the city asks: the code decides, so that two runs agree.
  const byCode = [...left].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
  const [leader = first, second] = byCode;
  return { subjectId: leader.subjectId, rule: 'city_order', value: leader.subjectId, over: second?.subjectId ?? null };
}

function measured(debt: SubjectDebt, rule: LeadingRule, cityOrder: readonly string[]): string | number {
  if (rule === 'oldest_due') return debt.oldestDueOn;
  if (rule === 'largest_unpaid') return debt.unpaid;
  const place = cityOrder.indexOf(debt.subjectId);
  return place < 0 ? cityOrder.length : place;
}

const before = (a: string | number, b: string | number, rule: LeadingRule) =>
  rule === 'largest_unpaid' ? a > b : a < b;

/** The leader of each consolidation group in which the person owes, by group. */
export function leadersByGroup(
  debts: readonly SubjectDebt[],
  parameters: LeadingParameters = DEFAULT_LEADING,
): Map<string, Leading> {
  const leaders = new Map<string, Leading>();
  for (const [group, members] of Map.groupBy(debts, consolidationGroup)) {
    const leader = leadingSubject(members, parameters);
    if (leader) leaders.set(group, leader);
  }
  return leaders;
}

const NAMES: Record<LeadingRule, string> = {
  oldest_due: '納期限が最も古い科目',
  largest_unpaid: '未納額が最も多い科目',
  city_order: '市が定めた科目の順',
};

/** For *Why?*: `納期限が最も古い科目から架電(2023-06-30、次は 2024-01-31)`. */
export function leadingSentence({ rule, value, over }: Leading): string {
  if (rule === 'only') return 'この方の対象科目は一つだけです。';
  if (rule === 'city_order') return `${NAMES[rule]}により、この科目から架電します。`;
  const shown = (one: string | number) => (typeof one === 'number' ? `${one.toLocaleString('ja-JP')}円` : one);
  const next = over === null ? '' : `、次は ${shown(over)}`;
  return `${NAMES[rule]}から架電します(${shown(value)}${next})。`;
}

/** The city's stored value over the default; what is not understood is ignored rather than believed. */
export function leadingParameters(stored: unknown): LeadingParameters {
  if (stored === null || typeof stored !== 'object') return DEFAULT_LEADING;
  const { rules, cityOrder } = stored as { rules?: unknown; cityOrder?: unknown };
  const known = Array.isArray(rules) ? rules.filter((rule): rule is LeadingRule => LEADING_RULES.includes(rule)) : [];
  const order = Array.isArray(cityOrder) ? cityOrder.filter((id): id is string => typeof id === 'string') : [];
  return { rules: known.length > 0 ? known : LEADING_RULES, cityOrder: order };
}
