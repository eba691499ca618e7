/**
 * POST /api/campaigns/:id/mode {mode}                          live switch; predictive needs the city's approval in force
 * POST /api/campaigns/:id/plan {priority?, dueOn?, goalPercent?}
 * GET  /api/predictive-lines → PredictiveLine[]                each subject in scope
 * POST /api/predictive-lines/:subjectId/ask {capPercent, validFrom, validTo}   asks the officer
 * POST /api/predictive-lines/:subjectId/end                    the officer takes the yes back at once
 */
export interface PredictiveLine {
  subjectId: string;
  inForce: { capPercent: number; validFrom: string; validTo: string | null } | null;
  /** The question waits for an officer since then. */
  waitingSince: string | null;
  /** Why the last question was returned; null when a newer one waits or was approved. */
  returned: string | null;
  today: Abandonment;
  /** The last 30 days, today included: what the cap is held against. */
  rolling: Abandonment;
}

/** Calls dialled for the pool only: answered by persons, and of these abandoned (core/rules/goals.ts). */
export interface Abandonment {
  answered: number;
  abandoned: number;
}
