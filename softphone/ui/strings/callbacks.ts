export const callbackStrings = {
  title: '折返し',
  none: '約束した折返しはありません。',
  state: { later: '予定', soon: 'まもなく', due: '時刻です', overdue: '超過' },
  pool: (due: number, later: number) => `共有 今${due}件・このあと${later}件`,
  next: '受付可にすると、約束した折返しから順に表示します。',
};
