/** Failures that no server told in words. */
export const problemTitles: Record<string, string> = {
  'network/unreachable': 'サーバーに接続できません。',
  'network/timeout': 'サーバーの応答がありません。',
  'upload/cancelled': '送信を取り消しました。',
};

/** What was kept and what to do, by code: the api's own title says what happened. */
export const problemAdvice: Record<string, string> = {
  'network/unreachable': '入力した内容は残っています。接続が戻ってから、もう一度お試しください。',
  'network/timeout': '入力した内容は残っています。少し待ってから、もう一度お試しください。',
  'upload/cancelled': 'データは変わっていません。',
  'permission/denied': '必要な場合は、業務責任者またはシステム管理者に相談してください。',
  'session/csrf': '入力した内容を控えてから、画面を読み込み直してください。',
  'desk/identity-gone': 'この画面で続けるには「もう一度」を押してください。',
  'identity/required': '本人確認を記録すると表示できます。',
};

export const unknownProblem = {
  title: '画面の処理に失敗しました。',
  advice: '画面を読み込み直すと続けられます。',
} as const;

/** A status without a body: something between us and the api answered. */
export const bareStatusTitle = (status: number) => `サーバーが処理できませんでした(${status})。`;
