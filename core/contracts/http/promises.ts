import type { PromiseDue, PromiseMaker, PromiseMethod, PromiseState } from '../../rules/promise.ts';
import type { PutBack } from '../commands.ts';

/**
 * 約束・予約管理: what was promised, and what became of it. Judged by the worker from payments; nobody sets a state by hand.
 *
 * GET  /api/promises?view=&mine=        → PromiseBoard    (permission `view_promises`)
 * POST /api/promises/next  PromiseNext  → PromiseNextDone (permission `view_promises` for one's own, `follow_promises` for any)
 * GET  /api/persons/:id/promises        → PersonPromise[] (permission `view_debt`)
 * GET  /api/promises/settings           → PromiseSettings (permission `view_promises`)
 * PUT  /api/promises/settings           (permission `edit_promises`)
 * POST /api/promises/reminders          asks the city (permission `propose`)
 * POST /api/promises/reminders/:subjectId/end  (permission `propose`)
 */
export type PromiseView = 'today' | 'overdue' | 'broken' | 'later' | 'kept';

export interface PromiseBoard {
  /** The product's clock, and its day. */
  now: string;
  today: string;
  counts: Record<PromiseView, number>;
  rows: PromiseRow[];
  /** There are more of this view than are shown. */
  more: boolean;
}

export interface PromiseRow {
  id: string;
  /** Masked for a shielded person and a viewer without the right. */
  person: { id: number; name: string; masked: boolean };
  subject: { id: string; shortName: string; colour: string };
  promisedOn: string;
  /** Up to here money keeps it and nobody calls. */
  graceUntil: string;
  madeAt: string;
  /** Yen; null for a viewer who may not see amounts. */
  amount: number | null;
  keptAmount: number | null;
  method: PromiseMethod;
  madeBy: PromiseMaker;
  reissue: boolean;
  state: PromiseState;
  due: PromiseDue;
  staffName: string;
  mine: boolean;
  /** Where the case stands in a running campaign; null = in none. */
  next: { state: string; reason: string | null; at: string | null } | null;
}

export type PromiseNext =
  | { ids: string[]; action: 'call' }
  /** `me`: this agent's until a while after the time, then everybody's. */
  | { ids: string[]; action: 'callback'; at: string; owner: 'me' | 'anybody' };

export interface PromiseNextDone {
  results: (Omit<PutBack, 'targetId'> & { id: string })[];
}

/** For the case and its time line. */
export interface PersonPromise {
  id: string;
  subject: { id: string; shortName: string; colour: string };
  promisedOn: string;
  graceUntil: string;
  /** Null: everything that was owed. */
  amount: number | null;
  /** Yen: the amount, or what was owed of the periods this viewer may see when it was promised. */
  promised: number;
  keptAmount: number;
  method: PromiseMethod;
  madeBy: PromiseMaker;
  reissue: boolean;
  state: PromiseState;
  due: PromiseDue;
  staffName: string;
  madeAt: string;
  remindedAt: string | null;
  events: {
    at: string;
    state: PromiseState;
    keptAmount: number;
    cause: 'made' | 'payment' | 'day' | 'postponed' | 'corrected';
    staffName: string | null;
  }[];
}

export interface PromiseSettings {
  today: string;
  versions: { validFrom: string; graceDays: number; maxDaysAhead: number }[];
  reminders: {
    subject: { id: string; shortName: string; colour: string };
    /** What the city approved, in force today; null = nobody is reminded. */
    inForce: { channel: 'sms' | 'call'; daysBefore: number; validFrom: string } | null;
    waiting: boolean;
  }[];
}
