/**
 * Promised callbacks as the desk reminds of them. Names nobody: the case comes when it is its turn.
 *
 * GET /api/callbacks → CallbackBoard
 */
export interface CallbackBoard {
  /** The product's clock, which the times are to be read against. */
  now: string;
  /** Promised by me, earliest first. */
  mine: CallbackRow[];
  /** Of my lines, nobody's or no longer anybody's own. */
  pool: { due: number; laterToday: number };
}

export interface CallbackRow {
  targetId: number;
  at: string;
  /** Everybody's from here on. */
  ownUntil: string;
  subject: { id: string; shortName: string; colour: string };
  state: 'later' | 'soon' | 'due' | 'overdue';
}
