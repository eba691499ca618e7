import type { DeskTask } from '../../core/contracts/http/tasks.ts';
import type { TaskRow } from './queries.ts';

/** What a citizen wrote is read by whoever took the task, and by nobody else. */
export function taskView(row: TaskRow, staffId: string, now: Date): DeskTask {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    person: row.personId === null || row.personName === null ? null : { id: row.personId, name: row.personName },
    number: row.number,
    language: row.language,
    at: row.createdAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    notBefore: row.notBefore?.toISOString() ?? null,
    late: row.state !== 'done' && row.dueAt < now,
    state: row.state,
    owner: row.ownerId === null ? null : { name: row.ownerName ?? '', mine: row.ownerId === staffId },
    tries: row.tries,
    lastResult: row.lastResult,
    audible: row.kind === 'voicemail' && row.recordingId !== null,
    messageAtSec: row.messageAtSec === null ? null : Math.max(0, row.messageAtSec),
    written: row.ownerId === staffId ? row.written : null,
    outcome: row.outcome,
  };
}
