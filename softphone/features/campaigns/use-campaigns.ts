import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PredictiveLine } from '../../../core/contracts/http/campaigns.ts';
import type { CampaignGoals } from '../../../core/contracts/http/goals.ts';
import type { CampaignRow } from '../../../core/contracts/http/records.ts';
import type { PoolPacing } from '../../../core/contracts/realtime.ts';
import { openCampaignLink } from '../../client/campaign-link.ts';
import { get } from '../../client/http.ts';

/** What was heard from the pools, and when by this page's own clock: an old sentence must look old. */
export interface PoolNews {
  pools: readonly PoolPacing[];
  heardAtMs: number;
}

export function useCampaigns() {
  const client = useQueryClient();
  const [news, setNews] = useState<PoolNews | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['campaigns'] });
  useEffect(
    () =>
      openCampaignLink(
        (pools) => setNews({ pools, heardAtMs: performance.now() }),
        () => void client.invalidateQueries({ queryKey: ['campaigns'] }),
      ),
    [client],
  );
  const list = useQuery({
    queryKey: ['campaigns', 'rows'],
    queryFn: ({ signal }) => get<CampaignRow[]>('/api/campaigns', signal),
    refetchInterval: 5_000,
  });
  const goals = useQuery({
    queryKey: ['campaign-goals'],
    queryFn: ({ signal }) => get<CampaignGoals[]>('/api/goals/campaigns', signal),
    refetchInterval: 15_000,
  });
  const lines = useQuery({
    queryKey: ['campaigns', 'lines'],
    queryFn: ({ signal }) => get<PredictiveLine[]>('/api/predictive-lines', signal),
    refetchInterval: 10_000,
  });
  return { list, goals: goals.data ?? [], lines: lines.data ?? [], news, refresh };
}
