import { io, type Socket } from 'socket.io-client';
import type { WaitingCall } from '../../core/contracts/http/inbound.ts';
import type { InboundServerEvents } from '../../core/contracts/realtime.ts';
import { createStore } from './store.ts';

/** Citizens who wait on my lines, longest first; null while the server says nothing: an old queue is none. */
export const waitingCalls = createStore<readonly WaitingCall[] | null>(null);

export function openInboundLink(): () => void {
  const socket: Socket<InboundServerEvents> = io('/inbound', {
    transports: ['websocket', 'polling'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
  });
  socket.on('waiting', (calls) => waitingCalls.set(calls));
  socket.on('disconnect', () => waitingCalls.set(null));
  return () => {
    socket.removeAllListeners();
    socket.disconnect();
    waitingCalls.set(null);
  };
}
