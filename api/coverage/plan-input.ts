import type { CoverageSettings } from '../../core/contracts/http/coverage.ts';
import type { CallingBand } from '../../core/rules/calling-band.ts';
import { type AnswerHistory, answerChance, answerHistory } from '../../core/rules/coverage/answer-chance.ts';
import { CALLING_HOURS } from '../../core/rules/coverage/best-time.ts';
import type { CaseGroup } from '../../core/rules/coverage/case-group.ts';
import type { PlanInput } from '../../core/rules/coverage/forecast.ts';
import { BANDS, type ByBand } from '../../core/rules/coverage/open-minutes.ts';
import type { CoverageGround } from './coverage-ground.ts';
import type { CaseRow } from './queries.ts';

/** The plan's input but for the rates, which the simulator gives. */
export interface PlanBase extends Omit<PlanInput, 'attemptsPerSeatHour' | 'fullRingShare' | 'seats'> {
  ended: number;
  /** Mean over the cases. */
  chance: ByBand<number>;
}

/** Share of those who pick up and are the person or family: with them the case is reached. */
const contactShare = ({ measures: { answered } }: CoverageGround) =>
  (answered.contact + 12) / (answered.contact + answered.absent + answered.machine + 30);

export function planBase(ground: CoverageGround): PlanBase {
  const history = answerHistory(ground.counts);
  const open = ground.cases.filter(({ ended }) => !ended);
  const chances = open.map((row) => chanceByBand(history, row));
  const contact = contactShare(ground);
  return {
    groups: open.map((row, index) => groupOf(row, ground, chances[index] ?? constant(0), contact)),
    days: ground.days,
    maxAttemptsPerDay: ground.dialling.maxAttemptsPerDay,
    ended: ground.cases.reduce((sum, { ended, cases }) => sum + (ended ? cases : 0), 0),
    chance: meanChance(open, chances, history),
  };
}

const constant = (value: number): ByBand<number> => ({ weekday_day: value, evening: value, weekend: value });

export function groupOf(
  row: CaseRow,
  { dialling }: Pick<CoverageGround, 'dialling'>,
  chance: ByBand<number>,
  contact: number,
): CaseGroup {
  const endsChance = constant(0);
  for (const band of BANDS) endsChance[band] = chance[band] * contact;
  return {
    cases: row.cases,
    tried: row.bands,
    attemptsLeft: Math.max(0, dialling.maxAttemptsPerCampaign - row.attempts),
    notBefore: row.notBefore,
    corporate: row.corporate,
    hasNumber: row.numberType !== null,
    endsChance,
  };
}

/** Mean over the hours of the band; which hour a case is tried in is the dialler's choice of the moment. */
function chanceByBand(
  history: AnswerHistory,
  { numberType, area }: Pick<CaseRow, 'numberType' | 'area'>,
): ByBand<number> {
  const chance = constant(0);
  for (const band of BANDS) {
    const hours = CALLING_HOURS.filter((one) => one.band === band && one.hour >= 9 && one.hour < 20);
    const sum = hours.reduce(
      (total, { hour }) =>
        total + answerChance(history, { band, hour, numberType: numberType ?? 'home', area: area ?? '' }),
      0,
    );
    chance[band] = sum / hours.length;
  }
  return chance;
}

function meanChance(
  rows: readonly CaseRow[],
  chances: readonly ByBand<number>[],
  history: AnswerHistory,
): ByBand<number> {
  const dialled = rows.flatMap((row, index) => (row.numberType === null ? [] : [{ cases: row.cases, index }]));
  const cases = dialled.reduce((sum, one) => sum + one.cases, 0);
  if (cases === 0) return chanceByBand(history, { numberType: 'mobile', area: 'mobile' });
  const mean = (band: CallingBand) =>
    dialled.reduce((sum, one) => sum + one.cases * (chances[one.index]?.[band] ?? 0), 0) / cases;
  return { weekday_day: mean('weekday_day'), evening: mean('evening'), weekend: mean('weekend') };
}

/** The attempts a seat makes in an hour of each band, from those measured in one band and the agent's time that an attempt costs in each. */
export function ratesByBand(measured: number, costs: ByBand<number>, measuredIn: CallingBand): ByBand<number> {
  const rates = constant(0);
  for (const band of BANDS) rates[band] = costs[band] > 0 ? (measured * costs[measuredIn]) / costs[band] : 0;
  return rates;
}

export const planInputOf = (
  base: PlanBase,
  settings: CoverageSettings,
  { rates, fullRingShare, cutShare }: { rates: ByBand<number>; fullRingShare: number; cutShare: number },
): PlanInput => ({
  groups: base.groups,
  days: base.days,
  fullRingShare,
  attemptsPerTry: fullRingShare > 0 ? 1 + cutShare / fullRingShare : 1,
  maxAttemptsPerDay: base.maxAttemptsPerDay,
  seats: settings.seats,
  attemptsPerSeatHour: rates,
});
