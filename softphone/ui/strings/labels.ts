import type { AgentStateName, CampaignMode, PhoneType, Role, WhoAnswered } from '../../../core/contracts/calls.ts';
import type { IdentityFactor } from '../../../core/contracts/http/desk.ts';
import type { AuditAction } from '../../../core/rules/audit-actions.ts';
import type { IdentitySpeaker } from '../../../core/rules/identity.ts';

export { lineResultLabel, talkResultLabel } from '../../../core/rules/result-labels.ts';

export const agentStateLabel: Record<AgentStateName, string> = {
  offline: '未接続',
  available: '受付可',
  reserved: '発信前',
  ringing: '呼出中',
  talking: '通話中',
  wrap_up: '後処理',
  break: '離席',
};

export const whoAnsweredLabel: Record<WhoAnswered, string> = {
  principal: '本人',
  household: '世帯員',
  representative: '代理人',
  third_party: '第三者',
  wrong_person: '人違い',
  nobody: '不在',
};

export const speakerLabel: Record<IdentitySpeaker, string> = {
  principal: '本人',
  household: '世帯員',
  representative: '代理人',
  third_party: '第三者',
};

export const identityFactorLabel: Record<IdentityFactor, string> = {
  birth_date: '生年月日',
  address: '住所',
  notice_no: '通知書番号',
  insured_no: '被保険者番号',
};

export const phoneTypeLabel: Record<PhoneType, string> = {
  home: '自宅',
  mobile: '携帯',
  work: '勤務先',
  other: 'その他',
};

export const modeLabel: Record<CampaignMode, string> = {
  preview: 'プレビュー',
  progressive: '自動発信',
  predictive: '予測発信',
};

export const roleLabel: Record<Role, string> = {
  agent: '従事者',
  supervisor: '業務責任者',
  manager: '管理者',
  reviewer: '品質評価者',
  officer: '徴税吏員',
  administrator: 'システム管理者',
  auditor: '監査',
};

export const campaignStateLabel = { draft: '準備中', running: '実施中', paused: '一時停止', finished: '終了' } as const;

export const importStateLabel: Record<string, string> = {
  waiting: '待機中',
  running: '取込中',
  done: '完了',
  failed: '失敗',
  refused: '受付不可',
  cancelled: '取消',
};

export const importStageLabel: Record<string, string> = {
  start: '準備',
  person: '宛名の読み込み',
  'person:merge': '宛名の反映',
  arrears: '期別未納の読み込み',
  'arrears:merge': '期別未納の反映',
  payment: '収納の読み込み',
  'payment:merge': '収納の反映',
};

export const importKindLabel = { person: '宛名', arrears: '期別未納', payment: '収納' } as const;

export const recordingStateLabel: Record<string, string> = {
  collected: '処理中',
  verified: '処理中',
  encoded: '処理中',
  encrypted: '処理中',
  registered: '保管済',
  failed: '処理失敗',
  purged: '廃棄済',
};

export const recordingFlagLabel: Record<string, string> = {
  pbx_lost: '交換機の停止',
  from_ring_recorder: '予備録音から復元',
  repaired: '修復済',
  length_mismatch: '長さの差あり',
  held: '保存延長（苦情など）',
};

export const channelLabel: Record<string, string> = {
  citizen: '相手',
  agent: '従事者',
  call: '架電',
  sms: 'SMS',
  letter: '文書',
  visit: '訪問',
  counter: '窓口',
};

export const healthPartLabel: Record<string, string> = {
  database: 'データベース',
  telephony: '電話制御',
  asterisk: '交換機',
  worker: '取込・録音処理',
  syntheticCall: '試験通話',
  masterKey: '録音の鍵',
};

export const auditActionLabel: Record<AuditAction, string> = {
  'task.done': '用件を完了',
  'task.call': '用件の折返し',
  'task.take': '用件を引受',
  'call.person': '相手を特定',
  'call.transfer': '転送',
  'call.party': '三者通話',
  'call.help': '応援',
  'recording.pause': '録音の一時停止',
  'login.success': 'ログイン',
  'login.failure': 'ログイン失敗',
  'login.limited': 'ログイン制限',
  logout: 'ログアウト',
  'session.expired': '期限切れ',
  search: '検索',
  list: '一覧',
  view_person: '対象者の閲覧',
  view_debt: '未納額の閲覧',
  call: '架電',
  play: '録音の再生',
  download: 'ダウンロード',
  import: '取込',
  identity: '本人確認',
  result: '結果の保存',
  'record.view': '応対記録の閲覧',
  'record.correct': '応対記録の訂正',
  'payment.post': '入金(速報)の登録',
  'payment.cancel': '速報の取消',
  'hand_over.view': '引継の閲覧',
  'hand_over.act': '引継への対応',
  'training.enter': '研修の開始',
  'training.leave': '研修の終了',
  'notice.post': '連絡事項の掲示',
  'notice.withdraw': '連絡事項の取下げ',
  'promise.next': '納付約束の次の対応',
  'promise.reminder': '納付約束のご案内の設定',
  'campaign.create': '業務の作成',
  'campaign.start': '業務の開始',
  'campaign.pause': '業務の一時停止',
  'campaign.finish': '業務の終了',
  'campaign.mode': '架電方式の切替',
  'campaign.plan': '業務の計画変更',
  'predictive.ask': '予測発信の承認依頼',
  'predictive.end': '予測発信の取りやめ',
  'approval.decide': '決裁',
  'calendar.save': '暦の下書き保存',
  'calendar.request': '暦の承認依頼',
  'calendar.withdraw': '暦の依頼取下げ',
  'hold.raise': '発信の停止',
  'hold.release': '発信の再開',
  'hold.confirm': '時計の確認',
  'list.entrust': '依頼の登録',
  'list.close': '依頼の終了',
  'list.keys': 'キー一覧の読込',
  'list.save': '抽出条件の保存',
  'list.delete': '抽出条件の削除',
  'list.draft': '架電リストの作成',
  'list.request': '架電リストの承認依頼',
  'list.withdraw': '架電リストの取下げ',
  'list.queue': '架電リストの架電開始',
  'list.shrink': '架電リストの見直し',
  'list.view': '架電リストの閲覧',
  'list.export': '架電リストの出力・印刷',
  'label.put': '付箋の貼付',
  'label.remove': '付箋の除去',
  'role.put': '話せる人の登録',
  'role.end': '話せる人の終了',
  'preference.set': '連絡希望の登録',
  'phone.status': '電話番号の状態',
  'script.save': 'スクリプトの保存',
  'script.end': 'スクリプトの終了',
  'layout.save': 'レイアウトの保存',
  'subject.save': '科目の保存',
  'setting.save': '設定の保存',
  'staff.create': '利用者の追加',
  'staff.change': '利用者の変更',
  'number.check': '電話番号の確認',
  'sms.template': 'SMSの文面',
  'sms.batch': 'SMSの送信依頼',
  'sms.send': 'SMSの送信',
  'sms.resolve': 'SMSの送信不明の確認',
  'sms.opt_out': 'SMSの希望',
  'sms.limits': 'SMSの上限',
  'recording.hold': '録音の保留',
  'recording.purge': '録音の廃棄',
};

export const incidentLabel: Record<string, string> = {
  recording_missing: '録音なし',
  recording_length: '録音の長さの差',
  pbx_lost: '交換機の停止',
  master_key_missing: '録音の鍵なし',
  recording_failed: '録音の処理失敗',
  spool_full: '一時領域の不足',
};

/** A code of the server that this table does not know yet is shown as it is: better than hiding a fact. */
export function labelOf(table: Readonly<Record<string, string>>, code: string | null | undefined): string {
  if (!code) return '—';
  return table[code] ?? code;
}
