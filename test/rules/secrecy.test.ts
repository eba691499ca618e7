import { expect } from 'chai';
import fc from 'fast-check';
import { debtStage, newestDemand, unpaidPeriods } from '../../core/rules/debt-stage.ts';
import {
  DEBT_FIELDS,
  mergeScript,
  OPENING_FIELDS,
  scriptProblems,
  splitScript,
} from '../../core/rules/script-merge.ts';
import { maySee, type SharingScope, visibleTo } from '../../core/rules/sharing.ts';
import { MASK_TEXT, maskPerson, mayShow, visibleHousehold } from '../../core/rules/shield.ts';

describe('rule: shield', () => {
  const secret = fc.string({ minLength: 4 }).map((text) => `SECRET${text}`);

  it('masks every text, list and object of a shielded or unknown person, known field or not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(true, null, undefined),
        fc.dictionary(
          fc.string({ maxLength: 8 }).map((key) => `x_${key}`),
          fc.oneof(secret, fc.array(secret), fc.record({ x: secret })),
        ),
        (shielded, fields) => {
          const row = {
            ...fields,
            name: 'SECRET',
            phones: ['SECRET'],
            address: { line: 'SECRET' },
            shielded: shielded ?? null,
          };
          for (const viewer of [{ privileged: false }, null, undefined]) {
            const masked = maskPerson(row, viewer);
            expect(JSON.stringify(Object.values(masked))).to.not.include('SECRET');
            expect(masked).to.include({ masked: true, shielded: true, name: MASK_TEXT });
          }
        },
      ),
    );
  });

  it('shows to the privileged, and everybody who is known not to be shielded', () => {
    const row = { id: 7, name: '山口 直子', shielded: true };
    expect(maskPerson(row, { privileged: true })).to.deep.equal({ ...row, masked: false });
    expect(maskPerson({ ...row, shielded: false }, null)).to.include({ name: '山口 直子', masked: false });
    expect(maskPerson(row, { privileged: false }).id).to.equal(7);
    expect(mayShow(undefined, { privileged: false })).to.equal(false);
  });

  it('cuts the household in both directions', () => {
    const family = [{ name: 'a', shielded: false }, { name: 'b', shielded: true }, { name: 'c' }];
    const ordinary = { privileged: false };
    expect(visibleHousehold({ shielded: false }, family, ordinary)).to.deep.equal([family[0]]);
    expect(visibleHousehold({ shielded: true }, family, ordinary)).to.deep.equal([]);
    expect(visibleHousehold({}, family, ordinary)).to.deep.equal([]);
    expect(visibleHousehold({ shielded: false }, family, { privileged: true })).to.have.length(3);
  });
});

describe('rule: sharing', () => {
  const scope = fc.record({
    subjectId: fc.constantFrom('a', 'b'),
    debtClass: fc.constantFrom('tax' as const, 'compulsory_public' as const, 'public' as const, 'private' as const),
    sharingGroup: fc.constantFrom('g1', 'g2'),
  });

  it('never crosses a group; a private claim sees neither tax nor unknown origin', () => {
    fc.assert(
      fc.property(scope, fc.option(scope), (viewer, source) => {
        const sees = maySee(viewer, source);
        if (source && source.sharingGroup !== viewer.sharingGroup) expect(sees).to.equal(false);
        if (viewer.debtClass === 'private' && (source === null || source.debtClass === 'tax'))
          expect(sees).to.equal(false);
        if (source && source.sharingGroup === viewer.sharingGroup && source.debtClass !== 'tax')
          expect(sees).to.equal(true);
      }),
    );
  });

  it('filters facts by their source', () => {
    const tax: SharingScope = { subjectId: 't', debtClass: 'tax', sharingGroup: 'g' };
    const lunch: SharingScope = { subjectId: 'l', debtClass: 'private', sharingGroup: 'g' };
    const facts = [
      { id: 1, source: tax },
      { id: 2, source: lunch },
      { id: 3, source: null },
    ];
    expect(visibleTo(lunch, facts).map(({ id }) => id)).to.deep.equal([2]);
    expect(visibleTo(tax, facts).map(({ id }) => id)).to.deep.equal([1, 2, 3]);
  });
});

describe('rule: stage of a debt', () => {
  for (const [attempts, demandIssuedOn, expected] of [
    [0, null, '納付案内 1回目'],
    [1, null, '納付案内 2回目'],
    [0, '2026-08-20', '催告 1回目'],
    [2, '2026-08-20', '催告 3回目'],
    [9, '2026-08-20', '催告 4回目以降'],
  ] as const) {
    it(`${attempts} attempts, 督促 ${demandIssuedOn ?? 'not sent'}: ${expected}`, () =>
      expect(debtStage({ attempts, demandIssuedOn })).to.equal(expected));
  }

  it('counts periods that are open and due', () => {
    const items = [
      { unpaid: 1, dueDate: '2026-06-30', demandIssuedOn: '2026-07-20' },
      { unpaid: 1, dueDate: '2026-11-24', demandIssuedOn: null },
      { unpaid: 0, dueDate: '2026-06-30', demandIssuedOn: '2026-09-20' },
    ];
    expect(unpaidPeriods(items, '2026-11-24')).to.equal(1);
    expect(newestDemand(items)).to.equal('2026-07-20');
    expect(newestDemand([])).to.equal(null);
  });
});

describe('rule: scripts', () => {
  const values = Object.fromEntries([...OPENING_FIELDS, ...DEBT_FIELDS].map((field) => [field, `<${field}>`]));
  const body = '{city} {section}の{agent}です。{name}様ですか。\n【本人確認後】\n{subject}が{unpaid_total}です。';

  it('fills in, and before the check no debt field wherever it stands', () => {
    expect(scriptProblems(body)).to.deep.equal([]);
    expect(mergeScript(body, values, true)).to.include('<subject>が<unpaid_total>');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...OPENING_FIELDS, ...DEBT_FIELDS)), (fields) => {
        const text = mergeScript(fields.map((field) => `{${field}}`).join(' '), values, false);
        for (const field of DEBT_FIELDS) expect(text).to.not.include(`<${field}>`);
      }),
    );
    expect(splitScript(body)).to.deep.equal({
      opening: '{city} {section}の{agent}です。{name}様ですか。',
      afterIdentity: '{subject}が{unpaid_total}です。',
    });
  });

  it('refuses a field nobody listed, and a word of debt before the check', () => {
    expect(scriptProblems('{password}')).to.have.length(1);
    expect(() => mergeScript('{password}', values, true)).to.throw(RangeError);
    expect(scriptProblems('{unpaid_total}')).to.have.length(1);
    expect(scriptProblems('滞納の件です。')).to.have.length(1);
    expect(scriptProblems('【本人確認後】\n滞納の件です。')).to.deep.equal([]);
  });
});
