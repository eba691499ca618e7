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

/** `20:00まで延長、通訳 ネパール語`: short, because it stands in a small box; the usual hours need no words. */
function dayText({ reason, span, interpreters }: MonthDay): string {
  const until = span ? clockText(span.closes) : '';
  const kind =
    reason === 'evening' ? `${until}まで延長` : reason === 'half' ? `${until}まで` : DAY_REASON_NAMES[reason];
  return interpreters.length > 0 ? `${kind}、通訳 ${interpreters.map(languageName).join('・')}` : kind;
}
