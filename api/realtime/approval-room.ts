import type { Server } from 'socket.io';
import { startWaker } from '../../core/platform/bus.ts';
import { withDeadline } from '../../core/platform/postgres.ts';
import { countApprovals } from '../approvals/queries.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type CallerSocket, openNamespace, type RealtimeDeps } from './socket-server.ts';

/** A deadline passes without any row changing: looked at this often. */
const POLL_MS = 5_000;

/** `/approvals`: what waits for me and what was answered, in numbers, at connect and when they move. */
export async function startApprovalRoom(
  io: Server,
  { sql, clock, logger }: ApiDeps,
  realtime: RealtimeDeps,
): Promise<{ stop(): Promise<void> }> {
  const shown = new Map<CallerSocket, string>();
  const wake = async () => {
    for (const [socket, before] of shown) {
      const { caller } = socket.data;
      const who = { ...caller, mayDecide: caller.permissions.has('decide') };
      const counts = await withDeadline('count approvals', countApprovals(sql, who, clock.now()));
      const text = JSON.stringify(counts);
      if (text === before) continue;
      shown.set(socket, text);
      socket.emit('counts', counts);
    }
  };
  const waker = await startWaker(sql, 'approval_changed', POLL_MS, wake, logger);
  openNamespace(io, '/approvals', 'propose', realtime, (socket) => {
    shown.set(socket, '');
    socket.on('disconnect', () => shown.delete(socket));
    waker.poke();
  });
  return { stop: () => waker.stop() };
}
