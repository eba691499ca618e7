import { fieldProblem, type SettingField } from './setting-fields.ts';

/** What the city allows (table `setting`, key `recording_pause`, valid from a day). */
export interface RecordingPause {
  allowed: boolean;
  /** It ends by itself after so long. */
  limitSec: number;
}

/** Off: what was not recorded cannot be proven to anybody, neither to the citizen nor to the city. */
export const NO_RECORDING_PAUSE: RecordingPause = { allowed: false, limitSec: 120 };

export const RECORDING_PAUSE_FIELDS: readonly SettingField[] = [
  {
    name: 'allowed',
    label: '録音の一時停止',
    note: '認めると、従事者が理由を付けて録音を止められます。止めた間は同じ長さの無音になり、誰がなぜ止めたかが残ります。',
    kind: 'yes_no',
    unit: '',
    least: 0,
    most: 0,
  },
  {
    name: 'limitSec',
    label: '一時停止の上限',
    note: 'この時間がたつと自動で録音に戻ります。',
    kind: 'number',
    unit: '秒',
    least: 10,
    most: 600,
  },
];

/** Anything unreadable keeps the recording on. */
export function recordingPause(stored: unknown): RecordingPause {
  const given = stored !== null && typeof stored === 'object' ? new Map(Object.entries(stored)) : new Map();
  const problems = RECORDING_PAUSE_FIELDS.some(
    (field) => given.has(field.name) && fieldProblem(field, given.get(field.name)) !== null,
  );
  if (problems) return NO_RECORDING_PAUSE;
  return {
    allowed: given.get('allowed') === true,
    limitSec: given.get('limitSec') ?? NO_RECORDING_PAUSE.limitSec,
  };
}

/** Why, in the words of the desk; what is kept is the word. */
export const PAUSE_REASONS = ['口座番号などの聞き取り', '第三者の個人情報', '市の指示'] as const;
