import { fieldsOf, freeText, REQUIRED_FIELDS, SMS_FIELDS, type SmsField, type SmsKind } from './merge-fields.ts';
import { splitParts } from './split-parts.ts';

export type SmsProblemCode =
  | 'empty'
  | 'field_missing'
  | 'field_unknown'
  | 'field_kind'
  | 'amount'
  | 'dunning'
  | 'tax_name'
  | 'url'
  | 'phone_literal'
  | 'personal_name'
  | 'too_long';

export interface SmsProblem {
  code: SmsProblemCode;
  /** The piece of the text, as it was written. */
  found: string;
  /** Japanese: what to change. */
  message: string;
}

export interface SmsTextRules {
  kind: SmsKind;
  /** Names and short names of the city's subjects. */
  subjectNames: readonly string[];
  /** What the carriers take: 660 or 670 full-width characters. */
  maxCharacters: number;
}

/** Says that somebody owes, in whatever language: a family member may hold the telephone. */
const DUNNING =
  /滞納|督促|催告|未納|未払|延滞|差押|差し押さえ|差押え|公売|強制執行|財産調査|債権|債務|借金|分納|納付|納税|支払|欠税|欠费|滞纳|たいのう|とくそく|さいこく|みのう|さしおさえ|arrears|unpaid|overdue|debt|dunning|nợ|chậmnộp|बक्यौता|ऋण/i;
/** One character is enough for a tax; the fees that cities collect have names of their own. */
const TAX =
  /税|保険料|国保|介護保険|後期高齢|給食費|保育料|水道料|下水道|使用料|住宅料|家賃|貸付|奨学金|\btax|thuế|(^|[^\p{L}])कर(?![\p{L}\p{M}])/iu;
const AMOUNT =
  /[0-9〇一二三四五六七八九十百千万億,.]+(円|えん|yen|圓|đồng|vnd|रुपै)|[0-9][0-9,.]*元|[¥￥$€]\s*[0-9]|[0-9]{1,3}(,[0-9]{3})+|[0-9][0-9.]*万/i;
const URL = /https?:|www\.|[a-z0-9-]+\.[a-z]{2,}(\/|\b)|[\w.+-]+@[\w-]+/i;
const PHONE = /(?:[0-9][-‐‑–—―ー()\s]*){9,}/;
/** 様 that is no address to one named person. */
const HONORIFIC = /(?<before>[^\s。、！？!?「」『』【】]{0,6})(?<word>様|さま|殿|さん)(?<after>.?)/gu;
const PLAIN_BEFORE =
  /(客|皆|各位|本人|世帯主|保護者|代理人|納税者|方|家族|同居人|担当|相続人|模|同|仕|一|多|有|異|何|神|御|々|の)$/u;
const PLAIN_AFTER = /^[子式々相態]/u;

/** Full-width and half-width alike, katakana as hiragana. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}
/** What stands between letters to hide a word from a reader like this one. */
const squeezed = (text: string) => text.replace(/[\s・･.,、。_*＊|｜/-]/g, '');

/**
 * What keeps a template from being asked for, all of it at once. Only what people wrote is looked at: the city's own name, section and
 * telephone come in by fields, so that a 納税課 may sign as what it is.
 */
export function templateProblems(body: string, rules: SmsTextRules): SmsProblem[] {
  if (body.trim() === '') return [problem('empty', '', '本文を入力してください。')];
  return [...fieldProblems(body, rules.kind), ...textProblems(freeText(body), rules), ...lengthProblem(body, rules)];
}

/** The same for text that goes out: @param names of the person and the household, which may stand in no message */
export function textProblems(
  text: string,
  { subjectNames }: Pick<SmsTextRules, 'subjectNames'>,
  names: readonly string[] = [],
): SmsProblem[] {
  const plain = folded(text);
  const tight = squeezed(plain);
  const found: SmsProblem[] = [];
  const add = (code: SmsProblemCode, match: string | undefined, message: (piece: string) => string) => {
    if (match !== undefined) found.push(problem(code, match.trim(), message(match.trim())));
  };
  add('amount', AMOUNT.exec(plain)?.[0], (piece) => `金額(${piece})は送れません。金額を消してください。`);
  add(
    'dunning',
    DUNNING.exec(tight)?.[0],
    (piece) => `「${piece}」は使えません。「お伝えしたいことがあります」のように書き換えてください。`,
  );
  add(
    'tax_name',
    taxNameIn(plain, tight, subjectNames),
    (piece) => `税や料金の名前(${piece})は使えません。その部分を消してください。`,
  );
  add(
    'url',
    URL.exec(plain)?.[0],
    (piece) => `リンクやメールアドレス(${piece})は送れません。電話番号の項目 {phone} で案内してください。`,
  );
  add(
    'phone_literal',
    PHONE.exec(plain)?.[0],
    (piece) => `電話番号(${piece})は直接書かず、項目 {phone} を入れてください。`,
  );
  add('personal_name', personIn(text, names), (piece) => `個人の名前(${piece})は送れません。名前を消してください。`);
  return found;
}

const problem = (code: SmsProblemCode, found: string, message: string): SmsProblem => ({ code, found, message });

function taxNameIn(plain: string, tight: string, subjectNames: readonly string[]): string | undefined {
  // A name of one character would be found everywhere.
  const named = subjectNames.find((name) => name.length > 1 && tight.includes(squeezed(folded(name))));
  return named ?? TAX.exec(tight)?.[0] ?? TAX.exec(plain)?.[0];
}

function personIn(text: string, names: readonly string[]): string | undefined {
  const tight = text.replace(/\s/g, '');
  const named = names.map((name) => name.replace(/\s/g, '')).find((name) => name.length > 1 && tight.includes(name));
  if (named) return named;
  for (const { groups } of text.matchAll(HONORIFIC)) {
    const { before = '', word = '', after = '' } = groups ?? {};
    if (before === '' || PLAIN_BEFORE.test(before) || (word === '様' && PLAIN_AFTER.test(after))) continue;
    if ((word === 'さま' || word === 'さん') && /たく$|たくさ$/.test(before)) continue;
    return `${before}${word}`;
  }
  return undefined;
}

function fieldProblems(body: string, kind: SmsKind): SmsProblem[] {
  const used = fieldsOf(body);
  const unknown = used.filter((name) => !(name in SMS_FIELDS));
  const missing = REQUIRED_FIELDS.filter((name) => !used.includes(name));
  return [
    ...missing.map((name) =>
      problem('field_missing', name, `${SMS_FIELDS[name]}の項目 {${name}} を入れてください。どのSMSにも必要です。`),
    ),
    ...unknown.map((name) =>
      problem(
        'field_unknown',
        name,
        `{${name}} という項目はありません。使えるのは ${Object.keys(SMS_FIELDS)
          .map((one) => `{${one}}`)
          .join(' ')} です。`,
      ),
    ),
    ...(used.includes('promise_date' satisfies SmsField) && kind !== 'promise_near'
      ? [
          problem(
            'field_kind',
            'promise_date',
            'お約束の日の項目 {promise_date} は「お約束の日が近いお知らせ」だけで使えます。',
          ),
        ]
      : []),
  ];
}

function lengthProblem(body: string, { maxCharacters }: SmsTextRules): SmsProblem[] {
  const { units, encoding } = splitParts(body);
  const limit = encoding === 'ucs2' ? maxCharacters : Math.floor((maxCharacters / 67) * 153);
  if (units <= limit) return [];
  return [problem('too_long', String(units), `${units}文字あります。${limit}文字以内に短くしてください。`)];
}
