import { z } from 'zod';
import type { CalendarCentre, InterpreterDays } from '../../core/contracts/http/calendar.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { interpreterSubjects } from '../../core/rules/calendar-check.ts';
import { monthDays } from '../../core/rules/calendar-month.ts';
import { languageName } from '../../core/rules/language-names.ts';
import { answersForCentre, type Scope } from '../../core/rules/permissions.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { readMonthFacts } from './month-ground.ts';
import { daySchema, monthViewSchema, readMonthView } from './month-view.ts';
import { type MonthKey, selectCentres } from './queries.ts';
import { requestMonth, withdrawMonth } from './request-month.ts';
import { saveDraft } from './save-draft.ts';

const params = z.object({ month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/) });
const query = z.object({ centre: z.string().min(1).max(40).optional() });
const centreId = z.string().min(1).max(40).nullable();
const WHOLE_CITY = '市全体';

export function calendarRoutes(deps: ApiDeps): Route[] {
  return [centresRoute(deps), monthRoute(deps), interpretersRoute(deps), ...writingRoutes(deps)];
}

function centresRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/calendar/centres',
    summary: 'Whose calendars there are: the whole city and each centre',
    permission: 'view_calendar',
    response: z.array(z.object({ id: z.string().nullable(), name: z.string() })),
    async handler() {
      return [{ id: null, name: WHOLE_CITY }, ...(await selectCentres(sql))] satisfies CalendarCentre[];
    },
  });
}

function monthRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/calendar/:month',
    summary: 'One month: what is in force, every version with who and when, and what the rules need to judge it',
    permission: 'view_calendar',
    params,
    query,
    response: monthViewSchema,
    async handler({ params: { month }, query: { centre }, caller }) {
      const key = await knownMonth(sql, month, centre ?? null);
      const mayEdit = caller.permissions.has('edit_calendar') && answersForCentre(caller, key.centreId);
      return readMonthView(sql, key, tokyoTime(clock.now()).date, mayEdit);
    },
  });
}

function interpretersRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/calendar/:month/interpreters',
    summary: 'On which days interpreters are there, by language, and how many the city asks for',
    permission: 'view_calendar',
    params,
    query,
    response: z.array(
      z.object({
        language: z.string(),
        name: z.string(),
        dates: z.array(z.iso.date()),
        required: z.number().int(),
        subjects: z.array(z.object({ id: z.string(), name: z.string() })),
      }),
    ),
    async handler({ params: { month }, query: { centre } }) {
      const key = await knownMonth(sql, month, centre ?? null);
      const { check, subjects } = await readMonthFacts(sql, key, tokyoTime(clock.now()).date);
      const open = monthDays(check, check.days).filter(({ span }) => span !== null);
      const { languages, minDaysAMonth } = check.parameters(key.month).interpreters;
      const served = interpreterSubjects(check, subjects).map(({ id, name }) => ({ id, name }));
      return languages.map(
        (language): InterpreterDays => ({
          language,
          name: languageName(language),
          dates: open.filter(({ interpreters }) => interpreters.includes(language)).map(({ date }) => date),
          required: served.length > 0 ? minDaysAMonth : 0,
          subjects: served,
        }),
      );
    },
  });
}

function writingRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'put',
      path: '/api/calendar/:month',
      summary: 'Keep a draft of a month; nothing changes before the city approved it',
      permission: 'edit_calendar',
      params,
      body: z.object({ centreId, days: z.array(daySchema).max(31), basedOn: z.number().int().min(0) }),
      response: monthViewSchema,
      async handler({ params: { month }, body, caller, audit }) {
        const key = await editableMonth(sql, month, body.centreId, caller);
        const now = clock.now();
        const { date: today } = tokyoTime(now);
        await saveDraft(sql, { ...key, ...body, staffId: caller.staffId, now, today });
        await audit('calendar.save', { detail: { ...key, days: body.days.length } });
        return readMonthView(sql, key, today, true);
      },
    }),
    route({
      method: 'post',
      path: '/api/calendar/:month/request',
      summary: 'Ask the city to approve the draft of a month',
      permission: 'edit_calendar',
      params,
      body: z.object({ centreId, note: z.string().trim().max(500).nullable().default(null) }),
      response: z.object({ version: z.number().int(), late: z.boolean() }),
      async handler({ params: { month }, body, caller, audit }) {
        const key = await editableMonth(sql, month, body.centreId, caller);
        const asked = { ...key, note: body.note || null, staffId: caller.staffId, now: clock.now() };
        const requested = await requestMonth(sql, asked);
        await audit('calendar.request', { detail: { ...key, ...requested } });
        return requested;
      },
    }),
    route({
      method: 'post',
      path: '/api/calendar/:month/withdraw',
      summary: 'Take the question back: the month is a draft again',
      permission: 'edit_calendar',
      params,
      body: z.object({ centreId }),
      response: 'none',
      async handler({ params: { month }, body, caller, audit }) {
        const key = await editableMonth(sql, month, body.centreId, caller);
        const { version } = await withdrawMonth(sql, key, clock.now());
        await audit('calendar.withdraw', { detail: { ...key, version } });
      },
    }),
  ];
}

/** @throws DomainError `calendar/centre-unknown` 404 */
async function knownMonth(sql: ApiDeps['sql'], month: string, centre: string | null): Promise<MonthKey> {
  const centres = await selectCentres(sql);
  if (centre !== null && !centres.some(({ id }) => id === centre)) {
    throw new DomainError('calendar/centre-unknown', 404, 'センターが見つかりません。');
  }
  return { month: `${month}-01`, centreId: centre };
}

/** @throws DomainError `calendar/other-centre` 403 */
async function editableMonth(
  sql: ApiDeps['sql'],
  month: string,
  centre: string | null,
  caller: Scope,
): Promise<MonthKey> {
  const key = await knownMonth(sql, month, centre);
  if (!answersForCentre(caller, centre)) {
    throw new DomainError('calendar/other-centre', 403, '担当するセンターの暦だけを変えられます。');
  }
  return key;
}
