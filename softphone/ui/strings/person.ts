/** The page of one person. */
export const personStrings = {
  nav: 'この方の情報',
  about: '対象者',
  left: '未納・約束・引継',
  right: '経過・連絡先',
  sections: {
    debt: '未納明細',
    promises: '納付約束',
    handOvers: '引継・苦情',
    payments: '入金(速報)',
    history: '経過',
    contacts: '連絡先の管理',
    sms: 'SMS',
    why: 'なぜ？',
  },
  notShown: '未表示',
  ifPaidOn: (day: string) => `${day}の納付なら`,
  ifPaidToday: '本日の納付なら',
  opensWithDebt: '納付約束と入金も一緒に表示します。',
  noHandOvers: '引継・苦情・分納の希望はありません。',
  maskedNext: '内容を見るには、支援措置を扱える職員に引き継いでください。',
} as const;
