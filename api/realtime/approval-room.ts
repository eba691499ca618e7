import type { Server } from 'socket.io';
import { countApprovals } from '../approvals/queries.ts';
import type { ApiDeps } from '../http/deps.ts';
import type { RealtimeDeps } from './socket-server.ts';
import { startToldRoom } from './told-room.ts';

/** A deadline passes without any row changing: looked at this often. */
const POLL_MS = 5_000;

/** `/approvals`: what waits for me and what was answered, in numbers. */
export function startApprovalRoom(io: Server, deps: ApiDeps, realtime: RealtimeDeps) {
  const { sql, clock } = deps;
  return startToldRoom(io, deps, realtime, {
    namespace: '/approvals',
    permission: 'propose',
    event: 'counts',
    channel: 'approval_changed',
    pollMs: POLL_MS,
    look: async () => (caller) =>
      countApprovals(sql, { ...caller, mayDecide: caller.permissions.has('decide') }, clock.now()),
  });
}
