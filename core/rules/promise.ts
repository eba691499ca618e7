import { addDays } from './tokyo-time.ts';

export const PROMISE_STATES = ['open', 'kept', 'part', 'broken', 'postponed', 'withdrawn'] as const;
/** 履行待ち, 履行, 一部履行, 不履行, 延期, 取消. */
export type PromiseState = (typeof PROMISE_STATES)[number];

/** What the money decided. */
export const JUDGED_STATES: readonly PromiseState[] = ['kept', 'part', 'broken'];

export const PROMISE_METHODS = ['slip', 'convenience', 'bank', 'direct_debit', 'counter', 'smartphone'] as const;
export type PromiseMethod = (typeof PROMISE_METHODS)[number];

export const PROMISE_MAKERS = ['principal', 'household', 'representative'] as const;
export type PromiseMaker = (typeof PROMISE_MAKERS)[number];

export interface PromisedItem {
  /** Yen owed when the promise was made, and now. */
  unpaidThen: number;
  unpaidNow: number;
  /** Yen received since the promise was made, by whatever way and file; what was taken back (速報取消) is not in it. */
  received: number;
  /** Of it: yen with a day of receipt after the last day of grace. */
  receivedLate: number;
}

export interface PromiseToJudge {
  state: PromiseState;
  /** `YYYY-MM-DD` */
  promisedOn: string;
  graceDays: number;
  /** Yen; null = everything that was owed of the items. */
  amount: number | null;
  items: readonly PromisedItem[];
}

export interface Judgement {
  state: PromiseState;
  keptAmount: number;
}

/** The last day on which money still keeps the promise, and until which nobody calls about it. `YYYY-MM-DD` */
export function lastDayOfGrace({ promisedOn, graceDays }: { promisedOn: string; graceDays: number }): string {
  return addDays(promisedOn, graceDays);
}

/**
 * Kept, part or broken, from the money that came. Kept as soon as it is there, before the date as well; part or broken only after
 * the last day of grace, by what had been received until then: grace is for data that comes late and for a bank's closed days, not
 * for payments that begin afterwards. Money taken back opens the question again, so the same facts always give the same answer,
 * whatever was said before. What was postponed or withdrawn is nobody's to judge.
 *
 * @param today `YYYY-MM-DD`, product clock
 */
export function judgePromise(promise: PromiseToJudge, today: string): Judgement {
  const inTime = promise.items.map((item) => ({ ...item, money: Math.max(item.received - item.receivedLate, 0) }));
  const keptAmount = inTime.reduce((sum, { money }) => sum + money, 0);
  if (promise.state === 'postponed' || promise.state === 'withdrawn') return { state: promise.state, keptAmount };
  if (isKept(promise.amount, inTime, keptAmount)) return { state: 'kept', keptAmount };
  if (today <= lastDayOfGrace(promise)) return { state: 'open', keptAmount };
  return { state: keptAmount > 0 ? 'part' : 'broken', keptAmount };
}

function isKept(
  amount: number | null,
  items: readonly (PromisedItem & { money: number })[],
  keptAmount: number,
): boolean {
  // Reduced to nothing (減額, 取消) is settled without money; settled by late money is not kept.
  const settled = ({ unpaidThen, unpaidNow, money, receivedLate }: (typeof items)[number]) =>
    money >= unpaidThen || (unpaidNow === 0 && receivedLate === 0);
  if (amount !== null && keptAmount >= amount) return true;
  return items.length > 0 && items.every(settled);
}

/** Where a promise stands for the people who follow it up. */
export type PromiseDue = 'later' | 'today' | 'overdue' | 'broken' | 'closed';

/**
 * `overdue`: the date has passed and grace runs; money may be under way. `broken`: nothing, or too little, came in time.
 *
 * @param today `YYYY-MM-DD`
 */
export function promiseDue(
  { state, promisedOn }: { state: PromiseState; promisedOn: string },
  today: string,
): PromiseDue {
  if (state === 'broken' || state === 'part') return 'broken';
  if (state !== 'open') return 'closed';
  if (promisedOn > today) return 'later';
  return promisedOn === today ? 'today' : 'overdue';
}
