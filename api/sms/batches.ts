import type { SmsBatchAsked } from '../../core/contracts/http/sms.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { countersSince, smsLimits } from '../../core/rules/sms/sms-limits.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { requestApproval } from '../approvals/request-approval.ts';
import { withdrawApproval } from '../approvals/withdraw-approval.ts';
import { selectSubject } from '../campaigns/queries.ts';
import {
  type BatchRecord,
  type BatchState,
  cancelWaiting,
  insertBatch,
  lockBatch,
  selectListForBatch,
  selectStanding,
  setBatchState,
} from './batch-queries.ts';
import { countSent, selectSmsSetting } from './line-queries.ts';
import { lockTemplate, type StoredTemplate } from './template-queries.ts';
import { sampleOf, templateNotFound } from './templates.ts';

const SOURCE_NAMES = {
  list: 'リスト',
  after_attempts: '架電がつながらなかった方',
  reminder: '約束の日が近い方',
} as const;

/**
 * Puts a send before the city: an approved text, to an approved list or to whoever falls under the rule from then on. Nothing goes before
 * the yes.
 *
 * @throws DomainError 404 `subject/not-found`, `sms/template-not-found`, `sms/list-not-found`; 409 `sms/template-not-approved`,
 *   `sms/template-fits-not`, `sms/standing`, `sms/list-empty`
 */
export async function askBatch(
  sql: Sql,
  asked: SmsBatchAsked,
  caller: Scope & { staffId: string },
  now: Date,
): Promise<string> {
  return sql.begin(async (tx) => {
    const subject = await selectSubject(tx, asked.subjectId);
    if (!subject || !inScope(caller, subject))
      throw new DomainError('subject/not-found', 404, '科目が見つかりません。');
    const template = await lockTemplate(tx, asked.templateId, caller);
    if (!template) throw templateNotFound();
    assertFits(template, asked);
    const list = asked.source === 'list' ? await listOf(tx, asked, caller) : null;
    if (asked.source !== 'list' && (await selectStanding(tx, asked.subjectId, asked.source)))
      throw new DomainError('sms/standing', 409, 'この科目にはもう同じ送信があります。中止してから依頼してください。');
    const id = newId();
    const { source, subjectId, templateId, name } = asked;
    const record = { id, name, templateId, subjectId, source, callListId: list?.id ?? null, createdBy: caller.staffId };
    await insertBatch(tx, { ...record, state: 'requested', now });
    await requestApproval(tx, {
      kind: 'sms_list',
      refId: id,
      subjectId,
      title: `SMS送信「${name}」（${subject.name}・${SOURCE_NAMES[source]}）`,
      detail: await details(tx, asked, template, list, now),
      requestedBy: caller.staffId,
      now,
      dueAt: null,
    });
    return id;
  });
}

function assertFits(template: StoredTemplate, { subjectId, source }: SmsBatchAsked): void {
  if (template.state !== 'approved')
    throw new DomainError('sms/template-not-approved', 409, 'この文面はまだ市の承認を受けていません。');
  const near = template.kind === 'promise_near';
  if ((template.subjectId !== null && template.subjectId !== subjectId) || near !== (source === 'reminder'))
    throw new DomainError('sms/template-fits-not', 409, 'この文面はこの科目または送る相手には使えません。');
}

async function listOf(tx: TransactionSql, asked: SmsBatchAsked, caller: Scope) {
  const list = asked.callListId === null ? undefined : await selectListForBatch(tx, asked.callListId, asked.subjectId);
  // Shielded persons get no message by themselves, so a list of them has nobody to send to.
  if (!list || list.privileged || !inScope(caller, { id: asked.subjectId, centreId: null }))
    throw new DomainError('sms/list-not-found', 404, '承認済みのリストが見つかりません。');
  if (list.persons === 0) throw new DomainError('sms/list-empty', 409, 'このリストにはこの科目の対象者がいません。');
  return list;
}

async function details(
  tx: TransactionSql,
  asked: SmsBatchAsked,
  template: StoredTemplate,
  list: { name: string; persons: number; hash: string | null } | null,
  now: Date,
) {
  const { date: today } = tokyoTime(now);
  const limits = smsLimits((await selectSmsSetting(tx, today)).sms);
  const sent = await countSent(tx, countersSince(now));
  return {
    source: asked.source,
    template: template.name,
    sample: await sampleOf(tx, template.body, asked.subjectId, today),
    list: list && { name: list.name, persons: list.persons, hash: list.hash },
    sentToday: sent.day,
    perDay: limits.perDay,
    sentThisYear: sent.year,
    perYear: limits.perYear,
  };
}

const CHANGES: Record<'pause' | 'resume' | 'cancel', { from: readonly BatchState[]; to: BatchState }> = {
  pause: { from: ['sending'], to: 'paused' },
  resume: { from: ['paused'], to: 'sending' },
  cancel: { from: ['requested', 'sending', 'paused'], to: 'cancelled' },
};
export type BatchChange = keyof typeof CHANGES;

/** @throws DomainError 404 `sms/batch-not-found`, 409 `sms/batch-state` @returns the batch, and how many will not be sent any more */
export async function changeBatch(
  sql: Sql,
  id: string,
  change: BatchChange,
  caller: Scope,
  now: Date,
): Promise<{ batch: BatchRecord; cancelled: number }> {
  return sql.begin(async (tx) => {
    const batch = await lockBatch(tx, id);
    const subject = batch && (await selectSubject(tx, batch.subjectId));
    if (!batch || !subject || !inScope(caller, subject))
      throw new DomainError('sms/batch-not-found', 404, '送信が見つかりません。');
    const { from, to } = CHANGES[change];
    if (!from.includes(batch.state)) throw new DomainError('sms/batch-state', 409, 'この送信には今はできません。');
    await setBatchState(tx, id, to, now);
    if (change !== 'cancel') return { batch, cancelled: 0 };
    await withdrawApproval(tx, { kind: 'sms_list', refId: id, now });
    return { batch, cancelled: await cancelWaiting(tx, id, now) };
  });
}
