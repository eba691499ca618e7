import type { StopKind } from './stop-policy.ts';
import type { LineResult, TalkResult } from './vocabulary.ts';

/** Both ends inclusive; a missing end is open. */
export interface Span<T> {
  from?: T | undefined;
  to?: T | undefined;
}

/**
 * One set of open periods of a person, and what must be true of it. Every field narrows the *same* set, so that "国保, 滞繰, 5万円以上"
 * means fifty thousand yen of carried-over insurance, and two such leaves joined by `and` mean two sets.
 */
export interface ArrearsLeaf {
  op: 'arrears';
  /** 科目コード; left out = the subjects of the list. */
  subjects?: string[] | undefined;
  /** 現年 or 滞繰, see `firstCurrentYear`. */
  year?: 'current' | 'carried' | undefined;
  levyYear?: Span<number> | undefined;
  taxableYear?: Span<number> | undefined;
  /** 期別 as the city writes them. */
  periods?: string[] | undefined;
  due?: Span<string> | undefined;
  /** 督促状 sent. */
  demanded?: boolean | undefined;
  directDebit?: boolean | undefined;
  /** 処分区分 contains one of these words; `''` = has none. */
  dispositions?: string[] | undefined;
  /** Yen: `person` = the sum of the set, `period` = at least one period of the set. */
  amount?: ({ of: 'person' | 'period' } & Span<number>) | undefined;
  /** How many periods the set has. */
  count?: Span<number> | undefined;
}

/** What E01 of the trade's requirements lists. A leaf about what is unknown of a person (age, language) is false, and its `not` true. */
export type Leaf =
  | ArrearsLeaf
  /** 地区・町丁: the address begins with one of these. */
  | { op: 'area'; towns: string[] }
  /** Full years today; individuals only. */
  | ({ op: 'age' } & Span<number>)
  | { op: 'kind'; kind: 'individual' | 'corporate' }
  /** ISO 639-1; `foreign` = any recorded language but Japanese. */
  | { op: 'language'; languages: string[] }
  /** Number of known members, the person included; nobody without a household. */
  | ({ op: 'household' } & Span<number>)
  /** A usable number that work on the list's subjects may know of (T05). */
  | { op: 'phone'; type: 'any' | 'fixed' | 'mobile'; has: boolean }
  /** 担当: who wrote the newest contact record. */
  | { op: 'agent'; agents: string[] }
  /** 前回接触結果: of the newest contact record; `never` = there is none. */
  | {
      op: 'last_contact';
      talk?: TalkResult[] | undefined;
      line?: LineResult[] | undefined;
      never?: boolean | undefined;
    }
  /** 納付約束, as judged from the money; what was entered by mistake is none. */
  | { op: 'promise'; state: PromiseStanding }
  /** 最終架電日; `never` = not called yet, alone or as well. */
  | ({ op: 'last_call'; never?: boolean | undefined } & Span<string>)
  /** 付箋 in force; none named = any. */
  | { op: 'label'; texts: string[] }
  /** Stop flags in force; none named = any. */
  | { op: 'stop'; kinds: StopKind[] }
  /** The persons of a file of keys. */
  | { op: 'keys'; file: string };

/**
 * `promised`: one is open. Without an open one the newest decides: `broken` (or kept in part), `kept`. `former`: there was one, none is
 * open. `none`: there never was one.
 */
export const PROMISE_STANDINGS = ['promised', 'broken', 'kept', 'former', 'none'] as const;
export type PromiseStanding = (typeof PROMISE_STANDINGS)[number];

export type Condition =
  | { op: 'and'; of: Condition[] }
  | { op: 'or'; of: Condition[] }
  | { op: 'not'; of: Condition }
  | Leaf;

/** Everybody of the population. */
export const EVERYBODY: Condition = { op: 'and', of: [] };

/** Deeper than this nobody reads it, and an officer approves what is read. */
export const MAX_DEPTH = 6;
export const MAX_LEAVES = 40;
/** Each is a flag in the string by which installments are read. */
export const MAX_ARREARS_LEAVES = 14;

/** All leaves, in reading order. */
export function leavesOf(condition: Condition): Leaf[] {
  if (condition.op === 'and' || condition.op === 'or') return condition.of.flatMap(leavesOf);
  if (condition.op === 'not') return leavesOf(condition.of);
  return [condition];
}

/** The fiscal year (April to March) a day lies in. @param day `YYYY-MM-DD` */
export function fiscalYear(day: string): number {
  const year = Number(day.slice(0, 4));
  return day.slice(5, 7) >= '04' ? year : year - 1;
}

/**
 * The oldest 賦課年度 that is still 現年. In 出納整理期間 (April and May) last year's is; it rolls over to 滞繰 on the first of June (T02).
 * An assessment for an earlier year (過年度賦課) is 現年 in the year it was made.
 */
export function firstCurrentYear(today: string): number {
  const month = today.slice(5, 7);
  return month === '04' || month === '05' ? fiscalYear(today) - 1 : fiscalYear(today);
}
