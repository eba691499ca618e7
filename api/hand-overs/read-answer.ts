import type { Sql } from '../../core/platform/postgres.ts';
import { saveRead } from './act-queries.ts';
import { handOverNotFound } from './lock-own.ts';
import { insertEvent } from './raise-queries.ts';

/** @throws DomainError hand-over/not-found: not theirs, or not answered */
export async function readAnswer(
  sql: Sql,
  id: string,
  { staffId, now }: { staffId: string; now: Date },
): Promise<void> {
  await sql.begin(async (tx) => {
    const read = await saveRead(tx, id, staffId, now);
    if (read === null) throw handOverNotFound();
    if (read === 'first') await insertEvent(tx, { handOverId: id, at: now, act: 'read', staffId });
  });
}
