import type { ApprovalDetails } from '../../core/contracts/http/approvals.ts';
import type { MonthToCheck } from '../../core/rules/calendar-check.ts';
import { isLate } from '../../core/rules/calendar-deadline.ts';
import { changedDates, type MonthDay, monthCounts, monthDays } from '../../core/rules/calendar-month.ts';
import { DAY_REASON_NAMES } from '../../core/rules/city-calendar.ts';
import { languageName } from '../../core/rules/language-names.ts';
import { clockText } from '../../core/rules/tokyo-time.ts';

/** What the officer decides by: every day that differs from the rule or from what is in force, in words. */
export function approvalDetail(
  check: MonthToCheck,
  about: { version: number; centre: string | null; note: string | null },
): ApprovalDetails['calendar_month'] {
  const asked = monthDays(check, check.days);
  const rule = monthDays(check, []);
  const before = check.inForce ? monthDays(check, check.inForce) : null;
  const changed = new Set(before ? changedDates(asked, before) : []);
  const shown = new Set([...changed, ...changedDates(asked, rule)]);
  const { languages } = check.parameters(check.month).interpreters;
  const { interpreterDays } = monthCounts(asked, languages);
  return {
    ...about,
    month: check.month,
    afterDeadline: isLate(check, check.days, check.inForce, check.today),
    days: asked
      .filter(({ date }) => shown.has(date))
      .map((day) => ({
        date: day.date,
        open: day.span !== null,
        text: dayText(day),
        was: changed.has(day.date) ? textOn(before ?? rule, day.date) : null,
      })),
    interpreterDays: Object.entries(interpreterDays).map(([code, days]) => ({ language: languageName(code), days })),
  };
}

function textOn(days: readonly MonthDay[], date: string): string | null {
  const day = days.find((one) => one.date === date);
  return day ? dayText(day) : null;
}

/** `夜間延長 8:30–20:00、通訳 ネパール語` */
function dayText({ reason, span, interpreters }: MonthDay): string {
  const hours = span ? ` ${clockText(span.opens)}–${clockText(span.closes)}` : '';
  const spoken = interpreters.length > 0 ? `、通訳 ${interpreters.map(languageName).join('・')}` : '';
  return `${DAY_REASON_NAMES[reason]}${hours}${spoken}`;
}
