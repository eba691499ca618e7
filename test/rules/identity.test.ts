import { expect } from 'chai';
import fc from 'fast-check';
import { CONTACT_ROLES, type ContactRoleKind, representsPerson, roleInForce } from '../../core/rules/contact-role.ts';
import {
  DEFAULT_IDENTITY_POLICY,
  IDENTITY_RESULTS,
  IDENTITY_SPEAKERS,
  type IdentityPolicy,
  type IdentitySpeaker,
  type IdentitySubject,
  identityPolicy,
  judgeIdentity,
  unlocksDebt,
} from '../../core/rules/identity.ts';

const factors = ['birth_date', 'address', 'notice_no', 'insured_no'] as const;
const anyAnswers = fc.record({
  nameResult: fc.constantFrom(...IDENTITY_RESULTS),
  factors: fc.array(
    fc.record({
      factor: fc.constantFrom(...factors),
      result: fc.constantFrom('matched' as const, ...IDENTITY_RESULTS),
    }),
    { maxLength: 5 },
  ),
});
const anyPolicy: fc.Arbitrary<IdentityPolicy> = fc.record({
  factors: fc.integer({ min: 0, max: 3 }),
  household: fc.constantFrom('never', 'with_role', 'with_check'),
});
const anyPerson: fc.Arbitrary<IdentitySubject> = fc.record({
  corporate: fc.boolean(),
  deceased: fc.boolean(),
  shielded: fc.boolean(),
  roles: fc.subarray([...CONTACT_ROLES]),
});
const ALL_MATCHED = {
  nameResult: 'matched' as const,
  factors: factors.map((factor) => ({ factor, result: 'matched' as const })),
};
const living: IdentitySubject = { corporate: false, deceased: false, shielded: false, roles: [] };

describe('rule: identity', () => {
  it('passes with the name and two different facts, and with nothing less', () => {
    fc.assert(
      fc.property(anyAnswers, anyPolicy, (answers, policy) => {
        const matched = new Set(
          answers.factors.filter(({ result }) => result === 'matched').map(({ factor }) => factor),
        ).size;
        const expected =
          answers.nameResult === 'matched' &&
          answers.factors.every(({ result }) => result !== 'failed') &&
          matched >= Math.max(2, policy.factors);
        const verdict = judgeIdentity({ ...answers, speaker: 'principal' }, policy);
        expect(verdict.passed).to.equal(expected);
        expect(verdict.message).to.match(/。$/);
      }),
      { numRuns: 500 },
    );
  });

  it('unlocks nothing for a third party, whatever matched, whoever the person, whatever the city set', () => {
    fc.assert(
      fc.property(anyAnswers, anyPolicy, anyPerson, (answers, policy, person) => {
        expect(judgeIdentity({ ...answers, speaker: 'third_party' }, policy, person).passed).to.equal(false);
      }),
    );
    expect(unlocksDebt(true, 'third_party')).to.equal(false);
    expect(unlocksDebt(false, 'principal')).to.equal(false);
    expect(unlocksDebt(true, null)).to.equal(true);
  });

  it('never passes somebody whom the same answers would not pass as the living person', () => {
    fc.assert(
      fc.property(
        anyAnswers,
        anyPolicy,
        anyPerson,
        fc.constantFrom(...IDENTITY_SPEAKERS),
        (answers, policy, person, speaker) => {
          const { passed } = judgeIdentity({ ...answers, speaker }, policy, person);
          if (passed) expect(judgeIdentity({ ...answers, speaker: 'principal' }, policy, living).passed).to.equal(true);
        },
      ),
    );
  });

  for (const [title, speaker, person, household, passed] of [
    ['the person', 'principal', {}, 'never', true],
    ['a corporation’s own voice', 'principal', { corporate: true }, 'never', true],
    ['the name of somebody who died (T22)', 'principal', { deceased: true }, 'with_check', false],
    ['a representative nobody wrote down', 'representative', {}, 'with_check', false],
    ['an agent in force', 'representative', { roles: ['agent'] }, 'never', true],
    ['a guardian in force', 'representative', { roles: ['guardian'] }, 'never', true],
    ['an employer who withholds', 'representative', { roles: ['withholding_agent'] }, 'never', false],
    ['a household member as a representative', 'representative', { roles: ['household'] }, 'with_check', false],
    ['an heir of somebody who lives', 'representative', { roles: ['heir_representative'] }, 'never', false],
    ['the heirs’ representative', 'representative', { deceased: true, roles: ['heir_representative'] }, 'never', true],
    ['the agent of somebody who died', 'representative', { deceased: true, roles: ['agent'] }, 'never', false],
    [
      'the accountant of a corporation (T23)',
      'representative',
      { corporate: true, roles: ['corporate_officer'] },
      'never',
      true,
    ],
    ['a corporation’s officer about a person', 'representative', { roles: ['corporate_officer'] }, 'never', false],
    ['the household, by default', 'household', {}, 'never', false],
    ['the household, named', 'household', { roles: ['household'] }, 'with_role', true],
    ['the household, not named', 'household', {}, 'with_role', false],
    ['the household, checked', 'household', {}, 'with_check', true],
    ['the household of somebody protected (W11)', 'household', { shielded: true }, 'with_check', false],
    [
      'the household of somebody protected, named',
      'household',
      { shielded: true, roles: ['household'] },
      'with_role',
      false,
    ],
    ['an agent of somebody protected', 'representative', { shielded: true, roles: ['agent'] }, 'never', true],
    ['the household of somebody who died', 'household', { deceased: true, roles: ['household'] }, 'with_check', false],
  ] as [string, IdentitySpeaker, Partial<IdentitySubject>, IdentityPolicy['household'], boolean][]) {
    it(`${passed ? 'lets' : 'does not let'} hear: ${title}`, () => {
      const verdict = judgeIdentity({ ...ALL_MATCHED, speaker }, { factors: 2, household }, { ...living, ...person });
      expect(verdict.passed, verdict.message).to.equal(passed);
    });
  }

  it('reads the city’s setting, and of what it does not understand the careful side', () => {
    for (const [value, expected] of [
      [undefined, DEFAULT_IDENTITY_POLICY],
      ['all', DEFAULT_IDENTITY_POLICY],
      [{ factors: 1, household: 'anybody' }, DEFAULT_IDENTITY_POLICY],
      [{ factors: 9 }, { factors: 3, household: 'never' }],
      [
        { factors: 2.5, household: 'with_check' },
        { factors: 2, household: 'with_check' },
      ],
      [
        { factors: 3, household: 'with_role' },
        { factors: 3, household: 'with_role' },
      ],
    ] as [unknown, IdentityPolicy][])
      expect(identityPolicy(value)).to.deep.equal(expected);
  });

  it('counts both ends of a role', () => {
    const role = { validFrom: '2026-11-20', validTo: '2026-11-21' };
    expect(['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'].map((day) => roleInForce(role, day))).to.deep.equal(
      [false, true, true, false],
    );
    expect(roleInForce({ ...role, validTo: null }, '2099-01-01')).to.equal(true);
    for (const kind of CONTACT_ROLES as readonly ContactRoleKind[])
      if (kind !== 'heir_representative')
        expect(representsPerson(kind, { deceased: true, corporate: false }), kind).to.equal(false);
  });
});
