import { expect } from 'chai';
import fc from 'fast-check';
import { COMMON_SCRIPTS } from '../../api/scripts/common-scripts.ts';
import { mergeBlocks } from '../../api/scripts/merge-blocks.ts';
import { standardBlocks } from '../../api/scripts/standard-blocks.ts';
import { chooseScript, type ScriptScope, type ScriptWanted, scriptAttribute } from '../../core/rules/choose-script.ts';
import { blocksOfBody, openBlocks, type ScriptBlock, scriptBlockProblems } from '../../core/rules/script-blocks.ts';
import { DEBT_FIELDS, debtWordsIn, fieldsIn } from '../../core/rules/script-merge.ts';

const block = (id: string, more: Partial<ScriptBlock> = {}): ScriptBlock => ({
  id,
  kind: 'say',
  title: id,
  text: `${id}です。`,
  foreign: null,
  next: null,
  branches: [],
  ...more,
});
const door = (next: string, more: Partial<ScriptBlock> = {}) => block('door', { kind: 'identity', next, ...more });
const AMOUNT = { text: '{subject} {unpaid_total} 滞納' };

describe('rule: scripts of blocks', () => {
  for (const [title, blocks, problems] of [
    ['amounts behind the door', [block('a', { next: 'door' }), door('b'), block('b', AMOUNT)], 0],
    ['amounts in the first block', [block('a', AMOUNT)], 3],
    [
      'a branch around the door',
      [block('a', { next: 'door', branches: [{ label: 'x', to: 'b' }] }), door('b'), block('b', AMOUNT)],
      3,
    ],
    [
      'where the check failed',
      [
        block('a', { next: 'door' }),
        door('c', { branches: [{ label: '不可', to: 'b' }] }),
        block('b', AMOUNT),
        block('c'),
      ],
      3,
    ],
    ['a tax word in an answer', [block('a', { branches: [{ label: '納税済', to: 'a' }] })], 1],
    ['a tax word in the foreign text', [block('a', { foreign: 'Tiền thuế của anh' })], 1],
    ['a field nobody listed', [block('a', { text: '{password}' })], 1],
    ['a way to nowhere', [block('a', { next: 'z' })], 1],
    ['two of one name', [block('a'), block('a')], 1],
    ['nothing', [], 1],
    ['no words', [block('a', { text: ' ' })], 1],
    ['seven answers', [block('a', { branches: Array.from({ length: 7 }, () => ({ label: 'はい', to: 'a' })) })], 1],
    ['back to the beginning', [block('a', { next: 'door' }), door('b'), block('b', { ...AMOUNT, next: 'a' })], 0],
  ] as [string, ScriptBlock[], number][]) {
    it(`${problems === 0 ? 'takes' : 'refuses'} ${title}`, () => {
      expect(scriptBlockProblems(blocks)).to.have.length(problems);
    });
  }

  it('the standard scripts may be saved, and those with another language have it in every block', () => {
    for (const debtClass of ['tax', 'compulsory_public', 'public', 'private'] as const)
      expect(scriptBlockProblems(standardBlocks(debtClass))).to.deep.equal([]);
    for (const { name, language, blocks } of COMMON_SCRIPTS) {
      expect(scriptBlockProblems(blocks), name).to.deep.equal([]);
      if (language)
        expect(
          blocks.every(({ foreign }) => foreign !== null),
          name,
        ).to.equal(true);
    }
  });

  it('never lets a sum or a word of debt on the screen before the check, whatever the script that may be saved', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const anyText = fc
      .array(fc.constantFrom('こんにちは', '{name}', '{unpaid_total}', '{subject}', '滞納', '{as_of}'), {
        minLength: 1,
        maxLength: 3,
      })
      .map((words) => words.join(' '));
    const anyBlocks = fc.tuple(
      ...ids.map((id) =>
        fc.record({
          id: fc.constant(id),
          kind: fc.constantFrom('say' as const, 'say' as const, 'identity' as const),
          title: fc.constant(id),
          text: anyText,
          foreign: fc.option(anyText),
          next: fc.option(fc.constantFrom(...ids)),
          branches: fc.array(fc.record({ label: fc.constant('はい'), to: fc.constantFrom(...ids) }), { maxLength: 2 }),
        }),
      ),
    );
    const values = Object.fromEntries(DEBT_FIELDS.map((field) => [field, `<${field}>`]));
    let saved = 0;
    fc.assert(
      fc.property(anyBlocks, (blocks) => {
        const row = {
          id: 's',
          subjectId: null,
          stage: null,
          attribute: null,
          language: null,
          name: '滞納 催告',
          validFrom: '',
          validTo: null,
        };
        const view = mergeBlocks({ ...row, blocks }, values, false);
        const shown = JSON.stringify(view);
        for (const field of DEBT_FIELDS) expect(shown).to.not.include(`<${field}>`);
        if (scriptBlockProblems(blocks).length > 0) return;
        saved += 1;
        expect(debtWordsIn(shown)).to.deep.equal([]);
        expect(fieldsIn(view.body)).to.deep.equal([]);
      }),
      { numRuns: 2_000, seed: 4 },
    );
    expect(saved).to.be.greaterThan(20);
  });

  it('reads a plain text with the line of the check as two blocks and a door', () => {
    const blocks = blocksOfBody('{name}様ですか。\n【本人確認後】\n{unpaid_total}です。');
    expect(blocks.map(({ kind }) => kind)).to.deep.equal(['identity', 'say']);
    expect([...openBlocks(blocks)]).to.deep.equal(['opening']);
    expect(openBlocks(blocksOfBody('{name}様ですか。')).size).to.equal(1);
  });
});

describe('rule: which script', () => {
  const script = (id: string, more: Partial<ScriptScope> = {}): ScriptScope => ({
    id,
    subjectId: null,
    stage: null,
    attribute: null,
    language: null,
    validFrom: '2026-01-01',
    validTo: null,
    ...more,
  });
  const all = [
    script('any'),
    script('tax', { subjectId: '01' }),
    script('tax-old', { subjectId: '01', validFrom: '2025-01-01' }),
    script('tax-new', { subjectId: '01', validFrom: '2026-12-01' }),
    script('tax-ended', { subjectId: '01', stage: '催告', validTo: '2026-11-19' }),
    script('tax-2', { subjectId: '01', stage: '催告 2回目' }),
    script('firm', { attribute: 'corporate' }),
    script('dead', { attribute: 'deceased' }),
    script('in', { attribute: 'inbound' }),
    script('ne', { language: 'ne' }),
  ];
  const wanted: ScriptWanted = {
    subjectId: '01',
    stage: '催告 1回目',
    attribute: 'individual',
    language: null,
    campaignScriptId: null,
    today: '2026-11-20',
  };
  for (const [title, more, expected] of [
    ['the subject’s own, the newest of today', {}, 'tax'],
    ['the campaign’s own among the equally narrow', { campaignScriptId: 'tax-old' }, 'tax-old'],
    ['one of another day never', { campaignScriptId: 'tax-new' }, 'tax'],
    ['a stage', { stage: '催告 2回目' }, 'tax-2'],
    ['another subject', { subjectId: '02' }, 'any'],
    ['a firm', { attribute: 'corporate' }, 'firm'],
    ['somebody who died, in whatever language', { attribute: 'deceased', language: 'ne' }, 'dead'],
    ['a language', { language: 'ne', stage: '催告 2回目' }, 'ne'],
    ['a language nobody wrote in', { language: 'vi' }, 'tax'],
    ['a caller', { attribute: 'inbound' }, 'in'],
    ['the last day of a script', { today: '2026-11-19' }, 'tax-ended'],
  ] as [string, Partial<ScriptWanted>, string][]) {
    it(`takes ${title}`, () => {
      expect(chooseScript(all, { ...wanted, ...more })?.id).to.equal(expected);
      expect(chooseScript([...all].reverse(), { ...wanted, ...more })?.id).to.equal(expected);
    });
  }
  it('takes none where none is for the case, and never asks for the dead', () => {
    expect(chooseScript([script('x', { subjectId: '09' })], wanted)).to.equal(null);
    expect(scriptAttribute({ deceased: true, corporate: false }, true)).to.equal('deceased');
    expect(scriptAttribute({ deceased: false, corporate: true }, true)).to.equal('inbound');
    expect(scriptAttribute({ deceased: false, corporate: true }, false)).to.equal('corporate');
  });
});
