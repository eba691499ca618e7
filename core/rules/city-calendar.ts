/** @param date `YYYY-MM-DD` */
export type IsHoliday = (date: string) => boolean;

/** Minutes since midnight. */
export interface OpenSpan {
  opens: number;
  closes: number;
}

/** Why a day has the hours it has: the first three are open, the others closed. */
export type DayReason =
  | 'open'
  | 'half'
  | 'evening'
  | 'national_holiday'
  | 'year_end'
  | 'city_closing'
  | 'weekend'
  | 'closed';

export interface DayHours {
  /** null = closed. */
  span: OpenSpan | null;
  reason: DayReason;
}

/** What the city has decided about its days, for one centre. Windows of subjects lie inside it, never outside. */
export interface CityCalendar {
  isHoliday: IsHoliday;
  hoursOn(date: string): DayHours;
  /** ISO 639-1: interpreters who are there that day; nobody on a closed one. */
  interpretersOn?(date: string): readonly string[];
}

/** As people read it. */
export const DAY_REASON_NAMES: Record<DayReason, string> = {
  open: '業務日',
  half: '半日業務',
  evening: '夜間延長',
  national_holiday: '国民の祝日',
  year_end: '年末年始',
  city_closing: '市の閉庁日',
  weekend: '週休日',
  closed: '休業日',
};
