import type { PacingWhy } from './types.ts';

const percent = (share: number) => `${(Math.round(share * 1000) / 10).toFixed(1)}%`;

/**
 * Why so many calls now, and no more: what the manager reads.
 * @param names lines by id, as people call them
 * @param nobody lines that had nobody to call when they were asked last, with the dialer's own words for it (and when it goes on)
 */
export function whySentence(
  why: PacingWhy,
  names: ReadonlyMap<string, string>,
  nobody: ReadonlyMap<string, string> = new Map(),
): string {
  const { agentsIdle, agentsBusy, ringing, lines } = why;
  const nameOf = (id: string) => names.get(id) ?? id;
  const launched = lines.filter((line) => line.launched > 0).map(({ id, launched: n }) => `${nameOf(id)}${n}件`);
  const action = launched.length > 0 ? `${launched.join('・')}を発信しました` : '新しい発信はしていません';
  const state = `空き${agentsIdle}人・応対中${agentsBusy}人・呼出中${ringing}件`;
  return `${action}(${state})。${reasonOf(why, nameOf, nobody)}`;
}

function reasonOf(why: PacingWhy, nameOf: (id: string) => string, nobody: ReadonlyMap<string, string>): string {
  switch (why.limit) {
    case 'no_agent':
      return '受けられる従事者がいないため、発信を止めています。';
    case 'ramp':
      return '開始または交代の直後のため、空いている人数ずつ発信しています。';
    case 'budget': {
      const worst = [...why.lines].sort((a, b) => b.abandonment - b.cap - (a.abandonment - a.cap))[0];
      return worst
        ? `${nameOf(worst.id)}の放棄率が${percent(worst.abandonment)}で上限${percent(worst.cap)}に近いため、控えています。`
        : '放棄率が上限に近いため、控えています。';
    }
    case 'risk':
      return `まもなく空く見込みは${why.expectedFree.toFixed(1)}人、応答の見込みは${why.expectedAnswers.toFixed(1)}件で、これ以上は出た方をお待たせするおそれがあります。`;
    case 'trunks':
      return '回線に空きがありません(折返し用の回線は残しています)。';
    case 'cps':
      return '1秒あたりの発信数の上限に達しています。';
    case 'progressive':
      return '人数が少ないため、空いている人数ずつ発信しています。';
    case 'enough':
      return enough(why, nameOf, nobody);
  }
}

/** Enough rings already; or nothing is wished because nobody is left to call, which must not sound like plenty. */
function enough(
  { lines, ringing }: PacingWhy,
  nameOf: (id: string) => string,
  nobody: ReadonlyMap<string, string>,
): string {
  const words = lines.flatMap(({ id }) => {
    const message = nobody.get(id);
    return message === undefined ? [] : [{ id, message }];
  });
  const [first] = words;
  if (first && words.length === lines.length && words.every(({ message }) => message === first.message))
    return first.message;
  const each = words.map(({ id, message }) => `${nameOf(id)}: ${message}`).join('');
  if (words.length > 0 && words.length === lines.length) return each;
  const others = ringing > 0 ? '呼出中の分で、空く人数に足りる見込みです。' : '次の発信先を確かめています。';
  return `${others}${each}`;
}
