/** What became of an inbound call that nobody spoke in, or in which a call back was asked for, and what somebody therefore has to do. */
export const TASK_KINDS = ['keep_my_place', 'voicemail', 'abandoned_inbound', 'sms_reply', 'asked_call_back'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const TASK_NAMES: Readonly<Record<TaskKind, string>> = {
  keep_my_place: '順番を残した折返し',
  voicemail: '留守録',
  abandoned_inbound: 'つながらなかった着信',
  sms_reply: 'SMSへの返信',
  asked_call_back: '時刻指定の折返し',
};

/** `merged` and `spoke_meanwhile` are said by nobody: the worker finds them; `corrected` comes with the record. */
export const TASK_OUTCOMES = [
  'reached',
  'message_left',
  'no_answer',
  'wrong_number',
  'not_needed',
  'merged',
  'spoke_meanwhile',
  'corrected',
] as const;
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];
export const SAID_OUTCOMES = ['reached', 'message_left', 'no_answer', 'wrong_number', 'not_needed'] as const;
export type SaidOutcome = (typeof SAID_OUTCOMES)[number];

export const OUTCOME_NAMES: Readonly<Record<TaskOutcome, string>> = {
  reached: '話せた',
  message_left: '留守電・伝言',
  no_answer: '出ない（これで終える）',
  wrong_number: '番号違い',
  not_needed: '対応不要',
  merged: '同じ番号の用件にまとめた',
  spoke_meanwhile: 'その後の電話で話せた',
  corrected: '記録の訂正で不要',
};

export interface EndedInbound {
  /** An agent spoke with the citizen. */
  spoken: boolean;
  keptPlace: boolean;
  /** Seconds after the tone; null = no message was offered or begun. */
  voicemailSec: number | null;
  /** Came outside the hours. */
  closed: boolean;
  /** Seconds from our answer to the end. */
  lastedSec: number;
}

/** Whoever hangs up sooner never waited: a wrong number, a second thought, a machine. */
export const LEAST_WAIT_SEC = 5;
/** Shorter is a click. */
export const LEAST_VOICEMAIL_SEC = 2;

/** @param closedToo the city wants to call back also who called outside the hours and left nothing */
export function taskOf(call: EndedInbound, closedToo: boolean): TaskKind | null {
  if (call.spoken) return null;
  if (call.keptPlace) return 'keep_my_place';
  if (call.voicemailSec !== null && call.voicemailSec >= LEAST_VOICEMAIL_SEC) return 'voicemail';
  if (call.closed && !closedToo) return null;
  return call.lastedSec >= LEAST_WAIT_SEC ? 'abandoned_inbound' : null;
}

/** Nobody else may take a task before this after it was taken: long enough for a talk and its wrap-up. */
export const TAKEN_FOR_MIN = 20;

/** May this person take it? Their own always; somebody else's once they left it lying. */
export function mayTake(task: { ownerId: string | null; takenAt: Date | null }, staffId: string, now: Date): boolean {
  if (task.ownerId === null || task.ownerId === staffId || task.takenAt === null) return true;
  return now.getTime() - task.takenAt.getTime() >= TAKEN_FOR_MIN * 60_000;
}
