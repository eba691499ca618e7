import type { Socket } from 'socket.io-client';
import type { WorkServerEvents } from '../../core/contracts/realtime.ts';
import { openLiveSocket } from './live-socket.ts';

export type ImportProgress = Parameters<WorkServerEvents['import_run']>[0];

/** Progress of long work. Pages poll as well: a missed event costs a second, never the truth. */
export function openWorkLink(onImportRun: (run: ImportProgress) => void): () => void {
  const live = openLiveSocket('/work');
  const socket: Socket<WorkServerEvents> = live.socket;
  socket.on('import_run', onImportRun);
  return () => {
    live.close();
  };
}
