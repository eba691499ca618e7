import { z } from 'zod';
import type { NumberCheckPage, NumberVerdict } from '../../core/contracts/http/number-checks.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { lineResultSchema } from '../http/result-schemas.ts';
import { type Route, route } from '../http/route.ts';
import { recordingPlayer } from '../recordings/play-recording.ts';
import {
  type CheckRow,
  countOpenChecks,
  saveVerdict,
  selectCheck,
  selectOpenChecks,
  takeBackVerdict,
} from './queries.ts';

const LIMIT = 50;
const params = z.object({ id: z.uuid() });
const rowSchema = z.object({
  callId: z.string(),
  at: z.iso.datetime(),
  digits: z.string(),
  numberType: z.enum(['home', 'mobile', 'work', 'other']),
  subject: z.object({ id: z.string(), shortName: z.string(), colour: z.string() }),
  guess: lineResultSchema,
  seconds: z.number(),
});
const pageSchema = z.object({
  open: z.array(rowSchema),
  waiting: z.number().int(),
}) satisfies z.ZodType<NumberCheckPage>;
const verdictSchema = z.enum([
  'unallocated',
  'temp_out',
  'unreachable',
  'ringing',
  'other',
]) satisfies z.ZodType<NumberVerdict>;

const notFound = () => new DomainError('number-check/not-found', 404, '確認する音声が見つかりません。');

/** What the network said instead of an answer, heard by a person before a number is taken for dead. */
export function numberCheckRoutes(deps: ApiDeps): Route[] {
  return [listRoute(deps), audioRoute(deps), verdictRoute(deps)];
}

function listRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/number-checks',
    summary: 'Numbers whose announcement waits for an ear, oldest first; no person is named',
    permission: 'check_numbers',
    response: pageSchema,
    async handler({ caller }) {
      const rows = await selectOpenChecks(sql, caller, LIMIT);
      const waiting = rows.length < LIMIT ? rows.length : await countOpenChecks(sql, caller);
      return { open: rows.map(rowView), waiting };
    },
  });
}

function rowView(row: CheckRow): z.infer<typeof rowSchema> {
  return rowSchema.parse({
    callId: row.callId,
    at: row.at.toISOString(),
    digits: row.digits,
    numberType: row.numberType,
    subject: { id: row.subjectId, shortName: row.subjectShortName, colour: row.subjectColour },
    guess: row.guess,
    seconds: Math.round(row.recordedMs / 100) / 10,
  });
}

function audioRoute(deps: ApiDeps): Route {
  const play = recordingPlayer(deps);
  return route({
    method: 'get',
    path: '/api/number-checks/:id/audio',
    summary: 'What the network said, at most 15 seconds (Opus in Ogg), by the id of the call',
    permission: 'check_numbers',
    params,
    response: 'stream',
    async handler(context) {
      const check = await selectCheck(deps.sql, context.caller, context.params.id);
      if (!check) throw notFound();
      const { recordingId, personId, callId, subjectId } = check;
      await play({ recordingId, personId, callId, subjectId }, context);
    },
  });
}

function verdictRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/number-checks/:id',
    summary: 'What was heard; the numbers to dial follow it. null takes the own verdict back',
    permission: 'check_numbers',
    params,
    body: z.object({ verdict: verdictSchema.nullable() }),
    response: 'none',
    async handler({ params: { id }, body: { verdict }, caller, audit }) {
      const check = await selectCheck(sql, caller, id);
      if (!check) throw notFound();
      const saved = await decide(check, verdict, caller);
      if (!saved) throw new DomainError('number-check/decided', 409, 'この番号はほかの職員が確認済みです。');
      const { personId, callId, subjectId } = check;
      await audit('number.check', { personId, callId, subjectId, detail: { verdict: verdict ?? 'taken back' } });
    },
  });

  function decide(check: CheckRow, verdict: NumberVerdict | null, caller: Caller): Promise<boolean> {
    if (verdict === null) return takeBackVerdict(sql, check.callId, caller.staffId);
    return saveVerdict(sql, check, verdict, caller.staffId, clock.now());
  }
}
