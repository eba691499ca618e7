/** What the readiness gate says about the way to the server. */
export interface LineCheck {
  /** The middle one of several. */
  roundTripMs: number;
  /** This computer's clock minus the server's, to the second: what an HTTP date tells. */
  clockOffMs: number;
}

/** A conversation suffers from more: half of it is how late each word arrives, before the exchange adds its own. */
export const SLOW_LINE_MS = 150;
const TRIES = 5;
/** An HTTP date is cut to the second: on average the truth is half a second later. */
const DATE_CUT_MS = 500;

/** @returns null when the server does not answer */
export async function checkLine(
  ask: () => Promise<{ date: string | null }>,
  clock: { wallMs: () => number; monotonicMs: () => number },
): Promise<LineCheck | null> {
  const trips: number[] = [];
  let clockOffMs = 0;
  try {
    for (let time = 0; time < TRIES; time += 1) {
      const from = clock.monotonicMs();
      const { date } = await ask();
      const tripMs = clock.monotonicMs() - from;
      trips.push(tripMs);
      if (date !== null) clockOffMs = clock.wallMs() - tripMs / 2 - (Date.parse(date) + DATE_CUT_MS);
    }
  } catch {
    return null;
  }
  trips.sort((a, b) => a - b);
  return { roundTripMs: Math.round(trips[TRIES >> 1] ?? 0), clockOffMs: Math.round(clockOffMs) };
}

/** The smallest question there is; it reaches the api itself and no cache. */
export async function askServer(): Promise<{ date: string | null }> {
  const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' });
  return { date: answer.headers.get('date') };
}
