/**
 * Promised callbacks as the desk reminds of them, naming nobody: the case comes when it is its turn. And as 約束・予約管理 lists them.
 *
 * GET /api/callbacks              → CallbackBoard           (permission `desk`)
 * GET /api/callbacks/reservations → CallbackReservation[]   (permission `view_promises`) those of the lines, with whom they are for
 */
export interface CallbackBoard {
  /** The product's clock, which the times are to be read against. */
  now: string;
  /** Promised by me, earliest first. */
  mine: CallbackRow[];
  /** Of my lines, nobody's or no longer anybody's own. */
  pool: { due: number; laterToday: number };
}

export interface CallbackReservation {
  targetId: number;
  at: string;
  state: CallbackRow['state'];
  person: { id: number; name: string; masked: boolean };
  subject: { id: string; shortName: string; colour: string };
  /** Whose it still is; null = everybody's. */
  owner: string | null;
  askedBy: 'citizen' | 'centre';
}

export interface CallbackRow {
  targetId: number;
  at: string;
  /** Everybody's from here on. */
  ownUntil: string;
  subject: { id: string; shortName: string; colour: string };
  state: 'later' | 'soon' | 'due' | 'overdue';
}
