import { io, type Socket } from 'socket.io-client';
import type { WorkServerEvents } from '../../core/contracts/realtime.ts';

export type ImportProgress = Parameters<WorkServerEvents['import_run']>[0];

/** Progress of long work. Pages poll as well: a missed event costs a second, never the truth. */
export function openWorkLink(onImportRun: (run: ImportProgress) => void): () => void {
  const socket: Socket<WorkServerEvents> = io('/work', {
    transports: ['websocket', 'polling'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
  });
  socket.on('import_run', onImportRun);
  return () => {
    socket.removeAllListeners();
    socket.disconnect();
  };
}
