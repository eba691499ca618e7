import type { EvidenceKind } from '../../../core/rules/inbound/rank-candidates.ts';

const why: Record<EvidenceKind, string> = {
  they_called: 'この番号からの着信で応対',
  we_called: 'こちらから発信',
  sms: 'SMSを送信',
  has_number: '登録の番号',
  role: '代理人等の番号',
  household: '同じ世帯',
};

export const inboundStrings = {
  why,
  callBackTitle: '折返しの通話です',
  withheld: '番号非通知',
  ringing: '録音の案内をお聞きいただいています。まもなくつながります。',
  candidates: 'どなたからの電話か',
  choose: 'この方に決める',
  firstKey: 'Alt+Y 先頭の方に決める',
  shielded: '支援措置',
  search: '名乗られた方を探す（Alt+K）',
  searchHint: 'カナ・生年月日・住所・電話番号・末尾4桁・通知書番号・宛名番号',
  found: (kind: string, n: number) => `${kind}で${n}人`,
  none: '見つかりません。別の項目を伺って入力してください。',
  masked: '支援措置の方です。指定された職員が応対します。',
  other: '別の方を選ぶ',
  cause: (kind: string, at: string) => `${at}の${kind}への返電とみられます`,
  noCause: '直近30日に、この番号への連絡はありません',
  language: '言語',
  earlier: 'どなたか分からなかった通話:',
  earlierCall: (at: string, by: string) => `${at} ${by}が応対`,
  queue: {
    title: 'お待ちの方',
    persons: (n: number) => `${n}人`,
    place: (n: number) => `${n}番目`,
    more: (n: number) => `ほか${n}人`,
    noLine: '科目なし',
  },
  tasks: {
    title: '折返し待ちの用件',
    emptyTitle: '折返し待ちの用件はありません。',
    emptyBody: '順番を残した方、時刻を指定された折返し、留守録、つながらなかった着信、SMSへの返信がここに並びます。',
    next: '次の用件を引き受ける',
    take: '引き受ける',
    release: '戻す',
    callBack: '折返す',
    done: '済みにする',
    outcome: '結果',
    listen: '留守録を聞く',
    late: '遅れ',
    wished: (at: string) => `${at} 希望`,
    unknown: '登録のない番号',
    withheld: '番号非通知',
    mine: '自分が対応中',
    owner: (name: string) => `${name}が対応中`,
    tries: (n: number) => `折返し${n}回`,
    columns: { kind: '用件', subject: '科目', who: '相手', at: '着信', state: '状態', act: '操作' },
  },
  /** What the product's own machine says: dialplan/sounds/prompts.json, kept the same by a test. */
  standardTexts: {
    noticeText:
      'お電話ありがとうございます。市役所の、納付案内センターです。応対の確認のため、この通話は録音しております。',
    closedText:
      'お電話ありがとうございます。市役所の、納付案内センターです。本日の受付は終了いたしました。受付時間内に、おかけ直しください。',
    holidayText:
      'お電話ありがとうございます。市役所の、納付案内センターです。本日は、お休みをいただいております。平日の受付時間内に、おかけ直しください。',
    busyText:
      'お電話ありがとうございます。市役所の、納付案内センターです。ただいま、電話がたいへん混み合っております。おそれいりますが、しばらくしてから、おかけ直しください。',
  },
  settings: {
    lead: '録音の案内は通話のはじめに流れます。空欄にすると流れません。「標準の文」は製品の文です。',
    versions: '版',
    from: '適用開始日',
    fromStart: '初めから',
    standard: '標準の文を使う',
    silent: '空欄: 流しません',
    save: '保存する',
    saved: '保存しました。新しい文は、合成が済むと（通常1分以内に）使われます。',
    texts: '案内の文',
    limits: '待ち時間・留守録・折返し',
    rates: '返電率（直近30日）',
    rateColumns: { channel: '手段', sent: '連絡', returned: '返電', rate: '返電率' },
  },
};
