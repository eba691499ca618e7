import type { CallbackRow } from '../../../core/contracts/http/callbacks.ts';
import type { ReplyRow, TodaysWork } from '../../../core/contracts/http/desk-work.ts';
import type { PromiseRow } from '../../../core/contracts/http/promises.ts';

export type TodayItem =
  | { kind: 'callback'; id: string; row: CallbackRow }
  | { kind: 'promise'; id: string; row: PromiseRow }
  | { kind: 'reply'; id: string; row: ReplyRow };

/** Everything on the page as one list that the cursor walks: what has a time, then what a citizen promised, then what the city answered. */
export function todayItems({ callbacks, promises, replies }: TodaysWork): TodayItem[] {
  return [
    ...callbacks.mine.map((row) => ({ kind: 'callback' as const, id: `callback ${row.targetId}`, row })),
    ...promises.rows.map((row) => ({ kind: 'promise' as const, id: `promise ${row.id}`, row })),
    ...replies.map((row) => ({ kind: 'reply' as const, id: `reply ${row.id}`, row })),
  ];
}
