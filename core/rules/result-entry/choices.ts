import { CAUSE_KINDS } from '../inbound/propose-cause.ts';
import { PHONE_WORDS } from '../phone-word.ts';
import type { PromiseMethod } from '../promise.ts';
import { INBOUND_CLASSES, type LineResult, type TalkResult } from '../vocabulary.ts';
import { REASONS_FOR, type Spoken, statusFits } from './combinations.ts';
import type { ResultDraft, Slot } from './draft.ts';
import { type EntryLabel, PAID_WHERE } from './entry.ts';
import type { Pick } from './pick.ts';
import { callbackTimes, paidDays, promiseDays, type QuickDay, type QuickTime } from './quick-days.ts';
import { type Refusal, refuseLine, refuseTalk } from './refuse.ts';

/** One key of the slot that is open, and what it does. */
export interface Choice {
  key: string;
  pick: Pick;
  /** Of a day or time: what people call it. */
  name?: QuickDay['name'] | QuickTime['name'];
  /** Why it cannot be taken now; null = it can. */
  refused: Refusal | null;
}

const WHO: readonly [string, Spoken][] = [
  ['1', 'principal'],
  ['2', 'household'],
  ['3', 'representative'],
  ['4', 'third_party'],
  ['5', 'wrong_person'],
];
/** With `T` (picked up and put down), every way in which nobody was spoken to: one key each, whatever telephony thought. */
const LINE: readonly [string, LineResult][] = [
  ['6', 'answered_machine'],
  ['7', 'unallocated'],
  ['8', 'fax'],
  ['9', 'no_answer'],
  ['0', 'busy'],
  ['Q', 'rejected'],
  ['W', 'temp_out'],
  ['E', 'unreachable'],
  ['R', 'trunk_error'],
];
/** The ten that happen daily have digits, the rest the letters below them. */
const TALK: readonly [string, TalkResult][] = [
  ['1', 'promise'],
  ['2', 'claims_paid'],
  ['3', 'reissue'],
  ['4', 'needs_city'],
  ['5', 'callback'],
  ['6', 'hardship'],
  ['7', 'refuses'],
  ['8', 'disputes'],
  ['9', 'direct_debit'],
  ['0', 'message_left'],
  ['Q', 'hung_up'],
  ['W', 'complaint'],
  ['E', 'do_not_call'],
  ['R', 'status_change'],
  ['T', 'id_failed'],
];
const METHODS: readonly PromiseMethod[] = ['slip', 'convenience', 'bank', 'smartphone', 'counter', 'direct_debit'];
/** What callers note most; a label of one's own is typed. */
export const LABEL_PRESETS: readonly EntryLabel[] = [
  { colour: 'green', text: 'ゆっくり話す' },
  { colour: 'green', text: '聞こえにくい' },
  { colour: 'blue', text: '夜間希望' },
  { colour: 'teal', text: '土日希望' },
  { colour: 'indigo', text: '午前希望' },
  { colour: 'violet', text: '日本語が難しい' },
  { colour: 'orange', text: '家族に内容を伏せる' },
  { colour: 'red', text: '対応注意' },
];

/** What made a citizen call: the letters below the classes, in one slot with them. */
const CAUSE_KEYS = [...'QWERT'];

/** Letters for what stands beside the result, the same in every slot. */
export const SIDE_KEYS = {
  A: 'number',
  S: 'label',
  D: 'inbound',
  F: 'amount',
  G: 'reissue',
  V: 'speaker',
  N: 'note',
} as const;
export type SideAct = (typeof SIDE_KEYS)[keyof typeof SIDE_KEYS];

/** The keys of a slot, in the order of the screen. @param nowMs product clock */
export function slotChoices(draft: ResultDraft, nowMs: number, slot: Slot = draft.slot): Choice[] {
  switch (slot) {
    case 'who':
      return [...WHO.map(([key, who]) => choice(draft, key, { type: 'who', who })), ...lineChoices(draft)];
    case 'talk':
      return TALK.map(([key, talk]) => choice(draft, key, { type: 'talk', talk }));
    case 'promise_day':
      return [
        ...promiseDays(nowMs).map(({ on, name }, index) => named(index, name, { type: 'promise_day', on })),
        wishes('9'),
        field('0', 'promise_on'),
      ];
    case 'promise_method':
      return numbered(METHODS.map((method) => ({ type: 'promise_method', method })));
    case 'paid_day':
      return [
        ...paidDays(nowMs).map(({ on, name }, index) => named(index, name, { type: 'paid_day', on })),
        field('0', 'paid_on'),
      ];
    case 'paid_where':
      return numbered(PAID_WHERE.map((where) => ({ type: 'paid_where', where })));
    case 'callback':
      return [
        ...callbackTimes(nowMs).map(({ at, name, past }, index) => ({
          ...named(index, name, { type: 'callback_at', at }),
          refused: past ? PAST : null,
        })),
        field('0', 'callback_at'),
      ];
    case 'reason':
      return reasonChoices(draft);
    case 'wish_day':
      return [
        ...promiseDays(nowMs).map(({ on, name }, index) => named(index, name, { type: 'wish_from', on })),
        field('0', 'wish_from'),
      ];
    case 'wish_times':
      return WISH_TIMES.map(([key, times]) => free(key, { type: 'wish_times', times }));
    default:
      return sideChoices(draft, slot);
  }
}

const WISH_TIMES: readonly [string, number][] = [
  ...[2, 3, 4, 5, 6, 7, 8, 9].map((times): [string, number] => [String(times), times]),
  ['0', 10],
  ['Q', 12],
  ['W', 24],
];

/** Both rows of the first slot. */
function lineChoices(draft: ResultDraft): Choice[] {
  const lines = LINE.map(([key, line]) => choice(draft, key, { type: 'line', line }));
  return [...lines, choice(draft, 'T', { type: 'cut' })];
}

function reasonChoices({ talk }: ResultDraft): Choice[] {
  const reasons = (talk && REASONS_FOR[talk]?.reasons) ?? [];
  const rows = numbered(reasons.map((reason) => ({ type: 'reason', reason })));
  return talk === 'needs_city' ? [...rows, wishes('9')] : rows;
}

function sideChoices(draft: ResultDraft, slot: Slot): Choice[] {
  if (slot === 'number') {
    const { who } = draft;
    const fitting = PHONE_WORDS.map((status, index): Choice => {
      const fits = who === null || statusFits(who, status);
      const refused = fits ? null : { code: 'number/contradiction', message: '相手と番号の状態が合いません。' };
      return { key: String(index + 1), pick: { type: 'number', status }, refused };
    });
    return [...fitting, free('0', { type: 'number', status: 'none' })];
  }
  if (slot === 'label')
    return [...numbered(LABEL_PRESETS.map((label) => ({ type: 'label', label }))), field('0', 'label')];
  if (slot === 'inbound')
    return [
      ...numbered(INBOUND_CLASSES.map((inboundClass) => ({ type: 'inbound_class', inboundClass }))),
      ...CAUSE_KINDS.map((cause, index) => free(CAUSE_KEYS[index] ?? '', { type: 'cause', cause })),
    ];
  return [];
}

const free = (key: string, pick: Pick): Choice => ({ key, pick, refused: null });
const field = (key: string, name: NonNullable<ResultDraft['field']>['name']): Choice =>
  free(key, { type: 'field', name });
const named = (index: number, name: NonNullable<Choice['name']>, pick: Pick): Choice => ({
  ...free(String(index + 1), pick),
  name,
});
const PAST: Refusal = { code: 'callback/past', message: 'その時刻は過ぎています。' };
const wishes = (key: string): Choice => free(key, { type: 'wishes' });
const numbered = (picks: readonly Pick[]): Choice[] => picks.map((pick, index) => free(String(index + 1), pick));

/** First-row and talk keys know what cannot be. */
function choice(draft: ResultDraft, key: string, pick: Pick): Choice {
  return { key, pick, refused: refusePick(draft, pick) };
}

export function refusePick(draft: ResultDraft, pick: Pick): Refusal | null {
  if (pick.type === 'who')
    return refuseLine({ whoAnswered: pick.who, lineResult: 'answered_human', talkResult: null }, draft.call);
  if (pick.type === 'line')
    return refuseLine({ whoAnswered: 'nobody', lineResult: pick.line, talkResult: null }, draft.call);
  if (pick.type === 'cut')
    return refuseLine({ whoAnswered: 'nobody', lineResult: 'answered_human', talkResult: 'hung_up' }, draft.call);
  if (pick.type !== 'talk') return null;
  if (draft.who === null) return { code: 'talk/without-who', message: '先に相手を選んでください。' };
  return refuseTalk({ whoAnswered: draft.who, talkResult: pick.talk }, draft.call);
}

/** Which letters beside the result do something now. */
export function sideActs(draft: ResultDraft): { key: string; act: SideAct }[] {
  const { who, talk, call, wish } = draft;
  const able: Record<SideAct, boolean> = {
    number: call.hasNumber,
    label: true,
    inbound: call.inbound,
    amount: talk === 'promise' || wish !== null,
    reissue: talk === 'promise',
    speaker: who !== null && who !== 'nobody' && who !== 'principal',
    note: true,
  };
  return Object.entries(SIDE_KEYS).flatMap(([key, act]) => (able[act] ? [{ key, act }] : []));
}
