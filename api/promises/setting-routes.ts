import { z } from 'zod';
import type { PromiseSettings } from '../../core/contracts/http/promises.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { GRACE_LIMIT, promiseParameters } from '../../core/rules/promise-parameters.ts';
import { reminderRule } from '../../core/rules/promise-reminder.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { requestApproval } from '../approvals/request-approval.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { assertNotPast } from '../settings/from-today.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { ownLines } from './lines.ts';
import { reminderAskedSchema } from './reminder-effect.ts';
import { reminderKey, selectReminderSettings } from './reminder-queries.ts';
import { settingsSchema } from './schemas.ts';
import { type LineRow, selectLines, selectPromiseVersions } from './setting-queries.ts';

/** Days of grace, by day; reminders, by the city's decision. */
export function promiseSettingRoutes(deps: ApiDeps): Route[] {
  return [readRoute(deps), saveRoute(deps), askRoute(deps), endRoute(deps)];
}

function readRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/promises/settings',
    summary: 'Days of grace in all their versions, and what the city approved of reminders',
    permission: 'view_promises',
    response: settingsSchema,
    handler: ({ caller }) => read(sql, caller, tokyoTime(clock.now()).date),
  });
}

function saveRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'put',
    path: '/api/promises/settings',
    summary: 'Days of grace from a day on; promises made before keep theirs',
    permission: 'edit_promises',
    body: z.strictObject({
      validFrom: z.iso.date(),
      graceDays: z.number().int().min(0).max(GRACE_LIMIT),
      maxDaysAhead: z.number().int().min(1).max(366),
    }),
    response: settingsSchema,
    async handler({ body: { validFrom, ...value }, caller, audit }) {
      assertWholeCity(caller);
      const { date: today } = tokyoTime(clock.now());
      assertNotPast(validFrom, today);
      await saveSetting(sql, 'promises', validFrom, value);
      await audit('setting.save', { detail: { key: 'promises', validFrom } });
      return read(sql, caller, today);
    },
  });
}

function askRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/promises/reminders',
    summary: 'Ask the city whether citizens of a subject may be reminded of their promises, how and how early',
    permission: 'propose',
    body: reminderAskedSchema.extend({ subjectId: z.string().max(20) }),
    response: z.object({ id: z.string() }),
    async handler({ body: { subjectId, ...detail }, caller, audit }) {
      const subject = await ownLine(sql, caller, subjectId);
      await audit('promise.reminder', { subjectId, detail });
      const way = detail.channel === 'sms' ? 'SMS' : '電話';
      const id = await sql.begin((tx) =>
        requestApproval(tx, {
          kind: 'promise_reminder',
          refId: subjectId,
          subjectId,
          title: `${subject.shortName}: 納付約束の${detail.daysBefore}日前に${way}でご案内`,
          detail,
          requestedBy: caller.staffId,
          now: clock.now(),
          dueAt: null,
        }),
      );
      return { id };
    },
  });
}

function endRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/promises/reminders/:subjectId/end',
    summary: 'Remind nobody of this subject from today on',
    permission: 'propose',
    params: z.object({ subjectId: z.string().max(20) }),
    response: 'none',
    async handler({ params: { subjectId }, caller, audit }) {
      await ownLine(sql, caller, subjectId);
      await saveSetting(sql, reminderKey(subjectId), tokyoTime(clock.now()).date, { channel: null });
      await audit('promise.reminder', { subjectId, detail: { channel: null } });
    },
  });
}

/** @throws DomainError subject/not-found */
async function ownLine(db: Queryable, caller: Caller, subjectId: string): Promise<LineRow> {
  const lines = await ownLines(db, caller);
  const [line] = lines.includes(subjectId) ? await selectLines(db, [subjectId]) : [];
  if (!line) throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
  return line;
}

async function read(db: Queryable, caller: Caller, today: string): Promise<PromiseSettings> {
  const versions = await selectPromiseVersions(db);
  if (!versions.some(({ validFrom }) => validFrom <= today)) versions.push({ validFrom: '0001-01-01', value: {} });
  const rules = new Map((await selectReminderSettings(db, today)).map((row) => [row.subjectId, row]));
  const lines = await selectLines(db, await ownLines(db, caller));
  return {
    today,
    versions: versions.map(({ validFrom, value }) => ({ validFrom, ...promiseParameters(value) })),
    reminders: lines.map(({ id, shortName, colour, waiting }) => {
      const row = rules.get(id);
      const rule = row ? reminderRule(row.value) : null;
      return {
        subject: { id, shortName, colour },
        inForce: rule && row ? { ...rule, validFrom: row.validFrom } : null,
        waiting,
      };
    }),
  };
}
