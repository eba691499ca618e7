import type { DebtClass } from '../../core/contracts/calls.ts';
import type { ScriptBlock } from '../../core/rules/script-blocks.ts';

type Branch = ScriptBlock['branches'][number];

export function say(
  id: string,
  title: string,
  text: string,
  next: string | null,
  branches: Branch[] = [],
): ScriptBlock {
  return { id, kind: 'say', title, text, foreign: null, next, branches };
}

/** For nobody who may hear: who called, for whom, how to call back. No word of why. */
export const MESSAGE = say(
  'message',
  'ご本人が不在・第三者のとき',
  `市役所からご連絡したいことがございます。お手数ですが、{city} {section}、電話 {phone} までお電話をくださいますようお伝えください。
（用件、科目、金額は言わない。確認の可否にも触れない）`,
  null,
);

export const identityBlock = (ask: string, next: string): ScriptBlock => ({
  id: 'identity',
  kind: 'identity',
  title: '本人確認',
  text: `${ask}
（こちらから読み上げない。一致した項目だけを記録する）`,
  foreign: null,
  next,
  branches: [{ label: '確認できない', to: 'message' }],
});

const FACTS: Record<DebtClass, string> = {
  tax: '{subject}について、納期限を過ぎて納付の確認ができていないものがございます。',
  compulsory_public: '{subject}について、納期限を過ぎて納付の確認ができていないものがございます。',
  public: '{subject}について、納入期限を過ぎて入金の確認ができていないものがございます。',
  private: '{subject}について、お約束の期日を過ぎて入金の確認ができていないものがございます。',
};

/** From the facts to the goodbye: the same for everybody who may hear. */
export function talkBlocks(facts: string): ScriptBlock[] {
  return [
    say(
      'facts',
      'ご用件',
      `${facts}
{as_of}現在で{unpaid_periods}期分、合計{unpaid_total}です。
行き違いの場合はご容赦ください。`,
      null,
      [
        { label: 'これから払う', to: 'promise' },
        { label: '払った', to: 'paid' },
        { label: '払えない', to: 'hardship' },
        { label: '納付書がない', to: 'slip' },
        { label: '内容に不服', to: 'dispute' },
      ],
    ),
    say(
      'promise',
      'いつ・いくら・どの方法',
      `いつ、おいくらを、どの方法でお支払いになりますか。
（1つの約束は1つの日付。復唱する。ATMの操作をお願いすることや、振込先の口座をお伝えすることはない）`,
      'goodbye',
      [{ label: '納付書がない', to: 'slip' }],
    ),
    say(
      'paid',
      '納付済の申出',
      'ありがとうございます。いつ、どちらでお支払いになったか教えていただけますか。',
      'goodbye',
    ),
    say(
      'slip',
      '納付書の再発行',
      '納付書をお送りします。お届け先のご住所をお聞かせください。口座振替もお申し込みいただけます。',
      'promise',
    ),
    say(
      'hardship',
      'お支払いが難しいとき',
      `ご事情をお聞かせください。市の担当者からあらためてご連絡いたします。
（猶予や分割の可否は答えない。引継を入れる）`,
      'goodbye',
    ),
    say(
      'dispute',
      '内容のお問合せ',
      '課税・決定の内容は、担当課からあらためてご説明いたします。（引継を入れる）',
      'goodbye',
    ),
    say('goodbye', '結び', 'お問合せは {city} {section}、電話 {phone} です。{agent}が承りました。', null),
  ];
}

/** Outbound, to a person: who calls, is it you, the check, the facts. */
export function standardBlocks(debtClass: DebtClass): ScriptBlock[] {
  return [
    say('opening', '名乗り', `{city} {section}の{agent}と申します。\n{name}様ご本人でいらっしゃいますか。`, null, [
      { label: '本人', to: 'identity' },
      { label: '本人ではない', to: 'message' },
      { label: '後にしてほしい', to: 'later' },
    ]),
    identityBlock(
      'お間違えのないように確認させてください。お名前をフルネームで、それから生年月日とご住所を教えていただけますか。',
      'facts',
    ),
    MESSAGE,
    say('later', '折返しの約束', 'ご都合のよい日時をお聞かせください。こちらからもう一度お電話いたします。', null),
    ...talkBlocks(FACTS[debtClass]),
  ];
}
