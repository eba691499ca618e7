import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { takesLine } from '../../core/rules/agent-lines.ts';
import { cityCalendar, monthOf } from '../../core/rules/calendar.ts';
import { parametersOn } from '../../core/rules/calendar-parameters.ts';
import type { AnswerCount } from '../../core/rules/coverage/answer-chance.ts';
import type { CampaignMeasures } from '../../core/rules/coverage/campaign-scenario.ts';
import { longestCalendar } from '../../core/rules/coverage/longest-calendar.ts';
import { type PlannedDay, plannedDays } from '../../core/rules/coverage/open-minutes.ts';
import { type DiallingParameters, diallingParameters } from '../../core/rules/dialling-parameters.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import {
  type LineMinRing,
  lineMinRing,
  type PoolParameters,
  poolParameters,
  reservedChannels,
} from '../../core/rules/pool-parameters.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { selectApprovedMonths, selectCalendarSettings } from '../calendar/queries.ts';
import { selectPredictiveInForce } from '../campaigns/predictive-queries.ts';
import { selectSubjects } from '../subjects/queries.ts';
import { campaignMeasures } from './campaign-measures.ts';
import {
  type CaseRow,
  type CoverageWatchRow,
  type PlannedCampaign,
  selectAgentReach,
  selectCases,
  selectPastCalls,
  selectPlannedCampaign,
  selectPoolGround,
} from './queries.ts';

/** Everything the planner's thread needs, as plain data: it has no database. */
export interface CoverageGround {
  campaign: PlannedCampaign;
  cases: CaseRow[];
  counts: AnswerCount[];
  measures: CampaignMeasures;
  days: PlannedDay[];
  dueOn: string;
  /** Agents whose skills and scope take the line. */
  agents: number;
  trunks: number;
  reserve: number;
  pool: PoolParameters;
  /** How long the line's telephones ring at least as things stand, and why. */
  minRing: LineMinRing;
  /** The same without what the planner itself decided for the sake of the promise. */
  cutRing: LineMinRing;
  watched: CoverageWatchRow[];
  dialling: DiallingParameters;
  /** Of the city's approval; the default where there is none. */
  capPercent: number;
}

export const DEFAULT_CAP_PERCENT = 1;
/** Without a due date of its own the plan looks a month ahead. */
const DEFAULT_DAYS = 30;
/** With fewer calls of its own, the campaign borrows those of its subject. */
const ENOUGH_OWN_CALLS = 200;

/**
 * @param counts of all lines of the city (`createAnswerCountsCache`)
 * @throws DomainError `campaign/not-found` 404, also outside the caller's scope and for the queue of shielded persons
 */
export async function readCoverageGround(
  db: Queryable,
  counts: AnswerCount[],
  campaignId: string,
  caller: Scope & { privileged: boolean },
  clock: { now: Date; speed: number },
  wantedDueOn: string | undefined,
): Promise<CoverageGround> {
  const campaign = await selectPlannedCampaign(db, campaignId);
  const visible = campaign && inScope(caller, { id: campaign.subjectId, centreId: campaign.centreId });
  if (!visible || (campaign.privileged && !caller.privileged)) {
    throw new DomainError('campaign/not-found', 404, '架電業務が見つかりません。');
  }
  const { date: today, minutes } = tokyoTime(clock.now);
  const dueOn = wantedDueOn ?? campaign.dueOn ?? addDays(today, DEFAULT_DAYS);
  const { pacing, dialling, subjectDialling, channels, linePacing, watched } = await selectPoolGround(
    db,
    campaign.subjectId,
    today,
  );
  const rules = diallingParameters(dialling, subjectDialling);
  const pool = poolParameters(pacing);
  const approval = await selectPredictiveInForce(db, campaign.subjectId, today);
  const reach = await selectAgentReach(db, campaign.privileged);
  const line = { subjectId: campaign.subjectId, centreId: campaign.centreId };
  return {
    campaign,
    cases: await selectCases(db, campaignId, clock.now, rules.mobileFirst),
    counts,
    measures: await readMeasures(db, campaign, clock.speed),
    days: await readDays(db, campaign, { from: today, fromMinute: minutes, to: dueOn }),
    dueOn,
    agents: reach.filter((agent) => takesLine(agent, line)).length,
    trunks: channels,
    reserve: reservedChannels(pool, channels),
    pool,
    minRing: lineMinRing(
      pool,
      linePacing,
      watched.some(({ ringInFull }) => ringInFull),
    ),
    cutRing: lineMinRing(pool, linePacing, false),
    watched,
    dialling: rules,
    capPercent: approval?.capPercent ?? DEFAULT_CAP_PERCENT,
  };
}

async function readMeasures(db: Queryable, { id, subjectId }: PlannedCampaign, speed: number) {
  const own = await selectPastCalls(db, { campaignId: id }, speed);
  if (own.length >= ENOUGH_OWN_CALLS) return campaignMeasures(own);
  return campaignMeasures(await selectPastCalls(db, { subjectId }, speed));
}

async function readDays(
  db: Queryable,
  { subjectId, centreId }: PlannedCampaign,
  time: { from: string; fromMinute: number; to: string },
): Promise<PlannedDay[]> {
  const parameters = parametersOn(await selectCalendarSettings(db));
  const months = await selectApprovedMonths(db, monthOf(time.from), monthOf(time.to));
  const [subject] = await selectSubjects(db, subjectId);
  return plannedDays(
    time,
    subject?.windows ?? [],
    cityCalendar(parameters, months, centreId, isNationalHoliday),
    longestCalendar(parameters, centreId, isNationalHoliday),
  );
}
