import type { Server } from 'socket.io';
import type { PoolPacing } from '../../core/contracts/realtime.ts';
import { startWaker } from '../../core/platform/bus.ts';
import { withDeadline } from '../../core/platform/postgres.ts';
import { selectPacing } from '../campaigns/pacing-queries.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type CallerSocket, openNamespace, type RealtimeDeps } from './socket-server.ts';

const POLL_MS = 2_000;

/**
 * `/campaigns`: what the pacing controllers say, when they said something new, and a nudge when a campaign's row changed. Figures of the pool
 * only: no campaign of shielded persons can be told apart in them, and pages fetch the rows they may see themselves.
 */
export async function startCampaignRoom(
  io: Server,
  { sql, logger }: ApiDeps,
  realtime: RealtimeDeps,
): Promise<{ stop(): Promise<void> }> {
  const shown = new Map<CallerSocket, string>();
  const tellPacing = async () => {
    if (shown.size === 0) return;
    const pools = await withDeadline('read pacing', selectPacing(sql));
    const stamp = pools.map(({ node, at }) => `${node} ${at.toISOString()}`).join();
    const view: PoolPacing[] = pools.map(({ at, ...pool }) => ({ ...pool, at: at.toISOString() }));
    for (const [socket, before] of shown) {
      if (before === stamp) continue;
      shown.set(socket, stamp);
      socket.emit('pacing', view);
    }
  };
  const tellChanged = async () => {
    for (const socket of shown.keys()) socket.emit('changed');
  };
  const pacing = await startWaker(sql, 'pacing_changed', POLL_MS, tellPacing, logger);
  // Pages ask for their rows every few seconds anyway: this only makes it sooner.
  const changed = await startWaker(sql, 'campaign_changed', 60_000, tellChanged, logger);
  openNamespace(io, '/campaigns', 'view_campaigns', realtime, (socket) => {
    shown.set(socket, 'nothing sent');
    socket.on('disconnect', () => shown.delete(socket));
    pacing.poke();
  });
  return {
    async stop() {
      await pacing.stop();
      await changed.stop();
    },
  };
}
