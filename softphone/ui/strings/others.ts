import type { HelpRequest } from '../../../core/contracts/realtime.ts';

/** Seats have two digits everywhere. */
const two = (seat: number | string) => String(seat).padStart(2, '0');

const by = (name: string, seat: string | null) => `${name} さん${seat === null ? '' : `(席${two(seat)})`}`;

/** Others in the call: transfer, three-way, supervisor, pause of the recording. */
export const othersStrings = {
  title: '転送・参加',
  keys: {
    transfer: '転送',
    help: '応援',
    helpAsked: '応援を取消',
    pause: '録音停止',
    resume: '録音再開',
    leave: '退出',
  },
  groups: { agents: '従事者', lines: '科目の窓口', extensions: '市・通訳', outside: '外部番号' },
  hint: '↑↓ 選ぶ  Enter 相談してから  Shift+Enter すぐ転送  + 三者通話  Esc 閉じる',
  hintLine: '↑↓ 選ぶ  Enter・Shift+Enter 空いた担当者へ転送  Esc 閉じる',
  empty: {
    agents: '受付中の従事者がいません。科目の窓口(2)に転送すると、空いた担当者につながります。',
    lines: '転送できる科目がありません。',
    extensions: '市の内線・通訳が登録されていません。登録は市の担当者が行います。',
    outside: '外部の番号への転送は、権限のある方だけが行えます。業務責任者に応援(Alt+G)を頼んでください。',
  },
  loading: '転送先を調べています…',
  free: (count: number) => `空き ${count}`,
  seat: (seat: number) => `席${two(seat)}`,
  supervisor: '責任者',
  interpreter: '通訳',
  number: '電話番号(数字だけ)',
  hidden: '支援措置の方の通話のため、外部の番号にはつなげません。',
  waiting: {
    dialling: '呼出中',
    line: '空きを待っています',
    consulting: '相談中(相手には保留音)',
    joined: '通話中',
    help: '応援を呼んでいます',
  },
  consult: { done: '転送を完了', together: '三者で話す', back: '取り消して戻る' },
  drop: '外す',
  takeOver: '引き継ぐ',
  passedOn: '転送しました。相手は転送先と話しています。結果を保存して次へ進めます。',
  offer: {
    title: '転送の申し出',
    from: (name: string, seat: string | null) => `${by(name, seat)}から転送の申し出`,
    blind: '受けると、すぐに相手とつながります。',
    attended: '受けると、まず申し出た方と話します。相手には保留音が流れています。',
    threeWay: '受けると、三者での通話に加わります。',
    checked: '本人確認 済',
    unchecked: '本人確認 未',
    accept: '受ける',
    decline: '断る',
    left: (seconds: number) => `あと${seconds}秒で元の担当者に戻ります`,
  },
  passedFrom: {
    title: '引き継いだ通話',
    how: {
      transfer: (name: string, seat: string | null, line: string | null) =>
        `${by(name, seat)}から${line === null ? '' : `「${line}」の窓口に`}転送された通話です。`,
      lost: (name: string, seat: string | null) => `${by(name, seat)}の接続が切れたため、引き継いだ通話です。`,
      help: (name: string, seat: string | null) => `${by(name, seat)}から引き継いだ通話です。`,
    },
    note: (note: string) => `メモ: ${note.replaceAll('\n', ' ')}`,
  },
  joinedFor: (name: string) => `${name} さんの通話に参加しています。引き継ぐまで、相手の方の情報は表示されません。`,
  helpFrom: ({
    agentName,
    seat,
    subjectName,
    lost,
  }: Pick<HelpRequest, 'agentName' | 'seat' | 'subjectName' | 'lost'>) =>
    `${lost ? '接続が切れ、相手の方がお待ちです' : '応援の要請'}: ${agentName}${seat ? `(席${two(seat)})` : ''}${subjectName ? ` ${subjectName}` : ''}`,
  moreHelp: (count: number) => `ほか${count}件`,
  toDesk: '受付画面へ',
  join: '参加する',
  pauseTitle: '録音を止める理由',
  paused: (left: number) => `録音停止中 あと${left}秒で自動再開`,
} as const;
