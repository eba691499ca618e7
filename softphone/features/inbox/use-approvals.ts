import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ApprovalRow } from '../../../core/contracts/http/approvals.ts';
import { approvalCounts } from '../../client/approval-link.ts';
import { get } from '../../client/http.ts';
import { useStore } from '../../client/use-store.ts';

export type InboxTab = 'waiting' | 'mine' | 'decided';

const paths: Record<InboxTab, string> = {
  waiting: '/api/approvals/inbox',
  mine: '/api/approvals/mine',
  decided: '/api/approvals/inbox?decided=true',
};

/** The rows of a tab; fetched again when the numbers in the menu move, and seldom by itself. */
export function useApprovals(tab: InboxTab) {
  const client = useQueryClient();
  const counts = useStore(approvalCounts);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new numbers are the news
  useEffect(() => void client.invalidateQueries({ queryKey: ['approvals'] }), [counts, client]);
  return useQuery({
    queryKey: ['approvals', tab],
    queryFn: ({ signal }) => get<ApprovalRow[]>(paths[tab], signal),
    refetchInterval: 15_000,
  });
}
