import type { Socket } from 'socket.io-client';
import type { ComplaintNotice, HandOverCounts } from '../../core/contracts/http/hand-overs.ts';
import type { HandOverServerEvents } from '../../core/contracts/realtime.ts';
import { openLiveSocket } from './live-socket.ts';
import { createStore } from './store.ts';

/** What waits and what was answered, for the mark in the menu; null until the server said so. */
export const handOverCounts = createStore<HandOverCounts | null>(null);
/** Complaints of my lines that the city has not taken yet. */
export const openComplaints = createStore<readonly ComplaintNotice[]>([]);

export function openHandOverLink(): () => void {
  const live = openLiveSocket('/hand-overs');
  const socket: Socket<HandOverServerEvents> = live.socket;
  socket.on('counts', (counts) => handOverCounts.set(counts));
  socket.on('complaints', (complaints) => openComplaints.set(complaints));
  return () => {
    live.close();
    handOverCounts.set(null);
    openComplaints.set([]);
  };
}
