import type { Login } from './product/demo-logins.ts';
import type { ReadyFile } from './product/ready-file.ts';

/** What a person sees when all runs. */
export function welcomeText(input: {
  url: string;
  logins: readonly Login[];
  result: ReadyFile['selfTest'];
  sentences: readonly string[];
  seconds: number;
}): string {
  const { url, logins, result, sentences, seconds } = input;
  const accounts = logins.map(({ role, user, password }) => `    ${user.padEnd(12)}${password.padEnd(18)}${role}`);
  return [
    '',
    `  取次は動いています (${seconds.toFixed(1)} 秒)。 Toritsugi is running.`,
    '',
    `  ${url}`,
    '',
    ...(accounts.length > 0 ? ['  利用者 (user)  パスワード (password)', ...accounts, ''] : []),
    `  自己診断: ${result.ok ? '合格' : '不合格'}  self-test ${result.ok ? 'passed' : 'FAILED'}`,
    ...sentences.map((sentence) => `    ${sentence}`),
    '',
    '  終了は Ctrl-C。 Ctrl-C ends everything.',
    '',
    '',
  ].join('\n');
}
