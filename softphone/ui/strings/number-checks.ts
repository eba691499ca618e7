import type { NumberVerdict } from '../../../core/contracts/http/number-checks.ts';

const verdict: Record<NumberVerdict, string> = {
  unallocated: '使われていない（欠番）',
  temp_out: '都合により通話できない（停止）',
  unreachable: '圏外・電源が入っていない',
  ringing: '呼出し音（使われている）',
  other: '聞き取れない・その他',
};

export const numberCheckStrings = {
  title: '番号の確認',
  waiting: (count: number) => `確認待ち ${count}件`,
  lead: '応答のなかった電話で通信事業者が流した案内です。耳で聞いて、番号の状態を決めます。',
  subject: '科目',
  guess: '交換機の判定',
  callAt: '架電',
  seconds: (value: number) => `${value.toFixed(1)}秒`,
  play: '聞く',
  stop: '止める',
  choose: '聞こえたものを選ぶと、次の番号に進みます。',
  verdict,
  undo: '直前の確認を取り消す',
  done: (digits: string, words: string) => `${digits} ${words}`,
  undone: (digits: string) => `${digits} の確認を取り消しました。`,
  playFailed: '音声を再生できませんでした。もう一度お試しください。',
  list: '確認待ちの番号',
  emptyTitle: '確認を待っている番号はありません',
  emptyBody:
    '応答のない電話で「現在使われておりません」などの案内が流れると、その音声（最長15秒）がここに届きます。確認するまで、その番号は自動では架電しません。',
};
