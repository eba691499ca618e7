import { expect } from 'chai';
import fc from 'fast-check';
import {
  type ArrearsLeaf,
  type Condition,
  EVERYBODY,
  firstCurrentYear,
  fiscalYear,
  leavesOf,
  MAX_ARREARS_LEAVES,
  MAX_LEAVES,
} from '../../core/rules/extraction.ts';
import { conditionProblems } from '../../core/rules/extraction-problems.ts';
import { conditionSentence } from '../../core/rules/extraction-sentence.ts';
import { listScope } from '../../core/rules/list-scope.ts';

const names = { subject: (id: string) => `科目${id}`, agent: () => '佐藤', file: () => 'keys.csv' };
const said = (condition: Condition) => conditionSentence(condition, names);
const arrears = (leaf: Omit<ArrearsLeaf, 'op'> = {}): Condition => ({ op: 'arrears', ...leaf });

describe('rules: conditions of a list', () => {
  const sentences: [Condition, string][] = [
    [EVERYBODY, '対象者全員'],
    [arrears(), '未納がある方'],
    [
      arrears({ subjects: ['1', '2'], year: 'carried', amount: { of: 'person', from: 50_000 } }),
      '科目1・科目2・滞繰の未納が合計50,000円以上ある方',
    ],
    [
      arrears({
        due: { from: '2026-04-01', to: '2026-09-30' },
        demanded: true,
        directDebit: false,
        count: { from: 2, to: 3 },
      }),
      '納期限2026年4月1日から2026年9月30日まで・督促済・口座振替以外の未納が2期から3期まである方',
    ],
    [
      arrears({ amount: { of: 'period', to: 9_999 }, dispositions: ['', '分納'] }),
      '処分区分なしか「分納」の未納に9,999円以下の期がある方',
    ],
    [{ op: 'not', of: { op: 'stop', kinds: ['lawyer'] } }, '「停止区分(弁護士等受任)のある」に当たらない方'],
    [
      {
        op: 'or',
        of: [
          {
            op: 'and',
            of: [
              { op: 'kind', kind: 'individual' },
              { op: 'age', from: 65 },
            ],
          },
          { op: 'label', texts: ['要注意'] },
        ],
      },
      '(個人の、かつ年齢が65歳以上の)、または付箋「要注意」のある方',
    ],
    [
      { op: 'last_contact', talk: ['promise'], line: ['busy'], never: true },
      '前回の結果が納付約束か話中の、または交渉記録のない方',
    ],
    [
      { op: 'last_call', to: '2026-10-31', never: true },
      '最後の架電が2026年10月31日以前の、またはまだ架電していない方',
    ],
    [{ op: 'keys', file: 'x' }, 'キー一覧「keys.csv」にある方'],
  ];
  for (const [condition, sentence] of sentences) it(sentence, () => expect(said(condition)).to.equal(sentence));

  const faults: [Condition, RegExp][] = [
    [{ op: 'or', of: [] }, /条件のないグループ/],
    [{ op: 'and', of: [{ op: 'and', of: [] }] }, /条件のないグループ/],
    [{ op: 'not', of: EVERYBODY }, /条件のないグループ/],
    [{ op: 'age' }, /年齢の範囲を入力/],
    [{ op: 'age', from: 65, to: 20 }, /年齢の範囲が逆/],
    [{ op: 'age', from: 1.5 }, /年齢の値/],
    [{ op: 'area', towns: [' '] }, /地区・町丁を入力/],
    [{ op: 'last_call' }, /最終架電日の範囲/],
    [{ op: 'last_call', from: '2026-02-30' }, /日付が正しくありません/],
    [{ op: 'last_contact' }, /前回接触結果/],
    [arrears({ amount: { of: 'person' } }), /滞納額の範囲/],
    [arrears({ subjects: ['lunch'] }), /情報を使えない科目/],
    [
      {
        op: 'and',
        of: Array.from({ length: MAX_LEAVES + 1 }, () => ({ op: 'kind' as const, kind: 'individual' as const })),
      },
      /個まで/,
    ],
    [{ op: 'and', of: Array.from({ length: MAX_ARREARS_LEAVES + 1 }, () => arrears()) }, /未納の条件は/],
  ];
  for (const [condition, pattern] of faults)
    it(`refuses ${JSON.stringify(condition).slice(0, 60)}`, () =>
      expect(conditionProblems(condition, { sources: ['tax'] }).join()).to.match(pattern));

  it('finds nothing wrong with everybody, nor with a wait without dates', () => {
    expect(conditionProblems(EVERYBODY)).to.deep.equal([]);
    expect(conditionProblems({ op: 'last_call', never: true })).to.deep.equal([]);
  });

  it('keeps last year 現年 through April and May, and rolls it over on the first of June', () => {
    const table: [string, number, number][] = [
      ['2026-03-31', 2025, 2025],
      ['2026-04-01', 2026, 2025],
      ['2026-05-31', 2026, 2025],
      ['2026-06-01', 2026, 2026],
      ['2027-01-01', 2026, 2026],
    ];
    for (const [day, fiscal, first] of table)
      expect([fiscalYear(day), firstCurrentYear(day)], day).to.deep.equal([fiscal, first]);
  });

  it('says every leaf of a condition, however it is nested', () => {
    const leaf = fc.integer({ min: 20, max: 99 }).map((from): Condition => ({ op: 'age', from }));
    const tree = fc.letrec<{ tree: Condition }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((of): Condition => ({ op: 'and', of })),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((of): Condition => ({ op: 'or', of })),
        tie('tree').map((of): Condition => ({ op: 'not', of })),
      ),
    })).tree;
    fc.assert(
      fc.property(tree, (condition) => {
        const ages = [...said(condition).matchAll(/年齢が(\d+)歳以上/g)].map(([, age]) => Number(age));
        expect(ages).to.deep.equal(leavesOf(condition).map((one) => (one.op === 'age' ? one.from : null)));
      }),
    );
  });

  it('lets a list use what each of its subjects may know, and facts without a subject only outside private claims', () => {
    const subjects = [
      { subjectId: 'tax', debtClass: 'tax', sharingGroup: 'a' },
      { subjectId: 'health', debtClass: 'compulsory_public', sharingGroup: 'a' },
      { subjectId: 'lunch', debtClass: 'private', sharingGroup: 'b' },
      { subjectId: 'odd', debtClass: 'private', sharingGroup: 'a' },
    ] as const;
    expect(listScope(['health'], subjects)).to.deep.equal({
      subjectIds: ['health'],
      sources: ['tax', 'health', 'odd'],
      unknownSources: true,
    });
    expect(listScope(['odd'], subjects)).to.deep.include({ sources: ['health', 'odd'], unknownSources: false });
    expect(listScope(['tax', 'odd'], subjects)).to.equal(null);
    expect(listScope(['tax', 'tax'], subjects)?.subjectIds).to.deep.equal(['tax']);
  });
});
