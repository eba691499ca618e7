/**
 * Training: the same desk on invented citizens, over the simulator's telephones only. All under `/api/training`.
 *
 * GET  /             → TrainingState     of me (`desk`)
 * POST /enter        → 204               from the log-in page or the desk; brings invented citizens where too few are left
 * POST /leave        → 204               409 `training/ordered` when a supervisor sent me
 * GET  /agents       → TrainingAgent[]   of my lines (`order_training`)
 * POST /order        {staffId, on} → 204 (`order_training`)
 */
export interface TrainingState {
  on: boolean;
  /** The supervisor who ordered it, and who alone ends it; null = my own wish, or not in training. */
  orderedBy: string | null;
}

export interface TrainingAgent {
  id: string;
  name: string;
  seat: number | null;
  on: boolean;
  /** Sent by somebody else. */
  ordered: boolean;
}
