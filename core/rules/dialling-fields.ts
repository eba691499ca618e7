import { HARD_GUARD } from './hard-guard.ts';
import { type FieldProblem, type SettingField, TIME_OF_DAY, valueProblems } from './setting-fields.ts';
import { minutesOf } from './tokyo-time.ts';

const number = (
  name: string,
  label: string,
  unit: string,
  [least, most]: readonly [number, number],
  note = '',
): SettingField => ({ name, label, note, kind: 'number', unit, least, most });
const other = (kind: 'yes_no' | 'time', name: string, label: string, note = ''): SettingField => ({
  name,
  label,
  note,
  kind,
  unit: '',
  least: 0,
  most: 0,
});

/** `core/rules/dialling-parameters.ts` for people, in the order in which a call meets them. Bounds are what still is a rule and not a slip of the hand. */
export const DIALLING_FIELDS: readonly SettingField[] = [
  number('maxAttemptsPerDay', '1日の架電・通知の上限', '回', [1, 10], '1人あたり。業務・番号・手段を通じて数えます。'),
  number('maxAttemptsPerWeek', '7日間の架電・通知の上限', '回', [0, 50], '0は上限なし。'),
  number('maxAttemptsPerBand', '同じ時間帯の呼出しの上限', '回', [1, 5], '本人・世帯・番号を通じて数えます。'),
  number('maxAttemptsPerCampaign', '1業務の架電の上限', '回', [1, 100]),
  number('maxLiveContactsPerDay', '1日の通話の上限', '回', [1, 5], '本人が望んだ折返しは除きます。'),
  number('busyRetries', '話中の再架電', '回', [0, 10], '続けてかけても1回と数えます。'),
  number('busyRetryMin', '話中の間隔', '分', [1, 60]),
  number('busyPauseMin', '話中が続いたあとの休み', '分', [5, 480]),
  number('noAnswerRetryMin', '不在のあとの最短の間隔', '分', [10, 1_440]),
  number('unreachableRetryMin', '圏外・電源断のあとの間隔', '分', [10, 1_440]),
  number('trunkErrorRetrySec', '回線障害のあとの間隔', '秒', [5, 600], '架電の回数に数えません。'),
  number('nextNumberMin', '次の番号までの間隔', '分', [0, 240], '着信拒否・欠番・FAX・他人のとき。'),
  number('tempOutDays', '停止中の番号を休める日数', '日', [1, 60]),
  number('claimsPaidDays', '納付済の申出のあと待つ日数', '日', [1, 60], '入金データの到着を待ちます。'),
  number(
    'otherChannelAfterBands',
    'SMS・文書へ移る時間帯の数',
    '帯',
    [0, 10],
    'この数の時間帯で不在が続いたとき。0は移りません。',
  ),
  number('callbackOwnerMin', '折返しを約束した席が受け持つ時間', '分', [0, 240], '過ぎると全員が対応できます。'),
  number('skipPauseMin', '見送った方の休み', '分', [0, 480]),
  number(
    'leaderClosedMin',
    '先に話す科目を待つ時間',
    '分',
    [0, 10_080],
    'これより長く時間外なら、次の科目がかけます。',
  ),
  number(
    'leaderUnstaffedMin',
    '先に話す科目の従事者を待つ時間',
    '分',
    [0, 480],
    'その科目を担当する従事者がこれより長く一人もいなければ、次の科目がかけます。',
  ),
  other('yes_no', 'creditLedSubjects', '名寄せした科目も接触済みにする'),
  other('yes_no', 'speakerOrInterpreterDay', '外国語の方は、話せる従事者か通訳の日に架電する'),
  other('yes_no', 'mobileFirst', '携帯電話を先にかける'),
  other('time', 'corporateOpens', '法人への架電 開始', '平日のみ。'),
  other('time', 'corporateCloses', '法人への架電 終了'),
];

export const MIN_RING_FIELD: SettingField = number(
  'minRingSec',
  '最短の呼出時間',
  '秒',
  [15, 60],
  '業務の呼出秒数以上にすると、途中では切りません。',
);

/** `core/rules/pool-parameters.ts`. Two seconds is what the measure of abandonment says: less is allowed, more is not. */
export const POOL_FIELDS: readonly SettingField[] = [
  MIN_RING_FIELD,
  {
    ...number('patienceSec', '応答から従事者につなぐまで', '秒', [1, 2], '超えると放棄として数えます。'),
    fraction: true,
  },
  number('reserve', '折返し用に空けておく回線', '本', [0, 100], '指定がなければ、回線が2本以上のとき1本。'),
  number('cps', '1秒あたりの発信の上限', '件', [1, 50]),
  number('inboundWaitSec', '受電の最長の待ち', '秒', [10, 600], '超えるとご案内を流します。'),
];

export const MACHINE_FIELDS: readonly SettingField[] = [
  other('yes_no', 'on', '留守番電話の判定を使う', '判定は画面の目安です。つなぐかどうかは変わりません。'),
  number(
    'machineFromMs',
    '留守番電話とみなす応答メッセージの長さ',
    'ミリ秒',
    [500, 10_000],
    '指定がなければ、結果の入力から学習した値を使います。',
  ),
];

/** @param effective the values as they would hold: opening and closing hours are judged together, wherever each comes from */
export function diallingProblems(
  value: Readonly<Record<string, unknown>>,
  effective: { corporateOpens: string; corporateCloses: string },
): FieldProblem[] {
  const problems = valueProblems(DIALLING_FIELDS, value);
  const { corporateOpens, corporateCloses } = effective;
  if (problems.length > 0 || ![corporateOpens, corporateCloses].every((time) => TIME_OF_DAY.test(time)))
    return problems;
  const [opens, closes] = [minutesOf(corporateOpens), minutesOf(corporateCloses)];
  if (opens >= HARD_GUARD.opens && opens < closes && closes <= HARD_GUARD.closes) return problems;
  const name = 'corporateOpens' in value ? 'corporateOpens' : 'corporateCloses';
  return [{ name, message: '法人への架電は、8:00から21:00までの間で、開始を終了より前にしてください。' }];
}
