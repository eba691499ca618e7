import type { Queryable } from '../../core/platform/postgres.ts';
import { type Condition, leavesOf } from '../../core/rules/extraction.ts';
import { selectKeyFile } from './key-queries.ts';
import { listNotFound } from './viewer.ts';

/**
 * A file of keys belongs to the population it was looked up in, and one that was read with the right to shielded persons may not
 * show through a condition of somebody without it.
 *
 * @throws DomainError `list/not-found` 404
 */
export async function assertKeysUsable(
  db: Queryable,
  condition: Condition,
  { entrustmentId, privileged }: { entrustmentId: string | null; privileged: boolean },
): Promise<void> {
  for (const leaf of leavesOf(condition)) {
    if (leaf.op !== 'keys') continue;
    const file = await selectKeyFile(db, leaf.file);
    const own = file && (file.entrustmentId === null ? entrustmentId === null : file.entrustmentId === entrustmentId);
    if (!own || (file.privileged && !privileged)) throw listNotFound('キー一覧');
  }
}
