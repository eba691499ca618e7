import { CALLING_BANDS, type CallingBand, callingBandOf, EVENING_FROM_MIN } from './calling-band.ts';
import { type CallingWindow, dayKindOf, LOOK_AHEAD_DAYS, spansOn } from './calling-window.ts';
import type { CityCalendar } from './city-calendar.ts';
import { addDays, tokyoInstant, tokyoTime } from './tokyo-time.ts';

/** When a subject may really be called: its windows inside the calendar. */
export interface OpenHours {
  windows: readonly CallingWindow[];
  calendar: CityCalendar;
}

interface BandSpan {
  band: CallingBand;
  opens: number;
  closes: number;
}

/** The open spans of one day, cut where the evening begins. */
function bandSpansOn(date: string, { windows, calendar }: OpenHours): BandSpan[] {
  const spans = spansOn(date, windows, calendar);
  if (dayKindOf(date, calendar.isHoliday) !== 'weekday') return spans.map((span) => ({ ...span, band: 'weekend' }));
  return spans.flatMap(({ opens, closes }) => {
    const day: BandSpan = { band: 'weekday_day', opens, closes: Math.min(closes, EVENING_FROM_MIN) };
    const evening: BandSpan = { band: 'evening', opens: Math.max(opens, EVENING_FROM_MIN), closes };
    return [day, evening].filter((span) => span.opens < span.closes);
  });
}

export interface BandOpening {
  at: Date;
  band: CallingBand;
}

/** First instant at or after `at` at which one of the bands is open; null when the calendar has none within a month. */
export function nextOpeningInBand(at: Date, bands: readonly CallingBand[], hours: OpenHours): BandOpening | null {
  const today = tokyoTime(at);
  for (let day = 0; day <= LOOK_AHEAD_DAYS; day += 1) {
    const date = addDays(today.date, day);
    for (const { band, opens, closes } of bandSpansOn(date, hours)) {
      if (!bands.includes(band)) continue;
      if (day > 0 || today.minutes < opens) return { at: tokyoInstant(date, opens), band };
      if (today.minutes < closes) return { at, band };
    }
  }
  return null;
}

/** Is the band of `from` still open at `at`, on the same day? */
export function sameBandOpenAt(from: Date, at: Date, hours: OpenHours): boolean {
  const band = callingBandOf(from, hours.calendar.isHoliday);
  if (tokyoTime(from).date !== tokyoTime(at).date) return false;
  return nextOpeningInBand(at, [band], hours)?.at.getTime() === at.getTime();
}

/**
 * Where the next try of somebody not reached belongs: in a band that the case still misses to be covered (a weekday by day,
 * and an evening or a weekend), else in one never tried, else in any other than the last. When the calendar opens none of
 * them within a month, the same band again, at another part of the day.
 *
 * @param earliest not before this @param last the call just made @param tried bands in which it rang in full, `last` included
 */
export function nextBand(
  earliest: Date,
  last: Date,
  tried: readonly CallingBand[],
  hours: OpenHours,
): BandOpening | null {
  const lastBand = callingBandOf(last, hours.calendar.isHoliday);
  const others = CALLING_BANDS.filter((band) => band !== lastBand);
  for (const bands of [missing(tried), others.filter((band) => !tried.includes(band)), others]) {
    const opening = bands.length === 0 ? null : nextOpeningInBand(earliest, bands, hours);
    if (opening) return opening;
  }
  return otherPartOfDay(earliest, last, lastBand, hours);
}

function missing(tried: readonly CallingBand[]): CallingBand[] {
  if (!tried.includes('weekday_day')) return tried.length === 0 ? [] : ['weekday_day'];
  return tried.includes('evening') || tried.includes('weekend') ? [] : ['evening', 'weekend'];
}

const NOON = 12 * 60;

function otherPartOfDay(earliest: Date, last: Date, band: CallingBand, hours: OpenHours): BandOpening | null {
  const nextDay = tokyoInstant(addDays(tokyoTime(last).date, 1), 0);
  const opening = nextOpeningInBand(earliest < nextDay ? nextDay : earliest, [band], hours);
  if (!opening || tokyoTime(last).minutes >= NOON) return opening;
  const afternoon = tokyoInstant(tokyoTime(opening.at).date, NOON);
  return opening.at < afternoon && sameBandOpenAt(opening.at, afternoon, hours) ? { at: afternoon, band } : opening;
}
