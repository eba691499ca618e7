/** Counts of one line on one day, or summed. */
export interface LineTally {
  dialled: number;
  failed: number;
  /** Rang to the end. */
  noAnswer: number;
  cancelled: number;
  contacts: number;
  absents: number;
  machines: number;
  /** Machines that detection took away before an agent heard them. */
  filtered: number;
  /** Persons who picked up and found nobody within their patience: the numerator of abandonment. */
  droppedPersons: number;
  droppedMachines: number;
  inbound: number;
  inboundAnswered: number;
  inboundGone: number;
  /** Called in while every trunk was taken. */
  inboundBusy: number;
}

export const emptyTally = (): LineTally => ({
  dialled: 0,
  failed: 0,
  noAnswer: 0,
  cancelled: 0,
  contacts: 0,
  absents: 0,
  machines: 0,
  filtered: 0,
  droppedPersons: 0,
  droppedMachines: 0,
  inbound: 0,
  inboundAnswered: 0,
  inboundGone: 0,
  inboundBusy: 0,
});

export function sumTallies(tallies: readonly LineTally[]): LineTally {
  const sum = emptyTally();
  for (const tally of tallies) {
    for (const key of Object.keys(sum) as (keyof LineTally)[]) sum[key] += tally[key];
  }
  return sum;
}

/** Abandoned persons ÷ persons who answered, machines in neither; 0 while nobody answered. */
export function abandonmentOf({ droppedPersons, contacts, absents }: LineTally): number {
  const persons = contacts + absents;
  return persons === 0 ? 0 : droppedPersons / persons;
}

/** Seconds of all agents together. */
export interface AgentTime {
  loggedInSec: number;
  talkSec: number;
  wrapSec: number;
}

export interface DayTally {
  lines: LineTally[];
  time: AgentTime;
  /** Seconds at the ear before sound, of persons who got an agent. */
  waits: number[];
  inboundWaits: number[];
  /** Wishes to hang up a call younger than `minRingSec`, or of somebody whose last call was cut; refused. */
  refusedCancels: number;
  /** Attempts wished for that trunks or rate did not allow. */
  refusedDials: number;
  steps: number;
}

export const emptyDay = (lines: number): DayTally => ({
  lines: Array.from({ length: lines }, emptyTally),
  time: { loggedInSec: 0, talkSec: 0, wrapSec: 0 },
  waits: [],
  inboundWaits: [],
  refusedCancels: 0,
  refusedDials: 0,
  steps: 0,
});
