import type { Server } from 'socket.io';
import type { ApiDeps } from '../http/deps.ts';
import { selectWaiting } from '../inbound/queries.ts';
import { waitingFor } from '../inbound/waiting-for.ts';
import type { RealtimeDeps } from './socket-server.ts';
import { startToldRoom } from './told-room.ts';

/** A NOTIFY may be lost, and lines change hands without one. */
const POLL_MS = 2_000;

/** `/inbound`: who waits on my lines, to everybody at a desk and to supervisors on any page. How long is counted by the page. */
export function startInboundRoom(io: Server, deps: ApiDeps, realtime: RealtimeDeps) {
  const { sql } = deps;
  return startToldRoom(io, deps, realtime, {
    namespace: '/inbound',
    permission: 'desk',
    event: 'waiting',
    channel: 'inbound_queue',
    pollMs: POLL_MS,
    look: async () => {
      const rows = await selectWaiting(sql);
      return (caller) => waitingFor(sql, caller, rows);
    },
  });
}
