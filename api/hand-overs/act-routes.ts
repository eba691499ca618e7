import { z } from 'zod';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, type RouteContext, route } from '../http/route.ts';
import type { LockedHandOver } from './act-queries.ts';
import { answerHandOver } from './answer-hand-over.ts';
import { closeHandOver, resumeStopped } from './close-hand-over.ts';
import { lockOwn } from './lock-own.ts';
import { readAnswer } from './read-answer.ts';
import { remark } from './remark.ts';
import { takeHandOver } from './take-hand-over.ts';

const byId = z.object({ id: z.uuid() });
const words = z.string().trim().min(1).max(2_000);

/** Who does it, and when (product clock). */
export interface Actor {
  staffId: string;
  now: Date;
}

export function actRoutes(deps: ApiDeps): Route[] {
  return [
    ...cityRoutes(deps),
    route({
      method: 'post',
      path: '/api/hand-overs/:id/remark',
      summary: 'What the centre did meanwhile: part of its history and of the report to the city',
      permission: 'follow_hand_overs',
      params: byId,
      body: z.strictObject({ body: words }),
      response: 'none',
      handler: (context) =>
        act(deps, context, 'remark', (tx, row, actor) => remark(tx, row, { ...actor, body: context.body.body })),
    }),
    route({
      method: 'post',
      path: '/api/hand-overs/:id/read',
      summary: 'I have read the answer to what I raised',
      permission: 'view_hand_overs',
      params: byId,
      response: 'none',
      handler: ({ params, caller }) =>
        readAnswer(deps.sql, params.id, { staffId: caller.staffId, now: deps.clock.now() }),
    }),
  ];
}

function cityRoutes(deps: ApiDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/hand-overs/:id/take',
      summary: 'I work on it: everybody sees who',
      permission: 'answer_hand_overs',
      params: byId,
      response: 'none',
      handler: (context) => act(deps, context, 'take', takeHandOver),
    }),
    route({
      method: 'post',
      path: '/api/hand-overs/:id/answer',
      summary: 'The city’s answer, to whoever raised it; instalment requests and do-not-calls are decided instead',
      permission: 'answer_hand_overs',
      params: byId,
      body: z.strictObject({ answer: words }),
      response: 'none',
      handler: (context) =>
        act(deps, context, 'answer', (tx, row, actor) => answerHandOver(tx, row, { ...actor, ...context.body })),
    }),
    route({
      method: 'post',
      path: '/api/hand-overs/:id/close',
      summary: 'Nothing is left to do; says whether the person may be contacted again',
      permission: 'answer_hand_overs',
      params: byId,
      body: z.strictObject({ resume: z.boolean(), reason: z.string().trim().max(500).default('') }),
      response: 'none',
      handler: (context) =>
        act(deps, context, 'close', (tx, row, actor) => closeHandOver(tx, row, { ...actor, ...context.body })),
    }),
    route({
      method: 'post',
      path: '/api/hand-overs/:id/resume',
      summary: 'End a stop that was left standing, with the reason',
      permission: 'answer_hand_overs',
      params: byId,
      body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
      response: 'none',
      handler: (context) =>
        act(deps, context, 'resume', (tx, row, actor) => resumeStopped(tx, row, { ...actor, ...context.body })),
    }),
  ];
}

async function act(
  { sql, clock }: { sql: Sql; clock: ApiDeps['clock'] },
  {
    params,
    caller,
    audit,
  }: Pick<RouteContext<{ id: string }, unknown, unknown, Caller>, 'params' | 'caller' | 'audit'>,
  what: string,
  run: (tx: TransactionSql, row: LockedHandOver, actor: Actor) => Promise<void>,
): Promise<void> {
  const row = await sql.begin(async (tx) => {
    const locked = await lockOwn(tx, caller, params.id);
    await run(tx, locked, { staffId: caller.staffId, now: clock.now() });
    return locked;
  });
  const { personId, subjectId } = row;
  await audit('hand_over.act', { personId, subjectId, detail: { handOver: row.id, what } });
}
