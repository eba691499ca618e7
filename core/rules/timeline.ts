/** What one entry of a case's time line is about. */
export const TIMELINE_KINDS = [
  'call',
  'sms',
  'letter',
  'visit',
  'counter',
  'promise',
  'hand_over',
  'instalment_request',
  'do_not_call',
  'complaint',
  'do_not_call',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** What one key goes round through. */
export const TIMELINE_FILTERS = ['all', 'calls', 'agreements', 'messages'] as const;
export type TimelineFilter = (typeof TIMELINE_FILTERS)[number];

const OF_FILTER: Record<Exclude<TimelineFilter, 'all'>, readonly string[]> = {
  calls: ['call'],
  agreements: ['promise', 'hand_over', 'instalment_request', 'complaint', 'do_not_call'],
  messages: ['sms', 'letter', 'visit', 'counter'],
};

export function inTimelineFilter(filter: TimelineFilter, kind: string): boolean {
  return filter === 'all' || OF_FILTER[filter].includes(kind);
}

export function nextTimelineFilter(filter: TimelineFilter): TimelineFilter {
  const at = TIMELINE_FILTERS.indexOf(filter);
  return TIMELINE_FILTERS[(at + 1) % TIMELINE_FILTERS.length] ?? 'all';
}
