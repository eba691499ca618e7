/** The desk reminds so long before the promised time: enough to finish a call and read the case. */
const SOON_MS = 5 * 60_000;
/** A promise is late when the citizen has looked at the clock twice. */
const OVERDUE_MS = 2 * 60_000;

/** Where a promised callback stands. @param at the time that was promised */
export function callbackState(at: Date, now: Date): 'later' | 'soon' | 'due' | 'overdue' {
  const late = now.getTime() - at.getTime();
  if (late < -SOON_MS) return 'later';
  if (late < 0) return 'soon';
  return late < OVERDUE_MS ? 'due' : 'overdue';
}
