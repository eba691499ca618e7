import type { ResultRow } from './queries.ts';

type Handled = 'contact' | 'absent' | 'machine';

/** What the agent's result means for the pace: whom they reached decides how long such calls take. */
export function resultsByCall(rows: readonly ResultRow[]): Map<string, Handled> {
  return new Map(rows.map((row) => [row.callId, handledAs(row)]));
}

export function handledAs({ lineResult, whoAnswered }: Omit<ResultRow, 'callId'>): Handled {
  if (lineResult === 'answered_machine' || lineResult === 'fax') return 'machine';
  return whoAnswered === 'principal' || whoAnswered === 'household' || whoAnswered === 'representative'
    ? 'contact'
    : 'absent';
}
