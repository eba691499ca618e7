import { type CaseGroup, type Half, halfOf, missingHalves } from './case-group.ts';
import type { Forecast, PlanInput } from './forecast.ts';
import { BANDS } from './open-minutes.ts';

export type RiskCode = 'no_number' | 'corporate' | 'attempt_limit' | 'not_before' | 'band_closed' | 'seats';

export interface Risk {
  code: RiskCode;
  /** Expected cases. */
  cases: number;
  /** Japanese, one sentence: why, and what would help. */
  message: string;
}

const HALF_NAMES: Record<Half, string> = { day: '平日昼間', off: '夜間・休日' };

const ORDER: readonly RiskCode[] = ['band_closed', 'seats', 'attempt_limit', 'not_before', 'corporate', 'no_number'];

/** Why the cases that the forecast leaves over are left, the same words for the same reason, most cases first within its order. */
export function risksOf(input: PlanInput, forecast: Forecast): Risk[] {
  const found = new Map<string, Risk>();
  for (const { group: index, missing, cases } of forecast.leftOver) {
    const group = input.groups[index];
    if (!group || cases < 1e-3) continue;
    const { code, message } = reasonOf(group, missing, input);
    const risk = found.get(message) ?? { code, cases: 0, message };
    risk.cases += cases;
    found.set(message, risk);
  }
  return [...found.values()].sort((a, b) => ORDER.indexOf(a.code) - ORDER.indexOf(b.code) || b.cases - a.cases);
}

/** @param missing the halves not tried at the end of the plan; what the group lacked at its beginning decides whether it could be done at all */
function reasonOf(
  group: CaseGroup,
  missing: readonly Half[],
  input: Pick<PlanInput, 'days' | 'attemptsPerTry'>,
): Pick<Risk, 'code' | 'message'> {
  const wanted = missingHalves(group.tried);
  const lastDay = input.days.at(-1)?.date ?? '';
  if (!group.hasNumber) {
    return { code: 'no_number', message: '自動で架電できる番号がありません。番号の調査か、文書・訪問が必要です。' };
  }
  if (group.corporate && missing.includes('off')) {
    return { code: 'corporate', message: '法人は平日の営業時間だけに架電するため、夜間・休日には架電しません。' };
  }
  if (group.attemptsLeft < 1 + (wanted.length - 1) * (input.attemptsPerTry ?? 1)) {
    return {
      code: 'attempt_limit',
      message: `架電回数の上限まで残り${group.attemptsLeft}回で、あと${wanted.length}つの時間帯に架電できません。`,
    };
  }
  if (group.notBefore !== null && group.notBefore > lastDay) {
    return { code: 'not_before', message: '次に架電できる日が期限より後です（折返しの約束、納付の確認待ちなど）。' };
  }
  const closed = missing.find((half) => !isOpen(half, group.notBefore ?? '', input));
  if (closed) {
    return { code: 'band_closed', message: `期限までに${HALF_NAMES[closed]}の架電日がありません。` };
  }
  const short = missing.includes('off') ? HALF_NAMES.off : HALF_NAMES.day;
  return { code: 'seats', message: `期限までの席数が足りません（${short}）。席を増やすか、架電日を増やしてください。` };
}

/** Why a case can never be covered in time, whatever the seats; null when seats could do it, or it is covered. */
export function riskOfCase(group: CaseGroup, input: Pick<PlanInput, 'days'>): Pick<Risk, 'code' | 'message'> | null {
  const missing = missingHalves(group.tried);
  if (missing.length === 0) return null;
  const reason = reasonOf(group, missing, input);
  return reason.code === 'seats' ? null : reason;
}

function isOpen(half: Half, from: string, { days }: Pick<PlanInput, 'days'>): boolean {
  return days.some(
    ({ date, minutes }) => date >= from && BANDS.some((band) => halfOf(band) === half && minutes[band] > 0),
  );
}
