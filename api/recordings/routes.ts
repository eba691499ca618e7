import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import { masterKeyState } from '../../recordings-store/index.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectUnprovenOnLine } from '../persons/queries.ts';
import { recordingPlayer } from './play-recording.ts';
import {
  type RecordingFilter,
  selectCallEvents,
  selectIncidents,
  selectRecording,
  selectRecordings,
} from './queries.ts';
import {
  incidentSchema,
  type RecordingQuery,
  recordingDetailSchema,
  recordingQuerySchema,
  recordingRowSchema,
} from './schema.ts';
import { isHidden, type RecordingViewer, recordingDetail, recordingView } from './views.ts';

const params = z.object({ id: z.uuid() });

const viewerOf = (caller: Caller): RecordingViewer => ({
  privileged: caller.privileged,
  seesPersons: caller.permissions.has('view_person'),
});

const notFound = () => new DomainError('recording/not-found', 404, '録音が見つかりません。');

/** An earlier call tells the debt aloud: not while that very person is on the line and has not proved who they are. */
async function assertNotOnLine(sql: ApiDeps['sql'], caller: Caller, personId: number | null): Promise<void> {
  if (personId === null || !(await selectUnprovenOnLine(sql, caller.staffId)).includes(personId)) return;
  throw new DomainError('identity/required', 403, '本人確認が終わるまで、この方の録音は開けません。');
}

export function recordingRoutes(deps: ApiDeps): Route[] {
  return [listRoute(deps), detailRoute(deps), audioRoute(deps), incidentRoute(deps)];
}

function listRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/recordings',
    summary: 'Recordings, newest first; names masked for shielded persons',
    permission: 'list_recordings',
    query: recordingQuerySchema,
    response: z.array(recordingRowSchema),
    async handler({ query, caller, audit }) {
      if (query.person !== undefined && !caller.permissions.has('view_person'))
        throw new DomainError('permission/denied', 403, '対象者を指定して録音を探す権限がありません。');
      const rows = await selectRecordings(
        sql,
        filterOf(query, caller, await selectUnprovenOnLine(sql, caller.staffId)),
      );
      await audit('list', { personId: query.person ?? null, detail: { what: 'recordings', rows: rows.length } });
      return rows.map((row) => recordingView(row, viewerOf(caller)));
    },
  });
}

function filterOf(query: RecordingQuery, caller: Caller, exceptPersons: readonly number[]): RecordingFilter {
  const { beforeStartedAt, beforeId } = query;
  return {
    subjectId: query.subject,
    agentId: query.agent,
    personId: query.person,
    exceptPersons,
    privileged: caller.privileged,
    direction: query.direction,
    lineResult: query.line,
    talkResult: query.talk,
    flag: query.flag,
    from: query.from === undefined ? undefined : new Date(`${query.from}T00:00:00+09:00`),
    to: query.to === undefined ? undefined : new Date(Date.parse(`${query.to}T00:00:00+09:00`) + 86_400_000),
    minSeconds: query.minSeconds,
    maxSeconds: query.maxSeconds,
    before:
      beforeStartedAt === undefined || beforeId === undefined
        ? undefined
        : { startedAt: new Date(beforeStartedAt), id: beforeId },
    subjectScope: caller.subjectScope,
    centreScope: caller.centreScope,
    limit: query.limit,
  };
}

function detailRoute({ sql, config, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/recordings/:id',
    summary: 'One recording with its waveform and the events of its call',
    permission: 'list_recordings',
    params,
    response: recordingDetailSchema,
    async handler({ params: { id }, caller, audit }) {
      const row = await selectRecording(sql, id, caller);
      if (!row) throw notFound();
      await assertNotOnLine(sql, caller, row.personId);
      const events = await selectCallEvents(sql, row.callId);
      const masterKey = await masterKeyState(sql, config.recordings.masterKeyFile);
      await audit('list', {
        personId: row.personId,
        callId: row.callId,
        recordingId: id,
        detail: { what: 'recording' },
      });
      const mayPlay = caller.permissions.has('play_recordings');
      return recordingDetail(row, events, viewerOf(caller), { masterKey, mayPlay, clockSpeed: clock.speed });
    },
  });
}

function audioRoute(deps: ApiDeps): Route {
  const play = recordingPlayer(deps);
  return route({
    method: 'get',
    path: '/api/recordings/:id/audio',
    summary: 'The sound (Opus in Ogg: left citizen, right what the citizen hears), whole or by range',
    permission: 'play_recordings',
    params,
    response: 'stream',
    async handler(context) {
      const {
        caller,
        params: { id },
      } = context;
      const row = await selectRecording(deps.sql, id, caller);
      if (!row) throw notFound();
      await assertNotOnLine(deps.sql, caller, row.personId);
      if (isHidden(row, viewerOf(caller)))
        throw new DomainError(
          'recording/shielded',
          403,
          '支援措置の対象者の録音は、指定された職員だけが再生できます。',
        );
      const { personId, callId, subjectId } = row;
      await play({ recordingId: id, personId, callId, subjectId }, context);
    },
  });
}

function incidentRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/incidents',
    summary: 'What went wrong with recordings, open ones first; ids and figures, no person',
    permission: 'list_recordings',
    query: z.object({
      open: z.enum(['true', 'false']).default('false'),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.array(incidentSchema),
    async handler({ query, caller }) {
      const { subjectScope, centreScope } = caller;
      const openOnly = query.open === 'true';
      const rows = await selectIncidents(sql, { subjectScope, centreScope, openOnly, limit: query.limit });
      return rows.map((row) => ({
        ...row,
        at: row.at.toISOString(),
        resolvedAt: row.resolvedAt?.toISOString() ?? null,
      }));
    },
  });
}
