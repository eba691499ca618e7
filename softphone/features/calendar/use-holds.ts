import { useQuery } from '@tanstack/react-query';
import type { DiallingHold } from '../../../core/contracts/http/calendar.ts';
import { get } from '../../client/http.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.calendar.hold;
/** A stop is rare and must be seen soon. */
const LOOK_EVERY_MS = 5_000;

/** What stops dialling now; a stop by hand of several nodes is one stop. */
export function useHolds(): readonly DiallingHold[] {
  const holds = useQuery({
    queryKey: ['dialling-holds'],
    queryFn: ({ signal }) => get<DiallingHold[]>('/api/dialling-holds', signal),
    refetchInterval: LOOK_EVERY_MS,
  });
  const open = holds.data?.filter(({ confirmedAt }) => confirmedAt === null) ?? [];
  const byHand = open.find(({ kind }) => kind === 'by_hand');
  return open.filter((hold) => hold.kind !== 'by_hand' || hold === byHand);
}

export function holdWords({ kind, node, jumpSec, reason, raisedBy }: DiallingHold): string {
  if (kind === 'clock_jump') return text.clock_jump(node, jumpSec);
  return text.by_hand(raisedBy, reason);
}
