import { type AgentReach, type Line, takesLine } from './agent-lines.ts';

/** An account that has worked at this installation, as far as it tells whether anybody works a line. */
export interface CrewMember extends AgentReach {
  privileged: boolean;
  /** Logged in, also on a break. */
  onNow: boolean;
  /** Product clock: since when as they are now; of those who are away, when they went. */
  since: Date;
  /** The subject of the one campaign they chose to work; null = every line they take. */
  onlySubjectId: string | null;
}

/**
 * When a line last had somebody: `now` while an agent who takes it is logged in, null = nobody ever was. Who chose another subject's
 * campaign is nobody for this line, and for the queue of the shielded only named agents are somebody.
 */
export function lastStaffed(crew: readonly CrewMember[], line: Line, privileged: boolean, now: Date): Date | null {
  const takers = crew.filter(
    (member) =>
      takesLine(member, line) &&
      (member.privileged || !privileged) &&
      (!member.onNow || member.onlySubjectId === null || member.onlySubjectId === line.subjectId),
  );
  if (takers.some(({ onNow }) => onNow)) return now;
  const left = takers.map(({ since }) => since.getTime());
  return left.length === 0 ? null : new Date(Math.min(Math.max(...left), now.getTime()));
}
