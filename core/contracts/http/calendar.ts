import type { CalendarDay } from '../../rules/calendar.ts';
import type { CalendarParameters, CalendarSetting } from '../../rules/calendar-parameters.ts';
import type { CallingWindow } from '../../rules/calling-window.ts';

/**
 * The city's calendar, a month of a centre (or, without `centre`, of the whole city) at a time.
 *
 * GET  /api/calendar/centres              → CalendarCentre[]      (permission `view_calendar`, as all reading)
 * GET  /api/calendar/:month?centre=       → CalendarMonthView     `:month` is `2026-12`
 * PUT  /api/calendar/:month               {centreId, days, basedOn} → CalendarMonthView  (permission `edit_calendar`, as the next two)
 * POST /api/calendar/:month/request       {centreId, note} asks the city; 422 `calendar/problems` carries `problems`
 * POST /api/calendar/:month/withdraw      {centreId} takes the question back: the version is a draft again
 * GET  /api/calendar/:month/interpreters?centre= → InterpreterDays[]
 * GET  /api/calendar/settings             → CalendarSettingVersion[]
 * PUT  /api/calendar/settings             {validFrom, parameters} (permission `edit_city_calendar`)
 * GET  /api/dialling-holds                → DiallingHold[]        open ones first
 * POST /api/dialling-holds/:id/confirm    (permission `confirm_hold`)
 * POST /api/dialling-holds {reason}       stop every new call (permission `hold_dialling`)
 * POST /api/dialling-holds/resume         ends what was stopped by hand
 */
export interface CalendarCentre {
  /** null = the whole city. */
  id: string | null;
  name: string;
}

export interface CalendarVersion {
  version: number;
  state: 'draft' | 'requested' | 'approved' | 'returned' | 'superseded';
  days: CalendarDay[];
  createdBy: string | null;
  createdAt: string;
  approvedBy: string | null;
  approvedAt: string | null;
  note: string | null;
  /** What the officer wrote. */
  answer: string | null;
}

export interface CalendarMonthView {
  /** `YYYY-MM-01` */
  month: string;
  centreId: string | null;
  /** Product's day: what lies before it cannot be changed. */
  today: string;
  holidays: { date: string; name: string }[];
  /** The city's values with their days: rules make hours, deadline and checks of them. */
  settings: CalendarSetting[];
  inForce: {
    /** Whose month counts: the centre's own, the city's, or none (the rule). */
    source: 'centre' | 'city' | 'rule';
    version: number | null;
    days: CalendarDay[];
  };
  /** Next month, while nothing is approved for it, and the day by which it should be; null once it is. */
  undecided: { month: string; decideBy: string } | null;
  /** Of this centre (or the city), newest first. */
  versions: CalendarVersion[];
  subjects: { id: string; name: string; shortName: string; colour: string; windows: CallingWindow[] }[];
  mayEdit: boolean;
}

export interface CalendarSettingVersion {
  validFrom: string;
  state: 'past' | 'current' | 'coming';
  parameters: CalendarParameters;
}

export interface InterpreterDays {
  /** ISO 639-1 */
  language: string;
  name: string;
  /** By the version in force. */
  dates: string[];
  required: number;
  /** Subjects that need them; empty = nothing is required. */
  subjects: { id: string; name: string }[];
}

export interface DiallingHold {
  id: number;
  kind: 'clock_jump' | 'by_hand';
  node: string;
  /** Seconds the wall clock went forward (or, negative, back) against the steady one; null when it was something else. */
  jumpSec: number | null;
  /** Of a stop by hand: why, in the words of whoever stopped, and who that was. */
  reason: string | null;
  raisedBy: string | null;
  raisedAt: string;
  confirmedBy: string | null;
  confirmedAt: string | null;
}

/** One version of a subject's windows. */
export interface WindowVersion {
  validFrom: string;
  /** `past` was replaced, `current` counts today, `coming` from its day on. */
  state: 'past' | 'current' | 'coming';
  days: Omit<CallingWindow, 'validFrom'>[];
  savedBy: string | null;
  savedAt: string | null;
}
