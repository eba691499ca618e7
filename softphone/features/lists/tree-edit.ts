import type { Condition, Leaf } from '../../../core/rules/extraction.ts';

export type Group = Extract<Condition, { op: 'and' | 'or' }>;

/** A node without its `not`, as the builder shows it: the negation is a switch of the row, not a row of its own. */
export function unwrapped(node: Condition): { negated: boolean; inner: Condition } {
  let negated = false;
  let inner = node;
  while (inner.op === 'not') {
    negated = !negated;
    inner = inner.of;
  }
  return { negated, inner };
}

export const wrapped = (inner: Condition, negated: boolean): Condition => (negated ? { op: 'not', of: inner } : inner);

/** The group with its child at `index` replaced, or taken away. */
export function withChild(group: Group, index: number, child: Condition | null): Group {
  const of = group.of.flatMap((one, at) => (at !== index ? [one] : child === null ? [] : [child]));
  return { ...group, of };
}

/** What the builder edits is always a group; a saved condition may be a single leaf. */
export function asGroup(condition: Condition): Group {
  return condition.op === 'and' || condition.op === 'or' ? condition : { op: 'and', of: [condition] };
}

const NEW_LEAVES: Record<Exclude<Leaf['op'], 'keys'>, Leaf> = {
  arrears: { op: 'arrears' },
  area: { op: 'area', towns: [] },
  age: { op: 'age' },
  kind: { op: 'kind', kind: 'individual' },
  language: { op: 'language', languages: ['foreign'] },
  household: { op: 'household', from: 2 },
  phone: { op: 'phone', type: 'any', has: true },
  agent: { op: 'agent', agents: [] },
  last_contact: { op: 'last_contact', talk: [] },
  promise: { op: 'promise', state: 'none' },
  last_call: { op: 'last_call', never: true },
  label: { op: 'label', texts: [] },
  stop: { op: 'stop', kinds: [] },
};

/** What the menu offers; keys begin with a file instead. */
export const LEAF_KINDS = Object.keys(NEW_LEAVES) as (keyof typeof NEW_LEAVES)[];

export const newLeaf = (op: keyof typeof NEW_LEAVES): Leaf => structuredClone(NEW_LEAVES[op]);
