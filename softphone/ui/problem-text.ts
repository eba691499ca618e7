import { ApiError } from '../client/problem.ts';

/** What happened, what was kept, what to do: the api's title says the first, these the rest. */
const advice: Record<string, string> = {
  'network/unreachable': '入力した内容は残っています。接続が戻ってから、もう一度お試しください。',
  'network/timeout': '入力した内容は残っています。少し待ってから、もう一度お試しください。',
  'permission/denied': '必要な場合は、業務責任者またはシステム管理者に相談してください。',
  'session/csrf': '入力した内容を控えてから、画面を読み込み直してください。',
  'identity/required': '本人確認を記録すると表示できます。',
};

export interface ProblemText {
  title: string;
  advice: string | null;
  code: string | null;
}

export function problemText(error: unknown): ProblemText {
  if (error instanceof ApiError) return { title: error.message, advice: advice[error.code] ?? null, code: error.code };
  return { title: '画面の処理に失敗しました。', advice: '画面を読み込み直すと続けられます。', code: null };
}
