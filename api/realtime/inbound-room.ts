import type { Server } from 'socket.io';
import { startWaker } from '../../core/platform/bus.ts';
import { withDeadline } from '../../core/platform/postgres.ts';
import type { ApiDeps } from '../http/deps.ts';
import { selectWaiting } from '../inbound/queries.ts';
import { waitingFor } from '../inbound/waiting-for.ts';
import { type CallerSocket, openNamespace, type RealtimeDeps } from './socket-server.ts';

/** A NOTIFY may be lost, and lines change hands without one. */
const POLL_MS = 2_000;

/**
 * `/inbound`: who waits on my lines, to everybody at a desk and to supervisors on any page, sent when it moved. How long is counted by the
 * page. Which lines are whose is read anew each time.
 */
export async function startInboundRoom(
  io: Server,
  { sql, logger }: ApiDeps,
  realtime: RealtimeDeps,
): Promise<{ stop(): Promise<void> }> {
  const shown = new Map<CallerSocket, string>();
  const wake = async () => {
    if (shown.size === 0) return;
    const rows = await withDeadline('read the queue', selectWaiting(sql));
    for (const [socket, before] of shown) {
      const calls = await withDeadline('read lines', waitingFor(sql, socket.data.caller, rows));
      const text = JSON.stringify(calls);
      if (text === before) continue;
      shown.set(socket, text);
      socket.emit('waiting', calls);
    }
  };
  const waker = await startWaker(sql, 'inbound_queue', POLL_MS, wake, logger);
  openNamespace(io, '/inbound', 'desk', realtime, (socket) => {
    shown.set(socket, '');
    socket.on('disconnect', () => shown.delete(socket));
    waker.poke();
  });
  return { stop: () => waker.stop() };
}
