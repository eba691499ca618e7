import { z } from 'zod';
import type { CalledBack, DeskTask } from '../../core/contracts/http/tasks.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { SAID_OUTCOMES, TASK_KINDS, TASK_OUTCOMES } from '../../core/rules/inbound/desk-task.ts';
import { tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { recordingPlayer } from '../recordings/play-recording.ts';
import { callBackTask } from './call-back-task.ts';
import { finishTask, giveTask, selectDone, selectTasks } from './queries.ts';
import { assertMine, takeNext, takeTask, taskScope } from './take-task.ts';
import { taskView } from './task-view.ts';

const SHOWN = 200;
const taskSchema = z.object({
  id: z.uuid(),
  kind: z.enum(TASK_KINDS),
  subject: z.object({ id: z.string(), shortName: z.string(), colour: z.string() }).nullable(),
  person: z.object({ id: z.number().int(), name: z.string() }).nullable(),
  number: z.string().nullable(),
  language: z.string().nullable(),
  at: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  notBefore: z.iso.datetime().nullable(),
  late: z.boolean(),
  state: z.enum(['open', 'taken', 'done']),
  owner: z.object({ name: z.string(), mine: z.boolean() }).nullable(),
  tries: z.number().int(),
  lastResult: z.string().nullable(),
  audible: z.boolean(),
  messageAtSec: z.number().nullable(),
  written: z.string().nullable(),
  outcome: z.enum(TASK_OUTCOMES).nullable(),
}) satisfies z.ZodType<DeskTask>;

const params = z.object({ id: z.uuid() });

export function taskRoutes(deps: ApiDeps, commands: CommandRunner): Route[] {
  return [listRoute(deps), nextRoute(deps), takeRoute(deps), ...ownTaskRoutes(deps, commands), audioRoute(deps)];
}

function listRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/tasks',
    summary:
      'Abandoned callers, kept places, voicemails and written answers of my lines, in their turn; with `done` those finished today',
    permission: 'desk',
    query: z.object({ done: z.enum(['0', '1']).default('0') }),
    response: z.object({ now: z.iso.datetime(), tasks: z.array(taskSchema) }),
    async handler({ query, caller, audit }) {
      const now = clock.now();
      const scope = await taskScope(sql, caller);
      const rows =
        query.done === '1'
          ? await selectDone(sql, scope, tokyoInstant(tokyoTime(now).date, 0), SHOWN)
          : await selectTasks(sql, scope, SHOWN);
      const persons = rows.filter(({ personId }) => personId !== null).length;
      if (persons > 0) await audit('list', { detail: { what: 'tasks', persons } });
      return { now: now.toISOString(), tasks: rows.map((row) => taskView(row, caller.staffId, now)) };
    },
  });
}

function nextRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/tasks/take-next',
    summary: 'Take the next task nobody has; null when nothing waits',
    permission: 'desk',
    response: taskSchema.nullable(),
    async handler({ caller, audit }) {
      const row = await takeNext(sql, caller, clock.now());
      if (row) await audit('task.take', { personId: row.personId, callId: row.callId, detail: { task: row.id } });
      return row && taskView(row, caller.staffId, clock.now());
    },
  });
}

function takeRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/tasks/:id/take',
    summary: 'Take this task; one that somebody left lying may be taken over',
    permission: 'desk',
    params,
    response: taskSchema,
    async handler({ params: { id }, caller, audit }) {
      const row = await takeTask(sql, caller, id, clock.now());
      await audit('task.take', { personId: row.personId, callId: row.callId, detail: { task: id } });
      return taskView(row, caller.staffId, clock.now());
    },
  });
}

function ownTaskRoutes({ sql, clock }: ApiDeps, commands: CommandRunner): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/tasks/:id/release',
      summary: 'Give a task of mine back',
      permission: 'desk',
      params,
      response: 'none',
      async handler({ params: { id }, caller }) {
        await assertMine(sql, caller, id);
        await giveTask(sql, id, null, clock.now());
      },
    }),
    route({
      method: 'post',
      path: '/api/tasks/:id/call-back',
      summary: 'Call the number that called, through the gate; the task must be mine',
      permission: 'desk',
      params,
      response: z.object({ callId: z.string().nullable() }) satisfies z.ZodType<CalledBack>,
      async handler({ params: { id }, caller, audit }) {
        const { task, callId, subjectId } = await callBackTask(sql, commands, caller, id, clock.now());
        await audit('task.call', { personId: task.personId, subjectId, callId, detail: { task: id } });
        return { callId };
      },
    }),
    route({
      method: 'post',
      path: '/api/tasks/:id/done',
      summary: 'It is done, and how it ended',
      permission: 'desk',
      params,
      body: z.strictObject({ outcome: z.enum(SAID_OUTCOMES) }),
      response: 'none',
      async handler({ params: { id }, body: { outcome }, caller, audit }) {
        const task = await assertMine(sql, caller, id);
        if (!(await finishTask(sql, id, { staffId: caller.staffId, outcome, at: clock.now() })))
          throw new DomainError('task/done', 409, 'この用件は済んでいます。一覧を開き直してください。');
        await audit('task.done', { personId: task.personId, callId: task.callId, detail: { task: id, outcome } });
      },
    }),
  ];
}

/** Whoever took a voicemail hears that one recording, also without the right to play others. */
function audioRoute(deps: ApiDeps): Route {
  const play = recordingPlayer(deps);
  return route({
    method: 'get',
    path: '/api/tasks/:id/audio',
    summary: 'The message of a voicemail task of mine (Opus in Ogg)',
    permission: 'desk',
    params,
    response: 'stream',
    async handler(context) {
      const { caller, params: at } = context;
      const task = await assertMine(deps.sql, caller, at.id);
      if (task.kind !== 'voicemail' || task.recordingId === null || task.callId === null)
        throw new DomainError('recording/not-found', 404, '録音が見つかりません。');
      const { recordingId, personId, callId, subject } = task;
      await play({ recordingId, personId, callId, subjectId: subject?.id ?? null }, context);
    },
  });
}
