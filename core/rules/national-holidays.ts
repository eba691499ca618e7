import holidayJp from '@holiday-jp/holiday_jp';

/** 国民の祝日 and substitute holidays, from the bundled table (1970–2050), no network. @param date `YYYY-MM-DD` */
export function isNationalHoliday(date: string): boolean {
  return Object.hasOwn(holidayJp.holidays, date);
}

/** Its name in Japanese; null on any other day. @param date `YYYY-MM-DD` */
export function nationalHolidayName(date: string): string | null {
  const holidays: Record<string, { name: string }> = holidayJp.holidays;
  return isNationalHoliday(date) ? (holidays[date]?.name ?? null) : null;
}
