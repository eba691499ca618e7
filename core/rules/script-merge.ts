/**
 * Merge fields of a script. The set is closed: a field that is not listed is refused when the script is saved, so a
 * script can never pull a fact that nobody thought about onto a screen.
 */
export const OPENING_FIELDS = ['city', 'section', 'centre', 'phone', 'hours', 'agent', 'name'] as const;
/** Only after the line that marks the passed identity check. */
export const DEBT_FIELDS = ['subject', 'unpaid_total', 'unpaid_periods', 'as_of'] as const;

export type OpeningField = (typeof OPENING_FIELDS)[number];
export type DebtField = (typeof DEBT_FIELDS)[number];
export type ScriptValues = Partial<Record<OpeningField | DebtField, string>>;

/** A line of its own in the body. What stands above it may be said to whoever answers. */
export const IDENTITY_LINE = '【本人確認後】';

/** Words that tell a stranger why the city calls. */
const DEBT_WORDS = [
  ...['滞納', '未納', '督促', '催告', '納税', '税金', '保険料', '差押', '延滞', '給食費', '貸付金'],
  // And in the languages of the foreign text: Vietnamese, Nepali, English.
  ...['thuế', 'tiền nợ', 'khoản nợ', 'quá hạn', 'बक्यौता', 'कर तिर', 'overdue', 'arrears', 'unpaid'],
];
const HIDDEN = '（本人確認後に表示）';
const FIELD = /\{([^{}]*)\}/g;

/** What is wrong with a body, in Japanese; empty when it may be saved. */
export function scriptProblems(body: string): string[] {
  const problems: string[] = [];
  const { opening } = splitScript(body);
  for (const field of unknownFields(body)) problems.push(`差込み項目「${field}」は使えません。`);
  for (const field of DEBT_FIELDS) {
    if (opening.includes(`{${field}}`)) problems.push(`差込み項目「${field}」は本人確認のあとにだけ置けます。`);
  }
  for (const word of debtWordsIn(opening)) problems.push(`本人確認の前に「${word}」という言葉は使えません。`);
  return problems;
}

export function debtWordsIn(text: string): string[] {
  const plain = text.replaceAll(FIELD, '').normalize('NFC').toLowerCase();
  return DEBT_WORDS.filter((word) => plain.includes(word));
}

export const fieldsIn = (text: string): string[] => [...text.matchAll(FIELD)].map(([, field = '']) => field);

export function unknownFields(text: string): string[] {
  const known = new Set<string>([...OPENING_FIELDS, ...DEBT_FIELDS]);
  return fieldsIn(text).filter((field) => !known.has(field));
}

export function splitScript(body: string): { opening: string; afterIdentity: string | null } {
  const lines = body.split('\n');
  const mark = lines.findIndex((line) => line.trim() === IDENTITY_LINE);
  if (mark === -1) return { opening: body, afterIdentity: null };
  return { opening: lines.slice(0, mark).join('\n'), afterIdentity: lines.slice(mark + 1).join('\n') };
}

/**
 * The text for the screen. Before the check debt fields read as hidden wherever they stand, whatever `values` holds.
 * @throws RangeError for a field outside the closed set
 */
export function mergeScript(body: string, values: ScriptValues, identityPassed: boolean): string {
  return body.replaceAll(FIELD, (_, field: string) => {
    if (isOneOf(OPENING_FIELDS, field)) return values[field] ?? '';
    if (isOneOf(DEBT_FIELDS, field)) return identityPassed ? (values[field] ?? '') : HIDDEN;
    throw new RangeError(`"${field}" is no merge field`);
  });
}

function isOneOf<T extends string>(list: readonly T[], value: string): value is T {
  return (list as readonly string[]).includes(value);
}
