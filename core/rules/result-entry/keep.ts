import { HAND_OVER_REASONS } from '../hand-over.ts';
import { CAUSE_KINDS } from '../inbound/propose-cause.ts';
import { LABEL_COLOURS } from '../label-colours.ts';
import { PHONE_WORDS } from '../phone-word.ts';
import { PROMISE_METHODS } from '../promise.ts';
import { lineResultLabel, talkResultLabel } from '../result-labels.ts';
import { clockText, tokyoTime } from '../tokyo-time.ts';
import { INBOUND_CLASSES, type LineResult, type TalkResult, type WhoAnswered } from '../vocabulary.ts';
import { TALK_WITH } from './combinations.ts';
import { type DraftCall, draftFor, type ResultDraft } from './draft.ts';
import { type EntryLabel, LABEL_LIMIT, MOST_LABELS, NOTE_LIMIT, PAID_WHERE, type ResultEntry } from './entry.ts';
import { monthlyDays } from './quick-days.ts';
import { reduceEntry } from './reduce.ts';
import { missingPart } from './slots.ts';

/** What of a draft is kept on the server: what was entered, not where the cursor stands or what telephony says. */
export type KeptDraft = Omit<ResultDraft, 'call' | 'slot' | 'resume' | 'field' | 'refused'>;

export function keptDraft({ call, slot, resume, field, refused, ...kept }: ResultDraft): KeptDraft {
  return kept;
}

/**
 * A draft goes on where it was left. What another version of the page wrote and this one does not know falls back to empty, piece by
 * piece; the note is always kept. What is no longer true of the call is dropped as if the news came now.
 */
export function restoredDraft(raw: Record<string, unknown>, call: DraftCall): ResultDraft {
  const fresh = draftFor(call);
  const who = oneOf(raw['who'], Object.keys(TALK_WITH) as WhoAnswered[]);
  const promise = record(raw['promise']);
  const paid = record(raw['paid']);
  const wish = raw['wish'] ? record(raw['wish']) : null;
  const status = raw['numberStatus'];
  const entered: ResultDraft = {
    ...fresh,
    // Nobody had said who: what telephony knows by now stands.
    ...(who === null
      ? {}
      : {
          who,
          line: oneOf(raw['line'], Object.keys(lineResultLabel) as LineResult[]) ?? fresh.line,
          talk: oneOf(raw['talk'], Object.keys(talkResultLabel) as TalkResult[]),
        }),
    promise: {
      on: day(promise['on']),
      method: oneOf(promise['method'], PROMISE_METHODS),
      amount: yen(promise['amount']),
      reissue: promise['reissue'] === true,
      itemIds: Array.isArray(promise['itemIds']) ? promise['itemIds'].filter((id) => Number.isSafeInteger(id)) : [],
    },
    paid: { on: day(paid['on']), where: oneOf(paid['where'], PAID_WHERE) },
    callbackAt: matching(raw['callbackAt'], /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/) ?? '',
    reason: oneOf(raw['reason'], HAND_OVER_REASONS),
    wish: wish && { from: day(wish['from']), times: yen(wish['times']), amount: yen(wish['amount']) },
    numberStatus: status === 'none' ? 'none' : (oneOf(status, PHONE_WORDS) ?? 'auto'),
    labels: labels(raw['labels']),
    inboundClass: oneOf(raw['inboundClass'], INBOUND_CLASSES),
    causeKind: oneOf(raw['causeKind'], CAUSE_KINDS),
    speakerName: text(raw['speakerName'], 60),
    note: text(raw['note'], NOTE_LIMIT),
  };
  return atWhatIsMissing(reduceEntry(entered, { type: 'call_changed', call }));
}

/** Typed on one page before it knew what another had kept: both notes stand, and of the keys the later ones. */
export function joinedDraft(kept: ResultDraft, typed: ResultDraft): ResultDraft {
  const notes = [kept.note, typed.note].filter((note) => note.trim() !== '');
  const base = typed.talk === null && typed.who === draftFor(typed.call).who ? kept : typed;
  return {
    ...base,
    labels: typed.labels.length > 0 ? typed.labels : kept.labels,
    speakerName: typed.speakerName || kept.speakerName,
    note: notes.join('\n').slice(0, NOTE_LIMIT),
  };
}

/** A saved result as a draft again, to be corrected. */
export function draftOfEntry(entry: ResultEntry, call: DraftCall): ResultDraft {
  const { promise, claimsPaid, wishes, whoAnswered: who, lineResult: line, talkResult: talk, callbackAt } = entry;
  const at = callbackAt === null ? null : tokyoTime(new Date(callbackAt));
  const [first] = wishes ?? [];
  const isMonthly =
    first !== undefined &&
    monthlyDays(first.on, wishes?.length ?? 0).every((on, index) => wishes?.[index]?.on === on) &&
    wishes?.every(({ amount }) => amount === first.amount);
  return atWhatIsMissing({
    ...draftFor(call),
    who,
    line,
    talk,
    promise: {
      on: promise?.on ?? null,
      method: promise?.method ?? null,
      amount: promise?.amount ?? null,
      reissue: promise?.reissue ?? false,
      itemIds: promise?.itemIds ?? [],
    },
    paid: { on: claimsPaid?.on ?? null, where: claimsPaid?.where ?? null },
    callbackAt: at ? `${at.date}T${clockText(at.minutes)}` : '',
    reason: entry.reason ?? null,
    // Dates that no key makes are asked for again rather than dropped unseen.
    wish: first ? { from: first.on, times: isMonthly ? (wishes?.length ?? null) : null, amount: first.amount } : null,
    numberStatus: entry.phoneStatus ?? 'none',
    inboundClass: entry.inboundClass ?? null,
    causeKind: entry.causeKind ?? null,
    speakerName: entry.speakerName ?? '',
    note: entry.note,
  });
}

/**
 * The number that a page's changes begin above: it orders pages by when they were opened, and stays above what was kept when the clock of
 * another seat runs ahead. Each page then counts up by one.
 */
export function openingSeq(keptSeq: number | null, openedAtMs: number): number {
  const byTime = Math.floor(openedAtMs / 1_000) * CHANGES_A_SECOND;
  return Math.max(byTime, keptSeq === null ? 0 : (Math.floor(keptSeq / CHANGES_A_SECOND) + 1) * CHANGES_A_SECOND);
}
/** More than anybody types into one result. 1.8e9 seconds × 1e5 is far below the last whole number of a double. */
const CHANGES_A_SECOND = 100_000;

function atWhatIsMissing(draft: ResultDraft): ResultDraft {
  if (draft.refused) return draft;
  const missing = missingPart(draft);
  if (missing === null) return { ...draft, slot: draft.who === 'nobody' ? 'who' : 'done' };
  return { ...draft, slot: missing === 'note' || missing === 'wish_amount' ? 'done' : missing };
}

const record = (raw: unknown): Record<string, unknown> => (raw !== null && typeof raw === 'object' ? { ...raw } : {});
const oneOf = <T extends string>(raw: unknown, known: readonly T[]): T | null =>
  known.find((one) => one === raw) ?? null;
const text = (raw: unknown, limit: number): string => (typeof raw === 'string' ? raw.slice(0, limit) : '');
const matching = (raw: unknown, shape: RegExp): string | null =>
  typeof raw === 'string' && shape.test(raw) ? raw : null;
const day = (raw: unknown): string | null => matching(raw, /^\d{4}-\d{2}-\d{2}$/);
const yen = (raw: unknown): number | null => (Number.isSafeInteger(raw) && Number(raw) > 0 ? Number(raw) : null);

function labels(raw: unknown): EntryLabel[] {
  const rows = Array.isArray(raw) ? raw.map(record) : [];
  return rows.slice(0, MOST_LABELS).flatMap(({ colour, text: said }) => {
    const known = oneOf(colour, LABEL_COLOURS);
    const word = text(said, LABEL_LIMIT).trim();
    return known && word !== '' ? [{ colour: known, text: word }] : [];
  });
}
