import { directoryStore, openRecording } from '../../recordings-store/index.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import type { RouteContext } from '../http/route.ts';
import { PlayLog } from './play-log.ts';
import { sendAudio } from './send-audio.ts';

export interface PlayedRecording {
  recordingId: string;
  personId: number | null;
  callId: string;
  subjectId: string | null;
}

type Listener = Pick<RouteContext<unknown, unknown, unknown, Caller>, 'caller' | 'request' | 'response' | 'audit'>;

/** Sends the sound a caller may hear, whole or by range; one audit row a listening, written before the first byte leaves. */
export function recordingPlayer({
  sql,
  config,
  logger,
}: ApiDeps): (what: PlayedRecording, to: Listener) => Promise<void> {
  const store = directoryStore(config.recordings.storeDir);
  const { masterKeyFile } = config.recordings;
  const plays = new PlayLog();
  return async ({ recordingId, ...about }, { caller, request, response, audit }) => {
    const recording = await openRecording({ sql, store, masterKeyFile }, recordingId);
    await sendAudio(recording, request, response, logger, async ({ firstByte }) => {
      if (!plays.isStart(caller.sessionId, recordingId, firstByte, Date.now())) return;
      await audit('play', { recordingId, ...about });
      plays.started(caller.sessionId, recordingId, Date.now());
    });
  };
}
