import type { Server } from 'socket.io';
import { startWaker } from '../../core/platform/bus.ts';
import { withDeadline } from '../../core/platform/postgres.ts';
import type { Permission } from '../../core/rules/permissions.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type CallerSocket, openNamespace, type RealtimeDeps } from './socket-server.ts';

export interface ToldRoom {
  namespace: string;
  permission: Permission;
  /** What the pages hear. */
  event: string;
  /** NOTIFY that says it may have moved; lossy, so it is looked at this often anyhow. */
  channel: string;
  pollMs: number;
  /** Once for all who are there, then for each of them: what they may see now, by rights read anew. */
  look(): Promise<(caller: Caller) => Promise<unknown>>;
}

/** A namespace that tells each socket what is theirs, at connect and whenever it differs from what was told last. */
export async function startToldRoom(
  io: Server,
  { sql, logger }: ApiDeps,
  realtime: RealtimeDeps,
  room: ToldRoom,
): Promise<{ stop(): Promise<void> }> {
  const { namespace, permission, event, channel, pollMs } = room;
  const told = new Map<CallerSocket, string>();
  const wake = async () => {
    if (told.size === 0) return;
    const read = await withDeadline(`look for ${namespace}`, room.look());
    for (const [socket, before] of told) {
      const now = await withDeadline(`read for ${namespace}`, read(socket.data.caller));
      const text = JSON.stringify(now);
      if (text === before) continue;
      told.set(socket, text);
      socket.emit(event, now);
    }
  };
  const waker = await startWaker(sql, channel, pollMs, wake, logger);
  openNamespace(io, namespace, permission, realtime, (socket) => {
    told.set(socket, '');
    socket.on('disconnect', () => told.delete(socket));
    waker.poke();
  });
  return { stop: () => waker.stop() };
}
