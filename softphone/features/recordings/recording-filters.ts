import type { RecordingRow } from '../../../core/contracts/http/records.ts';
import { lineResultLabel, talkResultLabel, whoAnsweredLabel } from '../../ui/strings.ts';

export interface RecordingFilters {
  from: string;
  to: string;
  subject: string;
  /** Name as listed; narrows what is loaded. */
  agent: string;
  /** `talk:promise` or `line:answered_machine`: the two axes in one list. */
  result: string;
  length: string;
}

export const emptyFilters: RecordingFilters = { from: '', to: '', subject: '', agent: '', result: '', length: '' };

export const resultOptions = [
  ...Object.entries(talkResultLabel).map(([code, label]) => ({ value: `talk:${code}`, label })),
  ...(['answered_machine', 'abandoned'] as const).map((code) => ({
    value: `line:${code}`,
    label: lineResultLabel[code],
  })),
];

const lengths: Record<string, { minSeconds?: number; maxSeconds?: number }> = {
  short: { maxSeconds: 60 },
  middle: { minSeconds: 60, maxSeconds: 300 },
  long: { minSeconds: 300 },
};

/** The server's words for these filters; empty ones are left out by `queryString`. */
export function filterQuery(filters: RecordingFilters): Record<string, string | number | undefined> {
  const [axis, code] = filters.result.split(':');
  return {
    from: filters.from,
    to: filters.to,
    subject: filters.subject,
    talk: axis === 'talk' ? code : undefined,
    line: axis === 'line' ? code : undefined,
    ...lengths[filters.length],
  };
}

export function outcomeOf({ whoAnswered, talkResult, lineResult }: RecordingRow): string {
  const who = whoAnswered && whoAnswered !== 'nobody' ? whoAnsweredLabel[whoAnswered] : null;
  const what = talkResult ? talkResultLabel[talkResult] : lineResult ? lineResultLabel[lineResult] : null;
  return [who, what].filter((part) => part !== null).join(' ') || '—';
}
