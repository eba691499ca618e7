import { DEBT_FIELDS, debtWordsIn, fieldsIn, splitScript, unknownFields } from './script-merge.ts';

/**
 * A conversation as blocks: what to say, and where each answer leads. One block, `identity`, is the door: only through its `next` does the talk
 * reach blocks that name an amount or a reason.
 */
export interface ScriptBlock {
  /** Short and unique within the script. */
  id: string;
  kind: 'say' | 'identity';
  title: string;
  /** Japanese, with merge fields. */
  text: string;
  /** The same in the script's language, to be read out; null where there is none. */
  foreign: string | null;
  /** Where it goes on by itself; of an identity block: after the check passed, and only then. */
  next: string | null;
  /** Answers, in the order of their keys 1, 2, 3 … */
  branches: { label: string; to: string }[];
}

/** As many answers as there are keys for them. */
export const MOST_BRANCHES = 6;
export const MOST_BLOCKS = 40;

/**
 * Blocks that may be on the screen before the check: all that are reached from the first one without going through the door. A block that
 * nothing leads to waits behind the door too.
 */
export function openBlocks(blocks: readonly ScriptBlock[]): Set<string> {
  const byId = new Map(blocks.map((block) => [block.id, block]));
  const seen = new Set<string>();
  const waiting = blocks.slice(0, 1).map(({ id }) => id);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const block = byId.get(id);
    if (!block || seen.has(id)) continue;
    seen.add(id);
    if (block.kind !== 'identity' && block.next !== null) waiting.push(block.next);
    waiting.push(...block.branches.map(({ to }) => to));
  }
  return seen;
}

/** What is wrong with a script, in Japanese; empty when it may be saved. */
export function scriptBlockProblems(blocks: readonly ScriptBlock[]): string[] {
  if (blocks.length === 0) return ['少なくとも1つの場面が必要です。'];
  const problems: string[] = [];
  const ids = new Set(blocks.map(({ id }) => id));
  if (ids.size !== blocks.length) problems.push('同じ記号の場面が2つあります。');
  if (blocks.length > MOST_BLOCKS) problems.push(`場面は${MOST_BLOCKS}までです。`);
  const open = openBlocks(blocks);
  for (const block of blocks) {
    const title = block.title.trim();
    if (title === '' || block.text.trim() === '')
      problems.push(`場面「${title || block.id}」に見出しと本文を入れてください。`);
    for (const to of [block.next, ...block.branches.map((branch) => branch.to)])
      if (to !== null && !ids.has(to)) problems.push(`場面「${title}」の行き先「${to}」がありません。`);
    if (block.branches.length > MOST_BRANCHES) problems.push(`場面「${title}」の分岐は${MOST_BRANCHES}つまでです。`);
    problems.push(...textProblems(block, open.has(block.id)));
  }
  return [...new Set(problems)];
}

function textProblems(block: ScriptBlock, open: boolean): string[] {
  const words = [block.title, block.text, block.foreign ?? '', ...block.branches.map(({ label }) => label)].join('\n');
  const problems = unknownFields(words).map((field) => `差込み項目「${field}」は使えません。`);
  if (!open) return problems;
  const where = `場面「${block.title}」は本人確認の前に出ます。`;
  for (const field of fieldsIn(words))
    if ((DEBT_FIELDS as readonly string[]).includes(field))
      problems.push(`${where}差込み項目「${field}」は本人確認のあとにだけ置けます。`);
  for (const word of debtWordsIn(words)) problems.push(`${where}「${word}」という言葉は使えません。`);
  return problems;
}

/** A plain text with the line of the check as the blocks it stands for. */
export function blocksOfBody(body: string): ScriptBlock[] {
  const { opening, afterIdentity } = splitScript(body);
  const block = (id: string, title: string, text: string, next: string | null): ScriptBlock => ({
    id,
    kind: 'say',
    title,
    text,
    foreign: null,
    next,
    branches: [],
  });
  if (afterIdentity === null) return [block('opening', '案内', opening, null)];
  return [
    { ...block('opening', '名乗りと本人確認', opening, 'facts'), kind: 'identity' },
    block('facts', '本人確認後', afterIdentity, null),
  ];
}
