import type { NoticeRow, ReplyRow, TodaysWork } from '../../core/contracts/http/desk-work.ts';
import type { PromiseRow } from '../../core/contracts/http/promises.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { MASK_TEXT, mayShow } from '../../core/rules/shield.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { callbackBoard } from '../callbacks/callback-board.ts';
import { hideDebtFigures } from '../desk/hide-debt-figures.ts';
import type { Caller } from '../http/caller.ts';
import { selectUnprovenOnLine } from '../persons/queries.ts';
import { type BoardScope, countViews, selectView } from '../promises/board-queries.ts';
import { promiseRow } from '../promises/board-view.ts';
import { ownLines } from '../promises/lines.ts';
import { countTasks, type NoticeFacts, type ReplyFacts, selectNotices, selectReplies } from './queries.ts';

/** Of each kind: a page that is worked down, not a register. */
const SHOWN = 20;

export async function todaysWork(sql: Sql, caller: Caller, now: Date): Promise<TodaysWork> {
  const { date: today } = tokyoTime(now);
  const lines = await ownLines(sql, caller);
  const scope = { lines, staffId: null, today, privileged: caller.privileged };
  const mine = { ...scope, staffId: caller.staffId };
  const [callbacks, ownCounts, lineCounts, rows, replies, unproven, tasks, notices] = await Promise.all([
    callbackBoard(sql, caller, now),
    countViews(sql, mine),
    countViews(sql, scope),
    ownPromises(sql, mine, caller),
    selectReplies(sql, caller.staffId, SHOWN),
    selectUnprovenOnLine(sql, caller.staffId),
    countTasks(sql, { lines, privileged: caller.privileged }, now),
    selectNotices(sql, lines, today),
  ]);
  return {
    now: now.toISOString(),
    today,
    callbacks,
    // That somebody promised, and for when, is a debt fact: of who is on the line it waits for their check.
    promises: { mine: ownCounts, lines: lineCounts, rows: rows.filter(({ person }) => !unproven.includes(person.id)) },
    replies: replies.map((reply) => replyRow(reply, caller, unproven)),
    tasks,
    notices: notices.map(noticeRow),
  };
}

async function ownPromises(sql: Sql, mine: BoardScope, caller: Caller): Promise<PromiseRow[]> {
  const views = ['broken', 'overdue', 'today'] as const;
  const rows = await Promise.all(views.map((view) => selectView(sql, mine, view, SHOWN)));
  return rows.flat().map((row) => promiseRow(row, caller, mine.today));
}

function replyRow(
  { personId, name, shielded, answeredAt, ...reply }: ReplyFacts,
  caller: Caller,
  unproven: readonly number[],
): ReplyRow {
  const shown = mayShow(shielded, caller);
  // Who is on the line and has not proved who they are: no sum of theirs stands on the screen.
  const hidden = personId !== null && unproven.includes(personId);
  const answer = hidden ? hideDebtFigures(reply.answer) : reply.answer;
  return {
    ...reply,
    person: personId === null ? null : { id: personId, name: shown ? (name ?? '') : MASK_TEXT, masked: !shown },
    // What is said of a shielded person may name them.
    answer: shown ? answer : MASK_TEXT,
    answeredAt: answeredAt.toISOString(),
  };
}

export const noticeRow = ({ at, ...notice }: NoticeFacts): NoticeRow => ({ ...notice, at: at.toISOString() });
