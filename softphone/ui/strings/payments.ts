/** Payments told before their file. */
export const paymentStrings = {
  title: '入金(速報)',
  post: '入金を登録',
  period: '期別',
  receiptDate: '領収日',
  amount: '金額(円)',
  channel: '納付方法',
  channels: ['窓口', 'コンビニ', '口座振替', '共通納税', 'スマホ'],
  save: '登録する',
  note: '登録した時点で未納額から差し引かれ、完納になった方は架電の対象から外れます。後日届く確報で確定します。',
  none: '登録された入金はありません。',
  preliminary: '速報',
  confirmed: '確報',
  cancelled: '取消済',
  cancel: '速報を取り消す',
  cancelReason: '取消の理由',
  cancelDo: '取り消す',
} as const;
