import { type FieldProblem, type SettingField, valueProblems } from '../setting-fields.ts';

/** What a city decides about calls that come in: table `setting`, key `inbound`, valid from a day. */
export interface InboundParameters {
  /** Spoken at the beginning of every call; '' = nothing, null = the product's own sentence. */
  noticeText: string | null;
  /** Outside the hours of a working day, on a day that is closed, and when nobody came in time; null = the product's own. */
  closedText: string | null;
  holidayText: string | null;
  busyText: string | null;
  /** A citizen who waits is told their place so often; 0 = never. */
  positionEverySec: number;
  /** Key 1: hang up, keep the place, be called back. */
  keepPlace: boolean;
  /** Whoever spoke with the number lately is waited for so long before anybody else; 0 = not at all. */
  lastAgentSec: number;
  lastAgentDays: number;
  /** The same for an agent who speaks the citizen's language. */
  languageSec: number;
  voicemailClosed: boolean;
  voicemailBusy: boolean;
  voicemailMaxSec: number;
  /** Who called outside the hours and left nothing is called back too. */
  closedTasks: boolean;
  /** A task is late after so many minutes of waiting. */
  taskDueMin: number;
}

/** Without a setting: no notice (its text is the city's to publish first) and no voicemail; nobody is kept waiting for anybody. */
export const DEFAULT_INBOUND: InboundParameters = {
  noticeText: '',
  closedText: null,
  holidayText: null,
  busyText: null,
  positionEverySec: 45,
  keepPlace: true,
  lastAgentSec: 10,
  lastAgentDays: 14,
  languageSec: 20,
  voicemailClosed: false,
  voicemailBusy: false,
  voicemailMaxSec: 120,
  closedTasks: false,
  taskDueMin: 60,
};

const number = (name: keyof InboundParameters, label: string, note: string, unit: string, most: number, least = 0) => ({
  name,
  label,
  note,
  kind: 'number' as const,
  unit,
  least,
  most,
});
const yesNo = (name: keyof InboundParameters, label: string, note: string) => ({
  name,
  label,
  note,
  kind: 'yes_no' as const,
  unit: '',
  least: 0,
  most: 1,
});

export const INBOUND_FIELDS: readonly SettingField[] = [
  number('positionEverySec', '順番の案内', 'お待ちの方に順番を伝える間隔。0は案内しません。', '秒', 600),
  yesNo(
    'keepPlace',
    '順番を残して折返し',
    'お待ちの方が1を押すと、順番を残して電話を切れます。番号非通知の方には案内しません。',
  ),
  number(
    'lastAgentSec',
    '前回の担当者を待つ',
    '最近その番号と話した従事者が応対中のとき、空くのを待つ秒数。',
    '秒',
    120,
  ),
  number('lastAgentDays', '前回の担当者とみなす日数', 'これより前の通話は数えません。', '日', 90, 1),
  number(
    'languageSec',
    '言語の合う従事者を待つ',
    'その方の言語を話せる従事者が応対中のとき、空くのを待つ秒数。',
    '秒',
    300,
  ),
  yesNo('voicemailClosed', '受付時間外の留守録', '案内のあとに用件を録音します。録音は通話と同じに保存されます。'),
  yesNo('voicemailBusy', '混雑時の留守録', '待ち時間の上限を超えた方の用件を録音します。'),
  number('voicemailMaxSec', '留守録の長さ', '1件の上限。', '秒', 300, 10),
  yesNo('closedTasks', '受付時間外の着信にも折返す', '用件を残さずに切れた着信も、翌日の折返しの一覧に載せます。'),
  number('taskDueMin', '折返しの目安', '着信からこの時間を過ぎた用件は「遅れ」と表示します。', '分', 1440, 5),
];

export const INBOUND_TEXTS = ['noticeText', 'closedText', 'holidayText', 'busyText'] as const;
export type InboundText = (typeof INBOUND_TEXTS)[number];
export const INBOUND_TEXT_NAMES: Readonly<Record<InboundText, string>> = {
  noticeText: '録音の案内（通話のはじめ）',
  closedText: '受付時間外の案内',
  holidayText: '休業日の案内',
  busyText: '混雑時の案内',
};
/** Half a minute of speech: nobody listens longer. */
export const TEXT_LIMIT = 200;

/** Nothing of a debt is ever said by a machine (W07); the words that would say it. */
const DEBT_WORDS = /滞納|督促|差押|未納|延滞|[0-9０-９,，]+\s*円/;

function textProblem(name: InboundText, value: unknown): string | null {
  const label = INBOUND_TEXT_NAMES[name];
  if (value === null) return null;
  if (typeof value !== 'string') return `「${label}」は文で入れてください。`;
  if (value.length > TEXT_LIMIT) return `「${label}」は${TEXT_LIMIT}文字までにしてください。`;
  if (/[\r\n]/.test(value)) return `「${label}」は改行せずに入れてください。`;
  const found = DEBT_WORDS.exec(value)?.[0];
  if (found) return `「${label}」に「${found}」は使えません。どなたが聞いても用件が分からない文にしてください。`;
  return null;
}

export function inboundProblems(value: Readonly<Record<string, unknown>>): FieldProblem[] {
  const isText = (name: string): name is InboundText => INBOUND_TEXTS.some((text) => text === name);
  const texts = Object.entries(value).flatMap(([name, one]) => {
    const message = isText(name) ? textProblem(name, one) : null;
    return message === null ? [] : [{ name, message }];
  });
  const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !isText(name)));
  return [...texts, ...valueProblems(INBOUND_FIELDS, rest)];
}

/** The city's values over the defaults; what could not have been saved is ignored rather than believed. */
export function inboundParameters(stored: unknown): InboundParameters {
  if (stored === null || typeof stored !== 'object') return DEFAULT_INBOUND;
  const good = Object.entries(stored).filter(([name, one]) => inboundProblems({ [name]: one }).length === 0);
  return { ...DEFAULT_INBOUND, ...Object.fromEntries(good) };
}
