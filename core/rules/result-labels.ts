import type { InboundClass, LineResult, TalkResult } from './vocabulary.ts';

/** Here and not with the other words of the screens: the sentence that an officer approves says them too. */
export const lineResultLabel: Record<LineResult, string> = {
  answered_human: '通話',
  answered_machine: '留守番電話',
  no_answer: '応答なし',
  busy: '話中',
  rejected: '着信拒否',
  unallocated: '欠番',
  temp_out: '停止中',
  unreachable: '圏外・電源断',
  fax: 'FAX',
  trunk_error: '回線障害',
  cancelled: '発信取消',
  abandoned: '放棄',
};

export const talkResultLabel: Record<TalkResult, string> = {
  promise: '納付約束',
  claims_paid: '納付済の申出',
  reissue: '納付書再発行',
  needs_city: '分納猶予相談',
  direct_debit: '口座振替希望',
  hardship: '納付困難',
  refuses: '納付拒否',
  disputes: '内容の問合せ',
  callback: '折返し希望',
  message_left: '伝言を依頼',
  hung_up: '途中で切断',
  complaint: '苦情',
  do_not_call: '架電禁止申出',
  status_change: '死亡・転居等',
  id_failed: '確認不成立',
};

/** 受電分類 (I02). */
export const inboundClassLabel: Record<InboundClass, string> = {
  call_back: '返電',
  consult: '納付相談',
  claims_paid: '納付済の申出',
  reissue: '納付書再発行',
  direct_debit: '口座振替',
  complaint: '苦情',
  wrong_number: '間違い',
  assessment: '課税の問合せ',
  other: 'その他',
};
