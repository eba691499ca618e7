import type { LineResult, PhoneType } from '../calls.ts';

/**
 * 欠番 is confirmed by ear: what the network said instead of an answer, number by number.
 *
 * GET  /api/number-checks                  → NumberCheckPage
 * GET  /api/number-checks/:callId/audio    the sound, at most 15 s (Opus in Ogg)
 * POST /api/number-checks/:callId          {verdict}  null takes one's own verdict back
 */
export interface NumberCheckPage {
  /** Waiting for an ear, oldest first. */
  open: NumberCheckRow[];
  waiting: number;
}

export interface NumberCheckRow {
  callId: string;
  /** Product clock. */
  at: string;
  digits: string;
  numberType: PhoneType;
  subject: { id: string; shortName: string; colour: string };
  /** What the exchange reported. */
  guess: LineResult;
  seconds: number;
}

export type NumberVerdict = 'unallocated' | 'temp_out' | 'unreachable' | 'ringing' | 'other';
