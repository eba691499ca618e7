/** Numbers of the dialling rules, as *Why?* names them: [name, unit]. */
export const parameterNames: Record<string, readonly [name: string, unit: string]> = {
  maxAttemptsPerDay: ['1日の上限', '回'],
  maxAttemptsPerWeek: ['7日間の上限', '回'],
  maxAttemptsPerBand: ['1日・時間帯ごとの上限', '回'],
  maxAttemptsPerCampaign: ['業務全体の上限', '回'],
  maxLiveContactsPerDay: ['1日の会話の上限', '回'],
  busyInRow: ['続いた話し中', '回'],
  busyRetries: ['話し中のかけ直し', '回まで'],
  busyRetryMin: ['話し中の間隔', '分'],
  busyPauseMin: ['話し中が続いた後の間隔', '分'],
  noAnswerRetryMin: ['不在後の間隔', '分'],
  unreachableRetryMin: ['圏外後の間隔', '分'],
  trunkErrorRetrySec: ['回線障害後の間隔', '秒'],
  nextNumberMin: ['次の番号までの間隔', '分'],
  tempOutDays: ['一時停止の番号を避ける期間', '日'],
  claimsPaidDays: ['入金を待つ期間', '日'],
  otherChannelAfterBands: ['SMS・文書に替える時間帯の数', ''],
  bands: ['つながらなかった時間帯の数', ''],
  callbackOwnerMin: ['約束した従事者が受け持つ時間', '分'],
  skipPauseMin: ['見送り後の間隔', '分'],
  leaderClosedMin: ['先の科目の休止を待つ時間', '分'],
  leaderUnstaffedMin: ['先の科目の従事者を待つ時間', '分'],
};

/** Rules whose value needs no words of its own. */
export const ruleNames: Record<string, string> = {
  hard_guard: '8時から21時までの制限',
  calendar: '暦',
  calling_window: '科目の架電時間',
  corporateHours: '法人の営業時間',
  call_list: '架電リスト',
  promise: '納付約束（確認期間まで）',
  trunk: '空き回線',
  clock: '模擬時刻と実際の回線',
  subject_scope: '担当科目',
  speakerOrInterpreterDay: '話せる従事者か通訳の日',
  training: '研修',
  leader_unstaffed: '先の科目に従事者なし',
};

export const phoneCodes: Record<string, string> = {
  ok: '使用可',
  gone: '削除済',
  unusable: '使用不可',
  // In the words of a number that is none: that it is somebody's else is nobody's business here.
  not_own: '使用不可',
  not_diallable: '架電できない種類',
  sharing: 'この科目では使用不可',
  no_sms: 'SMS不可',
  wrong: '他人の番号',
  refused: '着信拒否',
  unallocated: '欠番',
  doubtful: '欠番の疑い',
  fax: 'FAX',
  out: '一時停止',
  work: '勤務先',
  third_party: '本人以外の可能性',
  none: '登録なし',
};

/** Why it was this target's turn: codes of the dialler that are neither a line result nor a talk result. */
export const turnNames: Record<string, string> = {
  untouched: '初めての架電',
  callback: '折返しの約束',
  callback_open: '折返し希望',
  machine: '留守番電話の後',
  busy_pause: '話し中が続いた後',
  no_result: '結果未登録の後',
  wrong_person: '他人の番号の後',
  led_by: '先の科目の後',
  leader_over: '先の科目が終了',
  leader_unstaffed: '先の科目に従事者なし',
  skipped: '見送りの後',
  preview_over: '確認時間切れの後',
  called_away: '担当者がほかの通話に出た後',
  put_back: '差し戻しの後',
  settled: '速報取消の後',
  promise_open: '納付約束の確認期間の後',
  promise_broken: '納付約束の不履行',
  promise_part: '納付約束の一部履行',
  promise_reminder: '納付約束のご案内',
};

export const partyNames: Record<string, string> = { person: '同じ方', household: '同じ世帯', number: '同じ番号' };

export const leadingNames: Record<string, string> = {
  oldest_due: '納期限が最も古い',
  largest_unpaid: '未納額が最も多い',
  city_order: '市の定めた順',
};

export const ruleWords = {
  mode: (mode: string) => `${mode}方式`,
  turn: (turn: string) => turn,
  attempt: (attempt: string, limit: string) => `${attempt}回目(上限${limit}回)`,
  automatic: (type: string, position: string) => `${type}(登録${position}番目)を自動選択`,
  byHand: '従事者が番号を選択',
  phones: (list: string) => `番号: ${list}`,
  stop: (kind: string) => `連絡停止: ${kind}`,
  unpaid: (amount: string) => `未納額 ${amount}円`,
  disposition: (items: string) => `処分区分で止まる期別 ${items}件`,
  leading: (rule: string, value: string) => `先に架電する科目: ${rule}(${value})`,
  after: (result: string) => `${result}の後`,
  notBefore: (time: string) => `${time} 以降`,
} as const;
