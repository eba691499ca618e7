import { expect } from 'chai';
import type { Condition } from '../../core/rules/extraction.ts';
import { conditionProblems } from '../../core/rules/extraction-problems.ts';
import {
  asGroup,
  LEAF_KINDS,
  newLeaf,
  unwrapped,
  withChild,
  wrapped,
} from '../../softphone/features/lists/tree-edit.ts';

const age: Condition = { op: 'age', from: 65 };
const kind: Condition = { op: 'kind', kind: 'corporate' };

describe('softphone: editing a condition', () => {
  it('shows a negation as a switch, however often it was said', () => {
    expect(unwrapped(age)).to.deep.equal({ negated: false, inner: age });
    expect(unwrapped(wrapped(age, true))).to.deep.equal({ negated: true, inner: age });
    expect(unwrapped({ op: 'not', of: { op: 'not', of: age } })).to.deep.equal({ negated: false, inner: age });
    expect(wrapped(age, false)).to.equal(age);
  });

  it('replaces and removes a row without touching the others or the group it came from', () => {
    const group = { op: 'or' as const, of: [age, kind] };
    expect(withChild(group, 1, age)).to.deep.equal({ op: 'or', of: [age, age] });
    expect(withChild(group, 0, null)).to.deep.equal({ op: 'or', of: [kind] });
    expect(group.of).to.deep.equal([age, kind]);
  });

  it('edits a saved single leaf as a group of one', () => {
    expect(asGroup(age)).to.deep.equal({ op: 'and', of: [age] });
    expect(asGroup({ op: 'not', of: age })).to.deep.equal({ op: 'and', of: [{ op: 'not', of: age }] });
  });

  it('offers every kind, each a new object that is at most unfinished', () => {
    for (const one of LEAF_KINDS) {
      expect(newLeaf(one).op).to.equal(one);
      expect(newLeaf(one)).to.not.equal(newLeaf(one));
      expect(conditionProblems(newLeaf(one)).length, one).to.be.at.most(1);
    }
  });
});
