import type { DebtClass } from '../../core/contracts/calls.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { IDENTITY_LINE, scriptProblems } from '../../core/rules/script-merge.ts';
import { insertScript, type SubjectIdentity, selectScriptId } from './queries.ts';

/** What may be said to whoever answers: who calls, for whom, and how to call back. No word of why. */
const OPENING = `{city} {section}の{agent}と申します。
{name}様ご本人でいらっしゃいますか。

▼ ご本人が不在のとき
市役所からご連絡したいことがございます。お手数ですが、{city} {section}、電話 {phone} までお電話をくださいますようお伝えください。

▼ ご本人のとき
お間違えのないように確認させてください。お名前をフルネームで、それから生年月日とご住所を教えていただけますか。
（こちらから読み上げない。一致した項目だけを記録する）`;

const FACTS: Record<DebtClass, string> = {
  tax: '{subject}について、納期限を過ぎて納付の確認ができていないものがございます。',
  compulsory_public: '{subject}について、納期限を過ぎて納付の確認ができていないものがございます。',
  public: '{subject}について、納入期限を過ぎて入金の確認ができていないものがございます。',
  private: '{subject}について、お約束の期日を過ぎて入金の確認ができていないものがございます。',
};

const CLOSING = `{as_of}現在で{unpaid_periods}期分、合計{unpaid_total}です。
行き違いの場合はご容赦ください。すでにお支払いでしたら、いつ、どちらでお支払いになったか教えていただけますか。

▼ これからお支払いになるとき
いつ、おいくらを、どの方法でお支払いになるか確認し、復唱する。納付書の再発行、口座振替も案内する。
（ATMの操作をお願いすることや、振込先の口座をお伝えすることはない）

▼ お支払いが難しいとき
事情をうかがい、市の担当者からあらためてご連絡することをお伝えする。（猶予や分割の可否は答えない）

お問合せは {city} {section}、電話 {phone} です。{agent}が承りました。`;

export function defaultScriptBody(debtClass: DebtClass): string {
  return `${OPENING}\n${IDENTITY_LINE}\n${FACTS[debtClass]}\n${CLOSING}`;
}

/** The subject's newest script; the first time, the standard one is written. */
export async function ensureScript(db: Queryable, subject: SubjectIdentity, today: string): Promise<string> {
  const existing = await selectScriptId(db, subject.id, today);
  if (existing !== null) return existing;
  const body = defaultScriptBody(subject.debtClass);
  const problems = scriptProblems(body);
  if (problems.length > 0) throw new Error(`standard script is not allowed: ${problems.join(' ')}`);
  const id = newId();
  await insertScript(db, { id, subjectId: subject.id, name: `${subject.name} 標準`, body });
  return id;
}
