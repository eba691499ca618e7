import type { Funnel, GoalCounts } from '../../rules/goals.ts';

/**
 * GET /api/goals/campaigns → CampaignGoals[]                      running, paused and lately finished campaigns in scope
 * GET /api/goals?from=&to=&by=subject|band|seat|day → GoalRow[]   permission `view_campaigns`; counts only
 */
export interface CampaignGoals {
  campaignId: string;
  counts: GoalCounts;
  funnel: Funnel;
}

export type GoalsBy = 'subject' | 'band' | 'seat' | 'day';

/**
 * `requested` and `settled` are of the persons asked to be called on the subject: of the row's own subject when by subject, else of all in
 * scope (a band or a seat has no persons of its own: its row says what it added to the whole).
 */
export interface GoalRow {
  /** Subject id, band, staff id or `YYYY-MM-DD`. */
  key: string;
  label: string;
  counts: GoalCounts;
}

export interface GoalsView {
  from: string;
  to: string;
  by: GoalsBy;
  total: GoalCounts;
  rows: GoalRow[];
  /** By subject and day, for the small multiples: persons contacted so far among those asked to be called. */
  curves: {
    subjectId: string;
    requested: number;
    goalPercent: number;
    contacted: { day: string; persons: number }[];
  }[];
}
