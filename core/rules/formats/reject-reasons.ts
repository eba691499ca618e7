/** Why a row was not taken, in the words that the city's own staff use. */
export const REASONS = {
  undecodable: '文字コードが不正',
  gaiji: '外字あり',
  controlCharacter: '制御文字あり',
  malformedQuotes: '引用符が不正',
  columnCount: '列数が不正',
  addresseeNoMissing: '宛名番号なし',
  nameMissing: '氏名なし',
  kindInvalid: '区分が不正',
  birthDateInvalid: '生年月日が不正',
  deceasedOnInvalid: '死亡日が不正',
  addresseeNoUnknown: '宛名番号が未登録',
  subjectUnknown: '科目コードが不明',
  levyYearInvalid: '賦課年度が不正',
  taxableYearInvalid: '相当年度が不正',
  noticeNoMissing: '通知書番号なし',
  periodNoMissing: '期別なし',
  dueDateInvalid: '納期限が不正',
  principalInvalid: '税額が不正',
  principalNegative: '税額が負',
  demandFeeInvalid: '督促手数料が不正',
  interestInvalid: '延滞金が不正',
  collectedInvalid: '収納額が不正',
  demandIssuedOnInvalid: '督促発付日が不正',
  directDebitInvalid: '口振区分が不正',
  receiptDateInvalid: '領収日が不正',
  entryDateInvalid: '収入日が不正',
  amountInvalid: '金額が不正',
  amountNegative: '金額が負',
  stageInvalid: '速報確報が不正',
  cancelInvalid: '取消が不正',
  itemUnknown: '該当する期別なし',
  cancelUnknown: '取消対象の入金なし',
  cancelledBefore: '取消済みの入金',
  cancelOfFinal: '確報済みの入金の取消',
} as const;

export type RejectReason = (typeof REASONS)[keyof typeof REASONS];

/** Thrown inside a row's reading; caught there and turned into a kept row. Not an Error: a million cost no stack each. */
export class RowRejected {
  readonly reason: RejectReason;
  readonly field: string | null;
  constructor(reason: RejectReason, field: string | null) {
    this.reason = reason;
    this.field = field;
  }
}
