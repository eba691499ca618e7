import type { Scenario } from './scenario.ts';
import { abandonmentOf, type DayTally, type LineTally, sumTallies } from './tally.ts';

export interface LineResult extends LineTally {
  id: string;
  cap: number;
  /** Share of persons who answered, 0.01 = 1 %. */
  abandonment: number;
}

export interface SimulationResult {
  days: number;
  agentHours: number;
  /** Talk and wrap ÷ logged-in time, 0…1. */
  occupancy: number;
  /** Talk ÷ logged-in time. */
  talkShare: number;
  abandonment: number;
  /** Persons who answered, machines not counted. */
  persons: number;
  dropped: number;
  lines: LineResult[];
  /** Seconds between pick-up and sound, of persons who got an agent; null without any. */
  wait: { p50: number; p99: number; mean: number } | null;
  inbound: { calls: number; answered: number; gone: number; busy: number; wait: { p50: number; p99: number } | null };
  /** Of the outbound calls. */
  attemptsPerAgentHour: number;
  contactsPerAgentHour: number;
  /** Share of days with at least 100 persons whose abandonment stayed within twice the lowest cap; null without such a day. */
  calmDays: number | null;
  refusedCancels: number;
  refusedDials: number;
  steps: number;
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;

function waitOf(values: readonly number[]) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), mean };
}

export function resultOf({ lines }: Scenario, days: readonly DayTally[]): SimulationResult {
  const perLine = lines.map(({ id, cap }, index) => {
    const sum = sumTallies(days.flatMap((day) => day.lines[index] ?? []));
    return { ...sum, id, cap, abandonment: abandonmentOf(sum) };
  });
  const total = sumTallies(perLine);
  const time = (key: 'loggedInSec' | 'talkSec' | 'wrapSec') => days.reduce((sum, day) => sum + day.time[key], 0);
  const loggedIn = time('loggedInSec');
  const agentHours = loggedIn / 3600;
  const share = (seconds: number) => (loggedIn > 0 ? seconds / loggedIn : 0);
  return {
    days: days.length,
    agentHours,
    occupancy: share(time('talkSec') + time('wrapSec')),
    talkShare: share(time('talkSec')),
    abandonment: abandonmentOf(total),
    persons: total.contacts + total.absents,
    dropped: total.droppedPersons,
    lines: perLine,
    wait: waitOf(days.flatMap(({ waits }) => waits)),
    inbound: {
      calls: total.inbound,
      answered: total.inboundAnswered,
      gone: total.inboundGone,
      busy: total.inboundBusy,
      wait: waitOf(days.flatMap(({ inboundWaits }) => inboundWaits)),
    },
    attemptsPerAgentHour: agentHours > 0 ? total.dialled / agentHours : 0,
    contactsPerAgentHour: agentHours > 0 ? (total.contacts - droppedContacts(total)) / agentHours : 0,
    calmDays: calmDays(days, Math.min(...lines.map(({ cap }) => cap))),
    refusedCancels: days.reduce((sum, day) => sum + day.refusedCancels, 0),
    refusedDials: days.reduce((sum, day) => sum + day.refusedDials, 0),
    steps: days.reduce((sum, day) => sum + day.steps, 0),
  };
}

/** Who was dropped is not told apart; by their shares of the persons who answered. */
const droppedContacts = ({ droppedPersons, contacts, absents }: LineTally) =>
  contacts + absents === 0 ? 0 : (droppedPersons * contacts) / (contacts + absents);

function calmDays(days: readonly DayTally[], cap: number): number | null {
  const busy = days.map(({ lines }) => sumTallies(lines)).filter(({ contacts, absents }) => contacts + absents >= 100);
  if (busy.length === 0) return null;
  return busy.filter((day) => abandonmentOf(day) <= 2 * cap).length / busy.length;
}
