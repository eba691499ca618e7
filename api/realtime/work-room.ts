import type { Server } from 'socket.io';
import { startWaker } from '../../core/platform/bus.ts';
import { type Queryable, withDeadline } from '../../core/platform/postgres.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type CallerSocket, openNamespace, type RealtimeDeps } from './socket-server.ts';

const POLL_MS = 1_000;

interface RunProgress {
  id: string;
  state: string;
  stage: string | null;
  rowsDone: number;
  rowsTotal: number | null;
}

function selectNewestRuns(db: Queryable): Promise<RunProgress[]> {
  return db<RunProgress[]>`
    select id, state, stage, rows_done as "rowsDone", rows_total as "rowsTotal" from import_run order by created_at desc limit 20`;
}

/** `/work`: progress of imports, sent when it moved. Counts only: no file name, no person. */
export async function startWorkRoom(
  io: Server,
  deps: ApiDeps,
  realtime: RealtimeDeps,
): Promise<{ stop(): Promise<void> }> {
  const { sql, logger } = deps;
  const sockets = new Map<CallerSocket, Map<string, string>>();
  const wake = async () => {
    if (sockets.size === 0) return;
    const runs = await withDeadline('read import runs', selectNewestRuns(sql));
    for (const [socket, shown] of sockets) {
      for (const run of runs) {
        const text = JSON.stringify(run);
        if (shown.get(run.id) === text) continue;
        shown.set(run.id, text);
        socket.emit('import_run', run);
      }
    }
  };
  const waker = await startWaker(sql, 'import_changed', POLL_MS, wake, logger);
  openNamespace(io, '/work', 'import', realtime, (socket) => {
    sockets.set(socket, new Map());
    socket.on('disconnect', () => sockets.delete(socket));
    waker.poke();
  });
  return { stop: () => waker.stop() };
}
