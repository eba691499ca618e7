import type { Socket } from 'socket.io-client';
import type { ApprovalCounts } from '../../core/contracts/http/approvals.ts';
import type { ApprovalServerEvents } from '../../core/contracts/realtime.ts';
import { openLiveSocket } from './live-socket.ts';
import { createStore } from './store.ts';

/** What waits for me and what was answered, for the mark in the menu; null until the server said so. */
export const approvalCounts = createStore<ApprovalCounts | null>(null);

export function openApprovalLink(): () => void {
  const live = openLiveSocket('/approvals');
  const socket: Socket<ApprovalServerEvents> = live.socket;
  socket.on('counts', (counts) => approvalCounts.set(counts));
  return () => {
    live.close();
    approvalCounts.set(null);
  };
}
