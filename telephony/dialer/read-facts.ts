import type { Clock } from '../../core/platform/clock.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { selectPersons } from '../../core/reach/fact-queries.ts';
import { type LineTimes, personFacts } from '../../core/reach/person-facts.ts';
import { cityCalendar } from '../../core/rules/calendar.ts';
import { parametersOn } from '../../core/rules/calendar-parameters.ts';
import { checkCallingWindow } from '../../core/rules/calling-window.ts';
import { diallingParameters } from '../../core/rules/dialling-parameters.ts';
import { leadingParameters } from '../../core/rules/leading-subject.ts';
import { type CrewMember, lastStaffed } from '../../core/rules/line-staffing.ts';
import type { CampaignFacts, PersonFacts } from '../../core/rules/may-call.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { stopPolicy } from '../../core/rules/stop-policy.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { trunksFor } from '../../core/rules/training.ts';
import type { AnswerScoring } from './answer-scores.ts';
import { type CampaignRow, selectCampaigns, selectCrew, selectTerms, type WhichCampaigns } from './campaign-queries.ts';

export interface DialerDeps {
  clock: Clock;
  /** Name of the Asterisk node this dialer fills. */
  node: string;
  /** Chances of an answer for the pacing controller; absent = calls carry no score. */
  scores?: AnswerScoring | undefined;
}

export interface CampaignAtNow {
  row: CampaignRow;
  facts: CampaignFacts;
  /** When the lines of the sharing group may dial, by subject. */
  lines: ReadonlyMap<string, LineTimes>;
}

/** @param agentId null = the dialer itself: the pool, or looking whether a target may come back */
export async function readCampaigns(
  db: Queryable,
  { clock, node }: DialerDeps,
  which: WhichCampaigns,
  agentId: string | null,
): Promise<CampaignAtNow[]> {
  const now = clock.now();
  const rows = await selectCampaigns(db, which, agentId, node, tokyoTime(now).date);
  // Who works the other lines matters only where one may lead.
  const crew = rows.some(({ otherLines }) => otherLines.length > 0) ? await selectCrew(db) : [];
  return rows
    .filter(({ agent }) => agentId === null || agent !== null)
    .map((row) => campaignAtNow(row, crew, clock, now));
}

export async function readCampaign(
  db: Queryable,
  deps: DialerDeps,
  campaignId: string,
  agentId: string | null,
): Promise<CampaignAtNow | undefined> {
  return (await readCampaigns(db, deps, { ids: [campaignId] }, agentId))[0];
}

/** When the line dials, and by which parameters. */
export type CampaignTerms = Pick<CampaignFacts, 'now' | 'windows' | 'calendar' | 'parameters'>;

export async function readTerms(
  db: Queryable,
  { clock }: DialerDeps,
  campaignId: string,
): Promise<CampaignTerms | undefined> {
  const now = clock.now();
  const row = await selectTerms(db, campaignId, tokyoTime(now).date);
  if (!row) return undefined;
  const { centreId, windows, calendar, dialling, subjectDialling } = row;
  return {
    now,
    windows,
    calendar: cityCalendar(parametersOn(calendar.settings), calendar.months, centreId, isNationalHoliday),
    parameters: diallingParameters(dialling, subjectDialling),
  };
}

function campaignAtNow(read: CampaignRow, crew: readonly CrewMember[], clock: Clock, now: Date): CampaignAtNow {
  const row = { ...read, trunks: trunksFor(read.training, read.trunks) };
  const calendarOf = (centreId: string | null) =>
    cityCalendar(parametersOn(row.calendar.settings), row.calendar.months, centreId, isNationalHoliday);
  const facts: CampaignFacts = {
    now,
    channel: 'call',
    campaignId: row.campaignId,
    running: row.state === 'running',
    privileged: row.privileged,
    training: row.training,
    subject: row.subject,
    windows: row.windows,
    calendar: calendarOf(row.subject.centreId),
    hold: row.hold,
    ringSec: row.ringTimeoutSec * clock.speed,
    clockSimulated: clock.simulated,
    trunks: row.trunks,
    agent: row.agent ?? { privileged: row.privileged, subjectScope: null, centreScope: null },
    parameters: diallingParameters(row.dialling, row.subjectDialling),
    stops: stopPolicy(row.stopPolicy),
    leading: leadingParameters(row.leadingSubject),
    languages: { agent: row.agent?.languages ?? null, onDuty: row.spokenNow },
  };
  const own = { subjectId: row.subject.subjectId, centreId: row.subject.centreId, windows: row.windows };
  const lines = [own, ...row.otherLines].map(({ subjectId, centreId, windows }): [string, LineTimes] => {
    const hours = checkCallingWindow(now, windows, calendarOf(centreId));
    const times = hours.ok ? { opensAt: now, closesAt: hours.closesAt } : { opensAt: hours.opensAt, closesAt: null };
    return [subjectId, { ...times, staffedAt: lastStaffed(crew, { subjectId, centreId }, row.privileged, now) }];
  });
  return { row, facts, lines: new Map(lines) };
}

/** Facts of each target, in the order asked for. A target's own lease is not "somebody else". */
export async function readPersons(
  db: Queryable,
  targetIds: readonly number[],
  campaign: CampaignAtNow,
): Promise<{ targetId: number; personId: number; facts: PersonFacts }[]> {
  const { held, persons } = await selectPersons(db, targetIds, campaign.facts.now);
  const { facts, lines } = campaign;
  return persons.map((row) => ({
    targetId: row.targetId,
    personId: row.personId,
    facts: personFacts(row, { subject: facts.subject, lines }, held),
  }));
}
