import type { ArrearsLeaf, Condition, Leaf, Span } from './extraction.ts';
import { lineResultLabel, talkResultLabel } from './result-labels.ts';
import { stopName } from './stop-policy.ts';

/** Names for what a condition holds as codes. */
export interface ConditionNames {
  subject(id: string): string;
  agent(id: string): string;
  file(id: string): string;
}

/** The condition as one Japanese sentence: what the officer reads and approves, so nothing of it may be left out. */
export function conditionSentence(condition: Condition, names: ConditionNames): string {
  return `${part(condition, names, true)}${condition.op === 'and' && condition.of.length === 0 ? '' : '方'}`;
}

function part(condition: Condition, names: ConditionNames, outer = false): string {
  switch (condition.op) {
    case 'and':
    case 'or': {
      if (condition.of.length === 0) return condition.op === 'and' ? '対象者全員' : '該当なし';
      const parts = condition.of.map((one) => part(one, names, condition.of.length === 1 && outer));
      const joined = parts.join(condition.op === 'and' ? '、かつ' : '、または');
      return outer || parts.length === 1 ? joined : `(${joined})`;
    }
    case 'not':
      return `「${part(condition.of, names, true)}」に当たらない`;
    default:
      return leafText(condition, names);
  }
}

const either = (words: readonly string[]) => words.join('か');
const listed = (words: readonly string[]) => words.join('・');
const yen = (amount: number) => `${amount.toLocaleString('ja-JP')}円`;

/** `2026-04-01` → `2026年4月1日` */
function dayText(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

function spanText<T>({ from, to }: Span<T>, text: (value: T) => string): string {
  if (from !== undefined && to !== undefined) return from === to ? text(from) : `${text(from)}から${text(to)}まで`;
  if (from !== undefined) return `${text(from)}以上`;
  return to === undefined ? '' : `${text(to)}以下`;
}

function dateSpan({ from, to }: Span<string>): string {
  if (from !== undefined && to !== undefined)
    return from === to ? dayText(from) : `${dayText(from)}から${dayText(to)}まで`;
  if (from !== undefined) return `${dayText(from)}以降`;
  return to === undefined ? '' : `${dayText(to)}以前`;
}

const PHONE = { any: '電話番号', fixed: '固定電話の番号', mobile: '携帯電話の番号' } as const;

function leafText(leaf: Leaf, names: ConditionNames): string {
  switch (leaf.op) {
    case 'arrears':
      return arrearsText(leaf, names);
    case 'area':
      return `住所が${either(leaf.towns.map((town) => `「${town}」`))}で始まる`;
    case 'age':
      return `年齢が${spanText(leaf, (years) => `${years}歳`)}の`;
    case 'kind':
      return leaf.kind === 'corporate' ? '法人の' : '個人の';
    case 'language':
      return `言語が${either(leaf.languages.map((code) => (code === 'foreign' ? '日本語以外' : code)))}の`;
    case 'household':
      return `世帯の人数が${spanText(leaf, (size) => `${size}人`)}の`;
    case 'phone':
      return `使える${PHONE[leaf.type]}が${leaf.has ? 'ある' : 'ない'}`;
    case 'agent':
      return `最後の担当が${either(leaf.agents.map((id) => names.agent(id)))}の`;
    case 'last_contact':
      return lastContactText(leaf);
    case 'promise':
      return {
        promised: '納付約束の履行を待っている',
        broken: '納付約束が履行されなかった(一部を含む)',
        kept: '納付約束を履行した',
        former: '以前に納付約束をしたが今は約束のない',
        none: '納付約束をしたことのない',
      }[leaf.state];
    case 'last_call': {
      const called = leaf.from === undefined && leaf.to === undefined ? [] : [`最後の架電が${dateSpan(leaf)}の`];
      return [...called, ...(leaf.never ? ['まだ架電していない'] : [])].join('、または');
    }
    case 'label':
      return leaf.texts.length === 0 ? '付箋のある' : `付箋${either(leaf.texts.map((text) => `「${text}」`))}のある`;
    case 'stop':
      return leaf.kinds.length === 0 ? '停止区分のある' : `停止区分(${either(leaf.kinds.map(stopName))})のある`;
    case 'keys':
      return `キー一覧「${names.file(leaf.file)}」にある`;
  }
}

function lastContactText({ talk = [], line = [], never }: Extract<Leaf, { op: 'last_contact' }>): string {
  const results = [...talk.map((one) => talkResultLabel[one]), ...line.map((one) => lineResultLabel[one])];
  const contacted = results.length === 0 ? [] : [`前回の結果が${either(results)}の`];
  return [...contacted, ...(never ? ['交渉記録のない'] : [])].join('、または');
}

function arrearsText(leaf: ArrearsLeaf, names: ConditionNames): string {
  const { subjects, year, levyYear, taxableYear, periods, due, demanded, directDebit, dispositions, amount, count } =
    leaf;
  const fiscal = (value: number) => `${value}年度`;
  const of = [
    ...(subjects ? [listed(subjects.map((id) => names.subject(id)))] : []),
    ...(year ? [year === 'current' ? '現年' : '滞繰'] : []),
    ...(levyYear ? [`賦課年度${spanText(levyYear, fiscal)}`] : []),
    ...(taxableYear ? [`相当年度${spanText(taxableYear, fiscal)}`] : []),
    ...(periods ? [`第${periods.join('・')}期`] : []),
    ...(due ? [`納期限${dateSpan(due)}`] : []),
    ...(demanded === undefined ? [] : [demanded ? '督促済' : '督促前']),
    ...(directDebit === undefined ? [] : [directDebit ? '口座振替' : '口座振替以外']),
    ...(dispositions ? [`処分区分${either(dispositions.map((word) => (word === '' ? 'なし' : `「${word}」`)))}`] : []),
  ].join('・');
  const what = of === '' ? '未納' : `${of}の未納`;
  const howMany = count ? spanText(count, (open) => `${open}期`) : null;
  if (amount?.of === 'period') {
    const one = `${spanText(amount, yen)}の期がある`;
    return howMany === null ? `${what}に${one}` : `${what}が${howMany}あり、${one}`;
  }
  const measures = [...(amount ? [`合計${spanText(amount, yen)}`] : []), ...(howMany === null ? [] : [howMany])];
  return measures.length === 0 ? `${what}がある` : `${what}が${measures.join('で')}ある`;
}
