import { z } from 'zod';
import type { NoticeBoard, NoticeRow, ReplyRow, TodaysWork } from '../../core/contracts/http/desk-work.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import { HAND_OVER_KINDS } from '../../core/rules/hand-over.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { callbackBoardSchema } from '../callbacks/routes.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { ownLines } from '../promises/lines.ts';
import { countsSchema, rowSchema } from '../promises/schemas.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { insertNotice, selectNotices, withdrawNotice } from './queries.ts';
import { noticeRow, todaysWork } from './todays-work.ts';

const NOTICE_DAYS = 31;
const subject = z.object({ id: z.string(), shortName: z.string(), colour: z.string() }).nullable();
const replySchema = z.object({
  id: z.string(),
  kind: z.enum(HAND_OVER_KINDS),
  person: z.object({ id: z.number().int(), name: z.string(), masked: z.boolean() }).nullable(),
  subject,
  answer: z.string(),
  answeredAt: z.iso.datetime(),
  answeredBy: z.string().nullable(),
}) satisfies z.ZodType<ReplyRow>;
const noticeSchema = z.object({
  id: z.string(),
  body: z.string(),
  subject,
  toOn: z.iso.date(),
  by: z.string(),
  at: z.iso.datetime(),
}) satisfies z.ZodType<NoticeRow>;

const workSchema = z.object({
  now: z.iso.datetime(),
  today: z.iso.date(),
  callbacks: callbackBoardSchema,
  promises: z.object({ mine: countsSchema, lines: countsSchema, rows: z.array(rowSchema) }),
  replies: z.array(replySchema),
  tasks: z.object({ open: z.number().int(), late: z.number().int() }),
  notices: z.array(noticeSchema),
}) satisfies z.ZodType<TodaysWork>;

/** 本日の作業. */
export function deskWorkRoutes(deps: ApiDeps): Route[] {
  return [readRoute(deps), noticesRoute(deps), postRoute(deps), withdrawRoute(deps)];
}

function readRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/desk-work',
    summary: 'What waits for me today: reservations, promises, answers of officers, notices',
    permission: 'desk',
    response: workSchema,
    async handler({ caller, audit }) {
      const work = await todaysWork(sql, caller, clock.now());
      const persons = work.promises.rows.length + work.replies.length;
      if (persons > 0) await audit('list', { detail: { what: 'todays_work', persons } });
      return work;
    },
  });
}

function noticesRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/desk-work/notices',
    summary: 'What is told to everybody of the lines today, for those who write it and work at no desk',
    permission: 'post_notices',
    response: z.object({ today: z.iso.date(), notices: z.array(noticeSchema) }) satisfies z.ZodType<NoticeBoard>,
    async handler({ caller }) {
      const { date: today } = tokyoTime(clock.now());
      return { today, notices: (await selectNotices(sql, await ownLines(sql, caller), today)).map(noticeRow) };
    },
  });
}

function postRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/desk-work/notices',
    summary: 'Tell everybody of the lines something, on the page a shift begins with; never about a person',
    permission: 'post_notices',
    body: z.strictObject({
      body: z.string().trim().min(1).max(300),
      subjectId: z.string().max(20).nullable(),
      toOn: z.iso.date(),
    }),
    response: z.object({ id: z.string() }),
    async handler({ body: { body, subjectId, toOn }, caller, audit }) {
      const at = clock.now();
      const { date: fromOn } = tokyoTime(at);
      if (toOn < fromOn || toOn > addDays(fromOn, NOTICE_DAYS))
        throw new DomainError('notice/period', 422, `掲示は今日から${NOTICE_DAYS}日以内にしてください。`);
      if (subjectId === null) assertWholeCity(caller);
      else if (!(await ownLines(sql, caller)).includes(subjectId))
        throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
      const id = newId();
      await insertNotice(sql, { id, body, subjectId, fromOn, toOn, staffId: caller.staffId, at });
      await audit('notice.post', { subjectId, detail: { notice: id } });
      return { id };
    },
  });
}

function withdrawRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/desk-work/notices/:id/withdraw',
    summary: 'Take a notice down',
    permission: 'post_notices',
    params: z.object({ id: z.uuid() }),
    response: 'none',
    async handler({ params: { id }, caller, audit }) {
      const lines = await ownLines(sql, caller);
      if (!(await withdrawNotice(sql, id, { staffId: caller.staffId, lines, at: clock.now() })))
        throw new DomainError('notice/not-found', 404, 'この連絡事項はありません。一覧を開き直してください。');
      await audit('notice.withdraw', { detail: { notice: id } });
    },
  });
}
