import type { AtRiskView } from '../../core/contracts/http/coverage.ts';
import { riskOfCase } from '../../core/rules/coverage/risks.ts';
import type { CoverageGround } from './coverage-ground.ts';
import { groupOf } from './plan-input.ts';
import type { SingleCaseRow } from './queries.ts';

/** A page; who needs all of them opens the days or changes the date first. */
const MOST_CASES = 200;

const NO_CHANCE = { weekday_day: 0, evening: 0, weekend: 0 };

export function atRiskView(
  ground: Pick<CoverageGround, 'dialling' | 'days'>,
  open: readonly SingleCaseRow[],
): AtRiskView {
  const cases = open.flatMap((row) => {
    const risk = riskOfCase(groupOf(row, ground, NO_CHANCE, 0), ground);
    if (!risk) return [];
    const { targetId, personId, name, addresseeNo, bands, attempts, notBefore } = row;
    return [{ targetId, personId, name, addresseeNo, tried: bands, attempts, notBefore, ...risk }];
  });
  return { total: cases.length, cases: cases.slice(0, MOST_CASES) };
}
