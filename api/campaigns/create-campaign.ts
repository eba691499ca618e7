import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Queryable, Sql } from '../../core/platform/postgres.ts';
import { ensureScript } from '../scripts/ensure-scripts.ts';
import { insertCampaign, insertTargets, type SubjectIdentity, selectSubject } from './queries.ts';

export interface CampaignRequest {
  subjectId: string;
  name: string;
  /** Product's today, `YYYY-MM-DD`: which flags and which script are in force. */
  today: string;
  /** The queue of shielded persons, for named agents. */
  privileged?: boolean;
  /** Seconds a telephone rings; 25 is a little over four cycles of the ring. */
  ringTimeoutSec?: number;
  createdBy?: string | null;
  /** Only the first so many persons (demo, drills). */
  limit?: number | null;
}

export interface CreatedCampaign {
  id: string;
  targets: number;
}

/**
 * Freezes the list of persons and leaves the campaign as a draft, in preview.
 * @throws DomainError `subject/not-found` 404, `subject/inactive` 409
 */
export async function createCampaign(sql: Sql, request: CampaignRequest): Promise<CreatedCampaign> {
  return sql.begin(async (tx) => {
    const subject = await selectSubject(tx, request.subjectId);
    if (!subject) throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
    if (!subject.active) throw new DomainError('subject/inactive', 409, 'この科目は使われていません。');
    return writeCampaign(tx, subject, request);
  });
}

export async function writeCampaign(
  tx: Queryable,
  subject: SubjectIdentity,
  request: CampaignRequest,
): Promise<CreatedCampaign> {
  const id = newId();
  const privileged = request.privileged ?? false;
  await insertCampaign(tx, {
    id,
    subjectId: subject.id,
    name: request.name,
    privileged,
    scriptId: await ensureScript(tx, subject, request.today),
    ringTimeoutSec: request.ringTimeoutSec ?? 25,
    createdBy: request.createdBy ?? null,
  });
  const list = { id, subjectId: subject.id, privileged };
  return { id, targets: await insertTargets(tx, list, request.today, request.limit ?? null) };
}
