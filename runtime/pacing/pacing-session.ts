import type { Pacer, PacingInit } from '../../core/rules/pacing/types.ts';
import { BadMessage } from './fields.ts';
import { readMessage } from './read-message.ts';

/** A clock that goes back by more than this begins a new day; by less it is rounding, and time stands still. */
const NEW_DAY_SEC = 1;

export interface PacingSession {
  /** The line to print; null when the caller asked to end. Never throws. */
  answer(line: string): string | null;
}

/** One conversation of the protocol. Learning lasts until the next `init`. */
export function openPacingSession(createPacer: (init: PacingInit) => Pacer): PacingSession {
  let pacer: Pacer | null = null;
  let lines: ReadonlySet<string> = new Set();
  let shift = 0;
  let last = 0;

  /** Pacers know only a clock that goes forward; one that starts again at 0 each day goes on where the day before ended. */
  const forward = (now: number) => {
    if (now + shift < last - NEW_DAY_SEC) shift = last - now;
    last = Math.max(last, now + shift);
    return last;
  };

  const reply = (line: string): object | null => {
    const message = readMessage(line);
    if (message.kind === 'end') return null;
    if (message.kind === 'init') {
      pacer = createPacer(message.init);
      lines = new Set(message.init.lines.map(({ id }) => id));
      shift = 0;
      last = 0;
      return { ok: true, name: pacer.name };
    }
    if (!pacer) throw new BadMessage('send an "init" before the first "step"');
    const unread = [...message.unread];
    const events = message.events.filter((event) => {
      if (!('line' in event) || lines.has(event.line)) return true;
      unread.push(`line ${JSON.stringify(event.line)} was not named in "init"`);
      return false;
    });
    const { dial, cancel } = pacer.step(forward(message.now), events);
    return unread.length === 0 ? { dial, cancel } : { dial, cancel, error: unread.join('; ') };
  };

  return {
    answer(line) {
      try {
        const answer = reply(line);
        return answer && JSON.stringify(answer);
      } catch (error) {
        const whose = error instanceof BadMessage ? '' : 'the pacing rule failed, please report: ';
        return JSON.stringify({ error: `${whose}${(error as Error).message}` });
      }
    },
  };
}
