import type { WaitingCall } from '../../core/contracts/http/inbound.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { Caller } from '../http/caller.ts';
import { ownLines } from '../promises/lines.ts';
import type { WaitingRow } from './queries.ts';

/** Who waits on the lines of this person, and at a number of no line; how many wait elsewhere is nobody's business here. */
export async function waitingFor(db: Queryable, caller: Caller, rows: readonly WaitingRow[]): Promise<WaitingCall[]> {
  if (rows.length === 0) return [];
  const lines = new Set(await ownLines(db, caller));
  return rows
    .filter(({ subject }) => subject === null || lines.has(subject.id))
    .map(({ id, createdAt, ...row }) => ({ callId: id, since: createdAt.toISOString(), ...row }));
}
