import { expect } from 'chai';
import { DEFAULT_DIALLING } from '../../core/rules/dialling-parameters.ts';
import { keptRuleText, ruleText } from '../../softphone/features/why/rule-words.ts';

describe('words of Why?', () => {
  for (const [rule, value, expected] of [
    ['maxAttemptsPerBand', '1', '1日・時間帯ごとの上限 1回'],
    ['turn', 'untouched', '初めての架電'],
    ['turn', 'no_answer', '応答なしの後'],
    ['attempt', '2 of 6', '2回目(上限6回)'],
    ['phone', 'automatic mobile position 2', '携帯(登録2番目)を自動選択'],
    ['phone', 'by_hand work', '従事者が番号を選択'],
    ['phone', 'sharing,unallocated', '番号: この科目では使用不可、欠番'],
    ['leading_subject', '03 oldest_due 2023-06-30', '先に架電する科目: 納期限が最も古い(2023-06-30)'],
    ['calendar', '08:30-17:00', '暦 08:30-17:00'],
    ['consolidation', 'household', '同じ世帯'],
    ['unpaid', '0', '未納額 0円'],
    ['stop_flag', 'lawyer', '連絡停止: 弁護士等受任'],
    ['a_rule_of_tomorrow', '7', 'a_rule_of_tomorrow 7'],
  ] as const) {
    it(`${rule}: ${value} → ${expected}`, () => expect(ruleText(rule, value)).to.equal(expected));
  }

  it('a number of somebody else is told in the words of a number that is none', () => {
    expect(ruleText('phone', 'not_own')).to.equal(ruleText('phone', 'unusable'));
  });

  it('every number of the dialling rules has a name, whatever the engine keeps of it', () => {
    const numbers = Object.entries(DEFAULT_DIALLING).filter(([, value]) => typeof value === 'number');
    expect(numbers.map(([name]) => name).filter((name) => ruleText(name, '1').includes(name))).to.deep.equal([]);
  });

  it('what the redial rule kept: no empty value, no key of a row, times in the city’s clock', () => {
    const kept = { line: 'no_answer', talk: null, noAnswerRetryMin: 60, notBefore: '2026-11-20T15:00:00.000Z' };
    expect(keptRuleText(kept)).to.deep.equal(['応答なし', '不在後の間隔 60分', '11/21 00:00 以降']);
    expect(keptRuleText({ rule: 'credited', target: 7, call: 'c', talk: 'promise' })).to.deep.equal(['納付約束']);
    expect(keptRuleText({ rule: 'maxAttemptsPerDay', value: '2' })).to.deep.equal(['1日の上限 2回']);
    expect(keptRuleText(null)).to.deep.equal([]);
  });
});
