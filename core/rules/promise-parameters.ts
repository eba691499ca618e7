/**
 * What a city decides about promises: table `setting`, key `promises`, valid from a day. Reminders are not here: they are the
 * city's decision by subject (`promise-reminder.ts`).
 */
export interface PromiseParameters {
  /** Days after the promised date until a promise without money is broken: payment data comes 3–10 days after the payment. */
  graceDays: number;
  /** A promise for later than so many days from now is no promise but an instalment matter for the city. */
  maxDaysAhead: number;
}

export const DEFAULT_PROMISES: PromiseParameters = { graceDays: 7, maxDaysAhead: 60 };

/** More than the longest lag of payment data and the longest month end would only hide broken promises. */
export const GRACE_LIMIT = 31;

/** The city's values over the defaults; what is no whole number in range is ignored rather than believed. */
export function promiseParameters(stored: unknown): PromiseParameters {
  const { graceDays, maxDaysAhead } = (stored ?? {}) as { graceDays?: unknown; maxDaysAhead?: unknown };
  return {
    graceDays: whole(graceDays, 0, GRACE_LIMIT) ?? DEFAULT_PROMISES.graceDays,
    maxDaysAhead: whole(maxDaysAhead, 1, 366) ?? DEFAULT_PROMISES.maxDaysAhead,
  };
}

function whole(value: unknown, from: number, to: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to ? value : undefined;
}
