import { io, type Socket } from 'socket.io-client';
import type { CampaignServerEvents, PoolPacing } from '../../core/contracts/realtime.ts';

/** What the pools are doing, as it is written; and a call when some campaign's row changed. Pages poll as well. */
export function openCampaignLink(onPacing: (pools: readonly PoolPacing[]) => void, onChanged: () => void): () => void {
  const socket: Socket<CampaignServerEvents> = io('/campaigns', {
    transports: ['websocket', 'polling'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
  });
  socket.on('pacing', onPacing);
  socket.on('changed', onChanged);
  return () => {
    socket.removeAllListeners();
    socket.disconnect();
  };
}
