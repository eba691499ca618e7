/**
 * Every number of the dialling rules that a city may change: table `setting`, key `dialling` for the city and
 * `dialling:<科目コード>` for one subject over it, each valid from a day. The defaults are those of the trade.
 */
export interface DiallingParameters {
  /** Counted attempts and messages a day (Tokyo) per person, over all campaigns, numbers and channels. */
  maxAttemptsPerDay: number;
  /** The same over the last seven days; 0 = no limit. */
  maxAttemptsPerWeek: number;
  /** Ringing telephones in one band (weekday by day, evening, weekend) of one day, for person, household and number together. */
  maxAttemptsPerBand: number;
  maxAttemptsPerCampaign: number;
  /** Conversations with the person or the household a day. A callback the citizen asked for is exempt. */
  maxLiveContactsPerDay: number;
  /** A series of 1 + this many busy calls is one attempt: nobody's telephone rang. */
  busyRetries: number;
  busyRetryMin: number;
  busyPauseMin: number;
  noAnswerRetryMin: number;
  unreachableRetryMin: number;
  trunkErrorRetrySec: number;
  /** Number refused, not in use, a fax or somebody else's: so long until the next number is tried. */
  nextNumberMin: number;
  /** A number out of service (料金未納などで停止) comes back after days, not hours. */
  tempOutDays: number;
  /** Let payments that are said to be made arrive before the next call. */
  claimsPaidDays: number;
  /** In vain in so many different bands: an SMS (mobile number) or a letter comes next instead of a call; 0 = never. */
  otherChannelAfterBands: number;
  /** A callback belongs to the agent who promised it until so long after its time, then to everybody. */
  callbackOwnerMin: number;
  /** The leading subject's line is closed for longer than this: the next subject of the person calls instead. */
  leaderClosedMin: number;
  /** Nobody who takes the leading subject's line was logged in for longer than this: the next subject of the person calls instead. */
  leaderUnstaffedMin: number;
  /** A conversation about the leading subject closes the targets of the others it was about. */
  creditLedSubjects: boolean;
  /** Whose language is not Japanese: called by a seat that speaks it, or on an interpreter's day. */
  speakerOrInterpreterDay: boolean;
  skipPauseMin: number;
  mobileFirst: boolean;
  /** Corporations are called in business hours on weekdays only. */
  corporateOpens: string;
  corporateCloses: string;
}

export const DEFAULT_DIALLING: DiallingParameters = {
  maxAttemptsPerDay: 2,
  maxAttemptsPerWeek: 6,
  maxAttemptsPerBand: 1,
  maxAttemptsPerCampaign: 6,
  maxLiveContactsPerDay: 1,
  busyRetries: 3,
  busyRetryMin: 5,
  busyPauseMin: 60,
  noAnswerRetryMin: 60,
  unreachableRetryMin: 180,
  trunkErrorRetrySec: 30,
  nextNumberMin: 5,
  tempOutDays: 7,
  claimsPaidDays: 10,
  otherChannelAfterBands: 3,
  callbackOwnerMin: 15,
  leaderClosedMin: 240,
  leaderUnstaffedMin: 30,
  creditLedSubjects: true,
  speakerOrInterpreterDay: true,
  skipPauseMin: 30,
  mobileFirst: true,
  corporateOpens: '09:00',
  corporateCloses: '17:00',
};

/**
 * The city's values over the defaults, and the subject's over the city's. A value of the wrong type is ignored rather than
 * believed: a cap that turned into `null` would be no cap.
 */
export function diallingParameters(...stored: readonly unknown[]): DiallingParameters {
  const merged: Record<string, unknown> = { ...DEFAULT_DIALLING };
  for (const values of stored) {
    if (values === null || typeof values !== 'object') continue;
    for (const [key, value] of Object.entries(values)) if (fits(value, merged[key])) merged[key] = value;
  }
  return merged as unknown as DiallingParameters;
}

function fits(value: unknown, standard: unknown): boolean {
  if (typeof value !== typeof standard) return false;
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0;
  return typeof value !== 'string' || /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
}
