import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { HandOverBoard, HandOverCase, HandOverView } from '../../../core/contracts/http/hand-overs.ts';
import { handOverCounts, openComplaints } from '../../client/hand-over-link.ts';
import { get } from '../../client/http.ts';
import { useStore } from '../../client/use-store.ts';

/** Fetched again when the numbers or the complaints move, and seldom by itself. */
export function useHandOvers(view: HandOverView) {
  const client = useQueryClient();
  const counts = useStore(handOverCounts);
  const complaints = useStore(openComplaints);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new numbers are the news
  useEffect(() => void client.invalidateQueries({ queryKey: ['hand-overs', 'board'] }), [counts, complaints, client]);
  return useQuery({
    queryKey: ['hand-overs', 'board', view],
    queryFn: ({ signal }) => get<HandOverBoard>(`/api/hand-overs?view=${view}`, signal),
    refetchInterval: 30_000,
  });
}

/**
 * One with its history. Looking at it is written down: never by a timer, and again only when something became of it.
 *
 * @param version changes when its row did
 */
export function useHandOver(id: string, version = '') {
  return useQuery({
    queryKey: ['hand-overs', 'one', id, version],
    queryFn: ({ signal }) => get<HandOverCase>(`/api/hand-overs/${id}`, signal),
    placeholderData: (before) => (before?.id === id ? before : undefined),
    retry: false,
  });
}
