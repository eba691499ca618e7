import type { TaskKind, TaskOutcome } from '../../rules/inbound/desk-task.ts';

/**
 * What somebody has to do and no campaign does. All under `/api/tasks`, permission `desk`.
 *
 * GET  /?done=1                → TaskList    of my lines, in the order in which they are to be done; with `done` those of today
 * POST /take-next              → DeskTask | null   the next one nobody has
 * POST /:id/take               → DeskTask    409 `task/taken` when somebody is at it
 * POST /:id/release            → 204
 * POST /:id/call-back          → CalledBack  the number that called and no other, through the gate; somebody unknown: permission `call_unknown_back`;
 *                                            who wrote an SMS is reserved for me as the next case
 * POST /:id/done               {outcome} → 204
 * GET  /:id/audio              → the recording of a voicemail, to whoever took the task
 */
export interface TaskList {
  now: string;
  tasks: DeskTask[];
}

export interface DeskTask {
  id: string;
  kind: TaskKind;
  subject: { id: string; shortName: string; colour: string } | null;
  person: { id: number; name: string } | null;
  number: string | null;
  language: string | null;
  /** When they called, product clock. */
  at: string;
  dueAt: string;
  /** The moment they asked to be called at; null = as soon as may be. */
  notBefore: string | null;
  late: boolean;
  state: 'open' | 'taken' | 'done';
  owner: { name: string; mine: boolean } | null;
  tries: number;
  /** How the newest call back ended. */
  lastResult: string | null;
  /** A voicemail that can be heard. */
  audible: boolean;
  /** Where in the recording the message begins: before it only the city's machine speaks. */
  messageAtSec: number | null;
  /** What the telephone wrote by SMS; only to whoever took the task. */
  written: string | null;
  outcome: TaskOutcome | null;
}

export interface CalledBack {
  /** null: nobody is dialled yet, the person is my next case. */
  callId: string | null;
}
