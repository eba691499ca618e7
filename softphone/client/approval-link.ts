import { io, type Socket } from 'socket.io-client';
import type { ApprovalCounts } from '../../core/contracts/http/approvals.ts';
import type { ApprovalServerEvents } from '../../core/contracts/realtime.ts';
import { createStore } from './store.ts';

/** What waits for me and what was answered, for the mark in the menu; null until the server said so. */
export const approvalCounts = createStore<ApprovalCounts | null>(null);

export function openApprovalLink(): () => void {
  const socket: Socket<ApprovalServerEvents> = io('/approvals', {
    transports: ['websocket', 'polling'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
  });
  socket.on('counts', (counts) => approvalCounts.set(counts));
  return () => {
    socket.removeAllListeners();
    socket.disconnect();
    approvalCounts.set(null);
  };
}
