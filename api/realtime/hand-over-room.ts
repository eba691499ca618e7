import type { Server } from 'socket.io';
import { startWaker } from '../../core/platform/bus.ts';
import { withDeadline } from '../../core/platform/postgres.ts';
import { handOverReach } from '../hand-overs/reach.ts';
import { complaintNotices, countHandOvers, noteTold } from '../hand-overs/room-queries.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type CallerSocket, openNamespace, type RealtimeDeps } from './socket-server.ts';

/** A deadline passes, a scope changes, a NOTIFY is lost: looked at this often. */
const POLL_MS = 15_000;

interface Shown {
  counts: string;
  complaints: string;
}

/**
 * `/hand-overs`: numbers for everybody who raises or follows hand-overs, and complaints that the city has not taken yet for those who
 * follow the line. Never a citizen's name; which lines are whose is read anew each time.
 */
export async function startHandOverRoom(
  io: Server,
  { sql, clock, logger }: ApiDeps,
  realtime: RealtimeDeps,
): Promise<{ stop(): Promise<void> }> {
  const sockets = new Map<CallerSocket, Shown>();
  const tell = async (socket: CallerSocket, shown: Shown) => {
    const { caller } = socket.data;
    const answers = caller.permissions.has('answer_hand_overs');
    const reach = await handOverReach(sql, caller);
    const counts = await countHandOvers(sql, reach, answers, clock.now());
    const text = JSON.stringify(counts);
    if (text !== shown.counts) socket.emit('counts', counts);
    shown.counts = text;
    if (!reach.follows) return;
    const complaints = await complaintNotices(sql, reach);
    const list = JSON.stringify(complaints);
    if (list === shown.complaints) return;
    shown.complaints = list;
    socket.emit('complaints', complaints);
    // The city's own staff answer complaints; who is told are the centre's.
    if (answers) return;
    const ids = complaints.map(({ id }) => id);
    await sql.begin((tx) => noteTold(tx, ids, caller.staffId, clock.now()));
  };
  const wake = async () => {
    for (const [socket, shown] of sockets) await withDeadline('tell hand-overs', tell(socket, shown));
  };
  const waker = await startWaker(sql, 'hand_over', POLL_MS, wake, logger);
  openNamespace(io, '/hand-overs', 'view_hand_overs', realtime, (socket) => {
    sockets.set(socket, { counts: '', complaints: '[]' });
    socket.on('disconnect', () => sockets.delete(socket));
    waker.poke();
  });
  return { stop: () => waker.stop() };
}
