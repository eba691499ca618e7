import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const TYPES: Record<string, string> = {
  object: '{ } の組',
  record: '{ } の組',
  array: '[ ] の並び',
  string: '文字列',
  number: '数',
  boolean: 'true か false',
};

/** What is wrong with a layout and where, in the words of the people who write layouts. */
export function layoutProblems(error: z.core.$ZodError): string[] {
  return error.issues.slice(0, 10).map((issue) => `${issue.path.join('.') || '全体'}: ${sentence(issue)}`);
}

/** Checks of our own carry their sentence; the library's are worded here, because its own are for programmers. */
function sentence(issue: Issue): string {
  if (issue.code !== 'custom' && issue.input === undefined && issue.path.length > 0) return missing(issue);
  switch (issue.code) {
    case 'invalid_type':
      return `${TYPES[issue.expected] ?? issue.expected}で書いてください。${given(issue)}`;
    case 'invalid_value':
      return `${issue.values.join('、')} のどれかにしてください。${given(issue)}`;
    case 'unrecognized_keys':
      return `知らない項目 ${issue.keys.map((key) => `「${key}」`).join('')} があります。つづりを確かめてください。`;
    case 'invalid_union':
      return `見出しの名前か、1 から 500 までの列番号を書いてください。${given(issue)}`;
    case 'too_small':
      return limit(issue.origin, issue.minimum, '以上');
    case 'too_big':
      return limit(issue.origin, issue.maximum, '以下');
    case 'invalid_key':
      return '外字のコードは 16 進 4 桁 (F040、E000 など) で書いてください。';
    default:
      return issue.message;
  }
}

function missing(issue: Issue): string {
  if (issue.code === 'invalid_value') return `必須です。${issue.values.join('、')} のどれかを書いてください。`;
  return '必須です。この項目を書いてください。';
}

function limit(origin: string, bound: number | bigint, side: '以上' | '以下'): string {
  if (origin === 'string') return `${bound} 文字${side}で書いてください。`;
  if (origin === 'array') return `${bound} 個${side}並べてください。`;
  return `${bound} ${side}の数にしてください。`;
}

function given({ input }: Issue): string {
  const text = JSON.stringify(input);
  return text === undefined || text.length > 60 ? '' : ` (今の値: ${text})`;
}
