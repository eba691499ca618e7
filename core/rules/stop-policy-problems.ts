import type { FieldProblem } from './setting-fields.ts';
import {
  REACH_CHANNELS,
  type ReachChannel,
  STOP_KINDS,
  type StopKind,
  type StopPolicy,
  stopName,
  stopPolicy,
} from './stop-policy.ts';

const CHANNEL_NAMES: Record<ReachChannel, string> = { call: '架電', sms: 'SMS', letter: '文書', visit: '訪問' };
export const channelName = (channel: ReachChannel): string => CHANNEL_NAMES[channel];

const MOST_WORDS = 30;
const LONGEST_WORD = 20;

/** A stop that the rules would ignore because it is misspelt is refused here, where somebody can mend it. */
export function stopPolicyProblems(policy: StopPolicy): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const words = policy.dispositions.map(({ word }) => word.trim());
  if (words.length > MOST_WORDS)
    problems.push({ name: 'dispositions', message: `処分区分の語は${MOST_WORDS}個までにしてください。` });
  for (const [index, { channels }] of policy.dispositions.entries()) {
    const word = words[index] ?? '';
    if (word === '' || word.length > LONGEST_WORD)
      problems.push({ name: 'dispositions', message: `処分区分の語は1〜${LONGEST_WORD}文字で入れてください。` });
    else if (words.indexOf(word) !== index)
      problems.push({ name: 'dispositions', message: `処分区分の語「${word}」が重なっています。` });
    else if (channels.length === 0)
      problems.push({ name: 'dispositions', message: `「${word}」で止める手段を選ぶか、行を消してください。` });
  }
  const kept = stopPolicy(policy);
  for (const kind of STOP_KINDS)
    if (!sameChannels(kept.flags[kind], policy.flags[kind]))
      problems.push({ name: kind, message: `「${stopName(kind)}」はその手段を必ず止めます。` });
  return problems;
}

/** What differs between two tables, in words for the history and the audit log. */
export function stopPolicyChanges(before: StopPolicy, after: StopPolicy): string {
  const flags = STOP_KINDS.filter((kind) => !sameChannels(before.flags[kind], after.flags[kind])).map(
    (kind: StopKind) => `${stopName(kind)} ${channelsText(before.flags[kind])}→${channelsText(after.flags[kind])}`,
  );
  const textOf = ({ dispositions }: StopPolicy) =>
    dispositions.map(({ word, channels }) => `${word}(${channelsText(channels)})`).join('・') || 'なし';
  const [from, to] = [textOf(before), textOf(after)];
  return [...flags, ...(from === to ? [] : [`処分区分 ${from}→${to}`])].join('、');
}

export function channelsText(channels: readonly ReachChannel[]): string {
  if (channels.length === REACH_CHANNELS.length) return 'すべて';
  return channels.map(channelName).join('・') || '止めない';
}

const sameChannels = (one: readonly ReachChannel[], two: readonly ReachChannel[]): boolean =>
  REACH_CHANNELS.every((channel) => one.includes(channel) === two.includes(channel));
