import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { ensureScript } from '../scripts/ensure-scripts.ts';
import { insertListTargets, selectListSubjectsLeft, tieToList } from './list-queries.ts';
import { insertCampaign, selectSubject } from './queries.ts';

export interface ApprovedList {
  id: string;
  entrustmentId: string;
  name: string;
  privileged: boolean;
  dueOn: string | null;
  goalPercent: number;
}

export interface QueuedCampaign {
  id: string;
  subjectId: string;
  targets: number;
}

const RING_TIMEOUT_SEC = 25;
const MAX_NAME = 80;

/**
 * One campaign a subject, in preview, as drafts: who works starts them. A person who owes on several subjects is a target of each, so that
 * nothing is lost when one is settled; the gate lets the leading subject call first (`core/rules/leading-subject.ts`).
 */
export async function queueList(
  tx: TransactionSql,
  list: ApprovedList,
  { today, createdBy }: { today: string; createdBy: string },
): Promise<QueuedCampaign[]> {
  const subjectIds = await selectListSubjectsLeft(tx, list.id);
  const made: QueuedCampaign[] = [];
  for (const subjectId of subjectIds) {
    const subject = await selectSubject(tx, subjectId);
    if (!subject?.active) continue;
    const id = newId();
    const suffix = subjectIds.length === 1 ? '' : ` ${subject.name}`;
    await insertCampaign(tx, {
      id,
      subjectId,
      name: `${list.name.slice(0, MAX_NAME - suffix.length)}${suffix}`,
      privileged: list.privileged,
      scriptId: await ensureScript(tx, subject, today),
      ringTimeoutSec: RING_TIMEOUT_SEC,
      createdBy,
    });
    await tieToList(tx, id, { ...list, listId: list.id, startsOn: today });
    made.push({ id, subjectId, targets: await insertListTargets(tx, { campaignId: id, listId: list.id, subjectId }) });
  }
  return made;
}
