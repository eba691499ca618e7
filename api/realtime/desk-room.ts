import type { Server } from 'socket.io';
import type { AgentSnapshot } from '../../core/contracts/realtime.ts';
import { startWaker } from '../../core/platform/bus.ts';
import { withDeadline } from '../../core/platform/postgres.ts';
import { agentSnapshots } from '../desk/agent-snapshot.ts';
import { selectSequences } from '../desk/snapshot-queries.ts';
import type { ApiDeps } from '../http/deps.ts';
import { PageWatch } from './page-watch.ts';
import { type CallerSocket, openNamespace, type RealtimeDeps } from './socket-server.ts';

/** NOTIFY is what makes it fast; this is what makes it sure. */
const POLL_MS = 1_000;

/**
 * `/desk`: each agent's whole row, at connect and whenever its sequence moved. All sending happens in one run at a time, so a socket
 * never sees a sequence go back, and what a lost NOTIFY hid is sent by the next poll. Nothing is kept but the last sequence sent.
 */
export async function startDeskRoom(
  io: Server,
  deps: ApiDeps,
  realtime: RealtimeDeps,
): Promise<{ stop(): Promise<void> }> {
  const { sql, clock, logger } = deps;
  const sockets = new Map<string, Set<CallerSocket>>();
  const sent = new WeakMap<CallerSocket, number>();

  const send = (socket: CallerSocket, snapshot: AgentSnapshot) => {
    const before = sent.get(socket);
    if (before !== undefined && snapshot.seq <= before) return;
    sent.set(socket, snapshot.seq);
    socket.emit('agent', snapshot);
  };
  const wake = async () => {
    const connected = [...sockets.keys()];
    if (connected.length === 0) return;
    const seqs = new Map(
      (await withDeadline('read sequences', selectSequences(sql, connected))).map((row) => [row.agent_id, row.seq]),
    );
    const behind = connected.filter((id) =>
      [...(sockets.get(id) ?? [])].some((socket) => (sent.get(socket) ?? -1) < (seqs.get(id) ?? 0)),
    );
    if (behind.length === 0) return;
    for (const [id, snapshot] of await withDeadline('read snapshots', agentSnapshots(sql, clock, behind)))
      for (const socket of sockets.get(id) ?? []) send(socket, snapshot);
  };
  const waker = await startWaker(sql, 'agent_changed', POLL_MS, wake, logger);

  const pages = new PageWatch(deps);
  pages.start();

  openNamespace(io, '/desk', 'desk', realtime, (socket) => {
    const { staffId } = socket.data.caller;
    const set = sockets.get(staffId) ?? new Set();
    set.add(socket);
    sockets.set(staffId, set);
    void socket.join(`agent:${staffId}`);
    socket.on('disconnect', () => {
      set.delete(socket);
      if (set.size === 0 && sockets.get(staffId) === set) sockets.delete(staffId);
    });
    socket.on('beat', (beat: unknown, answer: unknown) => {
      const heard = pages.hear(staffId, beat);
      if (heard && typeof answer === 'function') answer({ serverMs: Date.now() });
    });
    waker.poke();
  });
  return {
    async stop() {
      await pages.stop();
      await waker.stop();
    },
  };
}
