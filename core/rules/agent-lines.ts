/** What an account says about the lines its agent may take. null = no limit. */
export interface AgentReach {
  skills: readonly string[] | null;
  subjectScope: readonly string[] | null;
  centreScope: readonly string[] | null;
}

export interface Line {
  subjectId: string;
  centreId: string | null;
}

/** Only lines of the skills, and of those only what the scope allows, ring for an agent. */
export function takesLine(reach: AgentReach, line: Line): boolean {
  const { skills, subjectScope, centreScope } = reach;
  return (
    (skills === null || skills.includes(line.subjectId)) &&
    (subjectScope === null || subjectScope.includes(line.subjectId)) &&
    (centreScope === null || line.centreId === null || centreScope.includes(line.centreId))
  );
}

/** "Stay on a line for n calls": the line an agent would rather have next, null = no wish. */
export function lineToStayOn(agent: {
  lineSubjectId: string | null;
  lineCalls: number;
  stayCalls: number;
}): string | null {
  return agent.lineCalls < agent.stayCalls ? agent.lineSubjectId : null;
}
