import { needsTalk, REASONS_FOR } from './combinations.ts';
import type { Field, ResultDraft, SideSlot, Slot } from './draft.ts';

/** The slots of a result one after the other, as far as what is chosen asks for them. */
export function slotPath({ who, talk, wish }: ResultDraft): Slot[] {
  const path: Slot[] = ['who'];
  if (who === null || who === 'nobody') return path;
  path.push('talk');
  if (talk === 'promise') path.push('promise_day', 'promise_method');
  if (talk === 'claims_paid') path.push('paid_day', 'paid_where');
  if (talk === 'callback') path.push('callback');
  if (talk !== null && REASONS_FOR[talk]) path.push('reason');
  if (wish) path.push('wish_day', 'wish_times');
  return path;
}

export function isSideSlot(slot: Slot): slot is SideSlot {
  return slot === 'number' || slot === 'label' || slot === 'inbound';
}

export function slotAfter(draft: ResultDraft, slot: Slot): Slot {
  const path = slotPath(draft);
  return path[path.indexOf(slot) + 1] ?? 'done';
}

/** Where the keys go on when a side slot closes: where they were, if that is still asked. */
export function resumeSlot(draft: ResultDraft): Slot {
  if (!isSideSlot(draft.slot)) return draft.slot;
  return slotPath(draft).includes(draft.resume) ? draft.resume : 'done';
}

export type Missing =
  | Exclude<Slot, SideSlot | 'done' | 'paid_day' | 'paid_where'>
  | Extract<Field, 'note' | 'wish_amount'>;

/** What the result still lacks, in the order in which it is asked; null = it may be saved. */
export function missingPart(draft: ResultDraft): Missing | null {
  const { who, talk, promise, wish } = draft;
  if (who === null) return 'who';
  if (who === 'nobody') return null;
  if (talk === null) return needsTalk(who) ? 'talk' : null;
  if (talk === 'promise')
    return promise.on === null ? 'promise_day' : promise.method === null ? 'promise_method' : null;
  if (talk === 'callback') return draft.callbackAt === '' ? 'callback' : null;
  if (REASONS_FOR[talk] && draft.reason === null) return 'reason';
  if (wish)
    return wish.from === null
      ? 'wish_day'
      : wish.times === null
        ? 'wish_times'
        : wish.amount === null
          ? 'wish_amount'
          : null;
  // What a complaint was about can be read nowhere else.
  return talk === 'complaint' && draft.note.trim() === '' ? 'note' : null;
}
