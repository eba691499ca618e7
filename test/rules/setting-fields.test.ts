import { expect } from 'chai';
import { DIALLING_FIELDS, diallingProblems, POOL_FIELDS } from '../../core/rules/dialling-fields.ts';
import { DEFAULT_DIALLING } from '../../core/rules/dialling-parameters.ts';
import { DEFAULT_POOL } from '../../core/rules/pool-parameters.ts';
import { fieldProblem } from '../../core/rules/setting-fields.ts';
import { DEFAULT_STOP_POLICY } from '../../core/rules/stop-policy.ts';
import { stopPolicyChanges, stopPolicyProblems } from '../../core/rules/stop-policy-problems.ts';
import { draftValue } from '../../softphone/features/settings/draft.ts';

describe('the page of settings', () => {
  it('has a field for every parameter, and takes every default', () => {
    const names = (fields: readonly { name: string }[]) => fields.map(({ name }) => name).sort();
    expect(names(DIALLING_FIELDS)).to.deep.equal(Object.keys(DEFAULT_DIALLING).sort());
    expect(names(POOL_FIELDS)).to.deep.equal(Object.keys(DEFAULT_POOL).sort());
    expect(diallingProblems({ ...DEFAULT_DIALLING }, DEFAULT_DIALLING)).to.deep.equal([]);
    const pool: Record<string, unknown> = { ...DEFAULT_POOL };
    for (const field of POOL_FIELDS)
      if (pool[field.name] !== null) expect(fieldProblem(field, pool[field.name]), field.name).to.equal(null);
    expect(stopPolicyProblems(DEFAULT_STOP_POLICY)).to.deep.equal([]);
    expect(stopPolicyChanges(DEFAULT_STOP_POLICY, DEFAULT_STOP_POLICY)).to.equal('');
  });

  it('reads what is typed on a Japanese keyboard; what is emptied is inherited again', () => {
    const base = { maxAttemptsPerDay: 3, mobileFirst: false, corporateOpens: '10:00' };
    expect(draftValue(DIALLING_FIELDS, base, { maxAttemptsPerDay: '４', mobileFirst: '' })).to.deep.equal({
      maxAttemptsPerDay: 4,
      corporateOpens: '10:00',
    });
    expect(draftValue(DIALLING_FIELDS, {}, { busyRetries: 'たくさん' })['busyRetries']).to.be.NaN;
  });
});
