import {
  type ArrearsLeaf,
  type Condition,
  type Leaf,
  leavesOf,
  MAX_ARREARS_LEAVES,
  MAX_DEPTH,
  MAX_LEAVES,
  type Span,
} from './extraction.ts';

/** Longest list of words in one leaf: a hundred towns are a file of keys. */
const MAX_WORDS = 100;

export interface ConditionBounds {
  /** Subjects whose facts the list may use (`ListScope.sources`); null = not asked here. */
  sources: readonly string[] | null;
}

/** What is wrong with a condition, in words for the one who is writing it; empty when it can be counted. */
export function conditionProblems(condition: Condition, { sources }: ConditionBounds = { sources: null }): string[] {
  const leaves = leavesOf(condition);
  const problems = [
    ...(depthOf(condition) > MAX_DEPTH ? [`条件の入れ子は${MAX_DEPTH}段までです。`] : []),
    ...(leaves.length > MAX_LEAVES ? [`条件は${MAX_LEAVES}個までです。`] : []),
    ...(leaves.filter(({ op }) => op === 'arrears').length > MAX_ARREARS_LEAVES
      ? [`未納の条件は${MAX_ARREARS_LEAVES}個までです。`]
      : []),
    ...(hasEmptyGroup(condition, true)
      ? ['条件のないグループがあります。条件を加えるか、グループを消してください。']
      : []),
    ...leaves.flatMap((leaf) => leafProblems(leaf, sources)),
  ];
  return [...new Set(problems)];
}

function depthOf(condition: Condition): number {
  if (condition.op === 'not') return 1 + depthOf(condition.of);
  if (condition.op === 'and' || condition.op === 'or') return 1 + Math.max(0, ...condition.of.map(depthOf));
  return 0;
}

/** Only the outermost `and` may be empty: everybody. An empty `or` inside a condition would quietly be nobody. */
function hasEmptyGroup(condition: Condition, outer: boolean): boolean {
  if (condition.op === 'not') return hasEmptyGroup(condition.of, false);
  if (condition.op !== 'and' && condition.op !== 'or') return false;
  if (condition.of.length === 0) return !(outer && condition.op === 'and');
  return condition.of.some((one) => hasEmptyGroup(one, false));
}

function leafProblems(leaf: Leaf, sources: readonly string[] | null): string[] {
  switch (leaf.op) {
    case 'arrears':
      return arrearsProblems(leaf, sources);
    case 'area':
      return words(leaf.towns, '地区・町丁');
    case 'age':
      return span(leaf, '年齢', { required: true, least: 0, most: 130 });
    case 'household':
      return span(leaf, '世帯の人数', { required: true, least: 1, most: 50 });
    case 'language':
      return words(leaf.languages, '言語');
    case 'agent':
      return words(leaf.agents, '担当');
    case 'last_contact':
      return leaf.never || (leaf.talk?.length ?? 0) + (leaf.line?.length ?? 0) > 0
        ? []
        : ['前回接触結果を一つ以上選んでください。'];
    case 'last_call':
      return days(leaf, '最終架電日', leaf.never !== true);
    case 'label':
      return leaf.texts.length > MAX_WORDS ? [`付箋は${MAX_WORDS}個までです。`] : [];
    case 'kind':
    case 'phone':
    case 'promise':
    case 'stop':
    case 'keys':
      return [];
  }
}

function arrearsProblems(leaf: ArrearsLeaf, sources: readonly string[] | null): string[] {
  const outside = sources === null ? [] : (leaf.subjects ?? []).filter((id) => !sources.includes(id));
  const years = { least: 1950, most: 2100 };
  return [
    ...(leaf.subjects ? words(leaf.subjects, '科目') : []),
    ...(outside.length > 0 ? ['この一覧では情報を使えない科目が条件に入っています。'] : []),
    ...(leaf.levyYear ? span(leaf.levyYear, '賦課年度', { required: true, ...years }) : []),
    ...(leaf.taxableYear ? span(leaf.taxableYear, '相当年度', { required: true, ...years }) : []),
    ...(leaf.periods ? words(leaf.periods, '期別') : []),
    ...(leaf.due ? days(leaf.due, '納期限', true) : []),
    ...(leaf.dispositions && leaf.dispositions.length === 0 ? ['処分区分を選んでください。'] : []),
    ...(leaf.amount ? span(leaf.amount, '滞納額', { required: true, least: 0, most: Number.MAX_SAFE_INTEGER }) : []),
    ...(leaf.count ? span(leaf.count, '期数', { required: true, least: 1, most: 1_000 }) : []),
  ];
}

function words(list: readonly string[], name: string): string[] {
  if (list.length === 0 || list.some((word) => word.trim() === '')) return [`${name}を入力してください。`];
  return list.length > MAX_WORDS ? [`${name}は${MAX_WORDS}個までです。`] : [];
}

function span(
  { from, to }: Span<number>,
  name: string,
  { required, least, most }: { required: boolean; least: number; most: number },
): string[] {
  if (from === undefined && to === undefined) return required ? [`${name}の範囲を入力してください。`] : [];
  const bad = [from, to].some((end) => end !== undefined && !(Number.isInteger(end) && end >= least && end <= most));
  if (bad) return [`${name}の値が正しくありません。`];
  return from !== undefined && to !== undefined && from > to ? [`${name}の範囲が逆です。`] : [];
}

function days({ from, to }: Span<string>, name: string, required: boolean): string[] {
  if (from === undefined && to === undefined) return required ? [`${name}の範囲を入力してください。`] : [];
  if ([from, to].some((day) => day !== undefined && !isDay(day))) return [`${name}の日付が正しくありません。`];
  return from !== undefined && to !== undefined && from > to ? [`${name}の範囲が逆です。`] : [];
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
