import type { CalendarDayKind } from '../../../core/rules/calendar.ts';
import { addDays, weekdayOf } from '../../../core/rules/tokyo-time.ts';

export type GridAct =
  | { act: 'move'; days: number; extend: boolean }
  | { act: 'kind'; kind: CalendarDayKind }
  | { act: 'rule' }
  | { act: 'interpreter'; language: string }
  | { act: 'column' }
  | { act: 'pattern' }
  | { act: 'month'; months: number };

/** Digits for kinds, in the order of the legend. */
export const KIND_KEYS: readonly { key: string; kind: CalendarDayKind }[] = [
  { key: '1', kind: 'open' },
  { key: '2', kind: 'evening' },
  { key: '3', kind: 'half' },
  { key: '4', kind: 'closed' },
];
export const RULE_KEY = '0';
export const COLUMN_KEY = 'C';
export const PATTERN_KEY = 'P';

const MOVES: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** A language is set by the first letter of its code, unless that letter does something else or is taken: then it has no key. */
export function languageKeys(languages: readonly string[]): { key: string; language: string }[] {
  const taken = new Set([COLUMN_KEY, PATTERN_KEY]);
  return languages.flatMap((language) => {
    const key = language.slice(0, 1).toUpperCase();
    if (taken.has(key)) return [];
    taken.add(key);
    return [{ key, language }];
  });
}

interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

/** What a key does on the grid; null = nothing, and the browser keeps it. */
export function gridAct(event: Pressed, languages: readonly string[]): GridAct | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const move = MOVES[event.key];
  if (move !== undefined) return { act: 'move', days: move, extend: event.shiftKey };
  if (event.key === 'PageUp') return { act: 'month', months: -1 };
  if (event.key === 'PageDown') return { act: 'month', months: 1 };
  const kind = KIND_KEYS.find(({ key }) => key === event.key)?.kind;
  if (kind) return { act: 'kind', kind };
  if (event.key === RULE_KEY || event.key === 'Delete') return { act: 'rule' };
  const letter = event.key.toUpperCase();
  if (letter === COLUMN_KEY) return { act: 'column' };
  if (letter === PATTERN_KEY) return { act: 'pattern' };
  const language = languageKeys(languages).find(({ key }) => key === letter)?.language;
  return language ? { act: 'interpreter', language } : null;
}

/** Where the arrow leads, inside the month. */
export function moved(date: string, days: number): string {
  const to = addDays(date, days);
  return to.slice(0, 7) === date.slice(0, 7) ? to : date;
}

/** Every day from one to the other, whichever comes first. */
export function range(from: string, to: string): string[] {
  const [first, last] = from < to ? [from, to] : [to, from];
  const dates: string[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) dates.push(date);
  return dates;
}

export function sameWeekday(dates: readonly string[], weekday: number): string[] {
  return dates.filter((date) => weekdayOf(date) === weekday);
}
