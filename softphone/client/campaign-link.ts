import type { Socket } from 'socket.io-client';
import type { CampaignServerEvents, PoolPacing } from '../../core/contracts/realtime.ts';
import { openLiveSocket } from './live-socket.ts';

/** What the pools are doing, as it is written; and a call when some campaign's row changed. Pages poll as well. */
export function openCampaignLink(onPacing: (pools: readonly PoolPacing[]) => void, onChanged: () => void): () => void {
  const live = openLiveSocket('/campaigns');
  const socket: Socket<CampaignServerEvents> = live.socket;
  socket.on('pacing', onPacing);
  socket.on('changed', onChanged);
  return () => {
    live.close();
  };
}
