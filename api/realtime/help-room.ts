import type { Server } from 'socket.io';
import { selectHelpAsked } from '../desk/help-queries.ts';
import type { ApiDeps } from '../http/deps.ts';
import type { RealtimeDeps } from './socket-server.ts';
import { startToldRoom } from './told-room.ts';

/** A NOTIFY may be lost; an agent in need is not. */
const POLL_MS = 2_000;

/** `/help`: who asks for help now, to supervisors on any page. Never about a citizen. */
export function startHelpRoom(io: Server, deps: ApiDeps, realtime: RealtimeDeps) {
  return startToldRoom(io, deps, realtime, {
    namespace: '/help',
    permission: 'help_agents',
    event: 'asked',
    channel: 'call_party',
    pollMs: POLL_MS,
    look: async () => (caller) => selectHelpAsked(deps.sql, caller.staffId),
  });
}
