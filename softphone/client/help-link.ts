import { io, type Socket } from 'socket.io-client';
import type { HelpRequest, HelpServerEvents } from '../../core/contracts/realtime.ts';
import { createStore } from './store.ts';

/** Agents of my lines who ask for help now, longest first. */
export const helpAsked = createStore<readonly HelpRequest[]>([]);

export function openHelpLink(): () => void {
  const socket: Socket<HelpServerEvents> = io('/help', {
    transports: ['websocket', 'polling'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
  });
  socket.on('asked', (requests) => helpAsked.set(requests));
  return () => {
    socket.removeAllListeners();
    socket.disconnect();
    helpAsked.set([]);
  };
}
