import type { Server } from 'socket.io';
import { startWaker } from '../../core/platform/bus.ts';
import { withDeadline } from '../../core/platform/postgres.ts';
import { selectHelpAsked } from '../desk/help-queries.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type CallerSocket, openNamespace, type RealtimeDeps } from './socket-server.ts';

/** A NOTIFY may be lost; an agent in need is not. */
const POLL_MS = 2_000;

/** `/help`: who asks for help now, to supervisors on any page, sent when it moved. Never about a citizen; scopes are read anew each time. */
export async function startHelpRoom(
  io: Server,
  { sql, logger }: ApiDeps,
  realtime: RealtimeDeps,
): Promise<{ stop(): Promise<void> }> {
  const shown = new Map<CallerSocket, string>();
  const wake = async () => {
    for (const [socket, before] of shown) {
      const asked = await withDeadline('read calls for help', selectHelpAsked(sql, socket.data.caller.staffId));
      const text = JSON.stringify(asked);
      if (text === before) continue;
      shown.set(socket, text);
      socket.emit('asked', asked);
    }
  };
  const waker = await startWaker(sql, 'call_party', POLL_MS, wake, logger);
  openNamespace(io, '/help', 'help_agents', realtime, (socket) => {
    shown.set(socket, '');
    socket.on('disconnect', () => shown.delete(socket));
    waker.poke();
  });
  return { stop: () => waker.stop() };
}
