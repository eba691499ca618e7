import { type Leading, type LeadingParameters, leadingSubject, type SubjectDebt } from './leading-subject.ts';
import { type PromisedUntil, unpromised } from './promise-hold.ts';
import type { SharingScope } from './sharing.ts';
import { type ReachChannel, type StopPolicy, stopsItem } from './stop-policy.ts';

const MINUTE_MS = 60_000;

/** One period, as far as the gate needs it. */
export interface DebtItem extends PromisedUntil {
  unpaid: number;
  /** `YYYY-MM-DD` */
  dueDate: string;
  disposition: string | null;
}

/** The same person in another running campaign of the same consolidation group (one sharing group, private claims apart). */
export interface Sibling {
  targetId: number;
  subject: SharingScope;
  subjectName: string;
  items: readonly DebtItem[];
  /** As in `target_progress`; `queued` when nothing was done with it yet. */
  state: string;
  /** Waits for a call, and not for an SMS, a letter or the city. */
  byCall: boolean;
  nextAt: Date | null;
  /** When the subject's line may dial: now or later; null = not within a month. */
  opensAt: Date | null;
  /** When it closes again, while it is open now. */
  closesAt: Date | null;
  /** When the subject's line last had an agent (`lastStaffed`): now while it has one, null = never. */
  staffedAt: Date | null;
}

/** Periods that somebody may be asked to pay: open, due and under no 処分 that stops. */
export function callableItems<T extends DebtItem>(
  items: readonly T[],
  today: string,
  channel: ReachChannel,
  policy: StopPolicy,
): T[] {
  return items.filter(
    ({ unpaid, dueDate, disposition }) => unpaid > 0 && dueDate < today && !stopsItem(disposition, channel, policy),
  );
}

export interface LedByFacts {
  now: Date;
  /** `YYYY-MM-DD` */
  today: string;
  channel: ReachChannel;
  own: SharingScope;
  items: readonly DebtItem[];
  siblings: readonly Sibling[];
  leading: LeadingParameters;
  policy: StopPolicy;
  /** A leader whose line stays closed for longer does not lead now. */
  leaderClosedMin: number;
  /** A leader whose line has had nobody for longer than this does not lead now; 0 = from the moment the last one goes. */
  leaderUnstaffedMin: number;
}

export interface LedBy {
  leader: Sibling;
  leading: Leading;
  /** When to look again. */
  again: Date | null;
}

/**
 * One person is called once for all subjects that may be told together: through which other target, if not through this one? Two campaigns
 * of one subject are equals: whichever is worked first calls, the caps keep it to one call, and a conversation is credited to both. A leader
 * among them would leave those idle who work the other.
 */
export function ledBy(facts: LedByFacts): LedBy | null {
  return leaderAmong(
    facts.siblings.filter((sibling) => canLead(sibling, facts) && hasSomebody(sibling, facts)),
    facts,
  );
}

/** Who would lead, had its line somebody to call: it gives the lead away until it has, for *Why?*. */
export function passedOver(facts: LedByFacts): LedBy | null {
  const would = leaderAmong(
    facts.siblings.filter((sibling) => canLead(sibling, facts)),
    facts,
  );
  return would && !hasSomebody(would.leader, facts) ? would : null;
}

function leaderAmong(able: readonly Sibling[], facts: LedByFacts): LedBy | null {
  if (able.length === 0) return null;
  const own = debtOf(facts.own, facts.items, facts);
  if (!own) return null;
  const others = able.flatMap((sibling) => {
    const debt = debtOf(sibling.subject, sibling.items, facts);
    return debt && debt.subjectId !== own.subjectId ? [debt] : [];
  });
  const bySubject = new Map(others.map((debt) => [debt.subjectId, debt]));
  const leading = leadingSubject([own, ...bySubject.values()], facts.leading);
  const leader = able.find(({ subject }) => subject.subjectId === leading?.subjectId);
  if (!leading || !leader || leading.subjectId === own.subjectId) return null;
  return { leader, leading, again: again(leader, facts) };
}

/** A leader that is finished, out, or not to be called soon leads nobody: the others take over. */
function canLead({ state, byCall, opensAt }: Sibling, { now, leaderClosedMin }: LedByFacts): boolean {
  if (state === 'done' || state === 'withdrawn' || !byCall) return false;
  return opensAt !== null && opensAt.getTime() - now.getTime() <= leaderClosedMin * MINUTE_MS;
}

/** Somebody is logged in who takes the leader's line, or was a moment ago: a meal and a change of shift cost no lead. */
function hasSomebody({ staffedAt }: Sibling, { now, leaderUnstaffedMin }: LedByFacts): boolean {
  return staffedAt !== null && now.getTime() - staffedAt.getTime() <= leaderUnstaffedMin * MINUTE_MS;
}

/** Nothing changes before the leader's own next try, before its line opens or closes, or before it could have lost its last agent for too long. */
function again(
  { nextAt, opensAt, closesAt, staffedAt }: Sibling,
  { now, leaderUnstaffedMin }: LedByFacts,
): Date | null {
  const lastsMs = Math.max(leaderUnstaffedMin, 1) * MINUTE_MS + 1;
  const unstaffedAt = staffedAt && new Date(staffedAt.getTime() + lastsMs);
  const times = [nextAt, opensAt, closesAt, unstaffedAt].filter((at) => at !== null).filter((at) => at > now);
  return times.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

function debtOf(subject: SharingScope, items: readonly DebtItem[], facts: LedByFacts): SubjectDebt | undefined {
  // What is promised is asked about by nobody, so it gives no lead either.
  const callable = unpromised(callableItems(items, facts.today, facts.channel, facts.policy), facts.today);
  const [first] = callable;
  if (!first) return undefined;
  return {
    subjectId: subject.subjectId,
    debtClass: subject.debtClass,
    sharingGroup: subject.sharingGroup,
    oldestDueOn: callable.map(({ dueDate }) => dueDate).sort()[0] ?? first.dueDate,
    unpaid: callable.reduce((sum, { unpaid }) => sum + unpaid, 0),
  };
}
