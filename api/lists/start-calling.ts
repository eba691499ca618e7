import { DomainError } from '../../core/platform/errors.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { type QueuedCampaign, queueList } from '../campaigns/queue-list.ts';
import { changeCallList, markLeft } from './call-list-queries.ts';
import { listState, lockVisibleList, populationOf } from './call-lists.ts';
import { prepareForLists } from './count-queries.ts';
import { ListSubjects, type ListViewer } from './viewer.ts';

/**
 * Approved → queued: whoever paid in between leaves first, then one campaign a subject is made of exactly those who are left.
 *
 * @throws DomainError `list/not-found` 404, `list/state` 409, `list/nobody` 409
 */
export async function startCalling(sql: Sql, viewer: ListViewer, id: string, now: Date): Promise<QueuedCampaign[]> {
  const subjects = await ListSubjects.read(sql);
  const { date: today } = tokyoTime(now);
  return sql.begin(async (transaction) => {
    const tx = transaction as TransactionSql;
    await prepareForLists(tx, '60s');
    const list = await lockVisibleList(tx, subjects, viewer, id);
    if (list.state !== 'approved') throw listState('架電を始められるのは、承認されたリストだけです。');
    await markLeft(tx, id, list.condition, populationOf(subjects, list, today), now);
    const campaigns = await queueList(tx, list, { today, createdBy: viewer.staffId });
    if (campaigns.length === 0) throw new DomainError('list/nobody', 409, '架電できる方がいなくなりました。');
    await changeCallList(tx, id, { state: 'queued', queuedAt: now, shrunkAt: now });
    return campaigns;
  });
}
