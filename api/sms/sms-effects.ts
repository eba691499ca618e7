import { DomainError } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Approval, ApprovalEffect } from '../approvals/approval.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { type BatchRecord, fillFromList, lockBatch, selectListForBatch, setBatchState } from './batch-queries.ts';
import { lockTemplate, replaceOlder, type StoredTemplate, setTemplateState } from './template-queries.ts';
import { assertText } from './templates.ts';

const EVERYWHERE = { subjectScope: null, centreScope: null };

/** The city's yes to a text: it is in force from now, in the place of the version before. */
export const smsTemplateEffect: ApprovalEffect = {
  kind: 'sms_template',
  async approved(tx, approval, { now, officer }) {
    const template = await waitingTemplate(tx, approval);
    if (template.subjectId === null) assertWholeCity(officer);
    // A subject may have got a new name since it was asked for.
    await assertText(tx, template, tokyoTime(now).date);
    await setTemplateState(tx, template.id, 'approved', now);
    await replaceOlder(tx, template.id);
  },
  async returned(tx, approval) {
    await setTemplateState(tx, (await waitingTemplate(tx, approval)).id, 'returned');
  },
};

/** The city's yes to a send: the persons of the approved list become messages; each passes the gate again when its turn comes. */
export const smsListEffect: ApprovalEffect = {
  kind: 'sms_list',
  async approved(tx, approval, { now }) {
    const batch = await waitingBatch(tx, approval);
    const template = await lockTemplate(tx, batch.templateId, EVERYWHERE);
    if (template?.state !== 'approved')
      throw new DomainError('sms/template-not-approved', 409, '文面の承認が取り下げられています。差し戻してください。');
    if (batch.source === 'list') {
      const list = batch.callListId && (await selectListForBatch(tx, batch.callListId, batch.subjectId));
      if (!list)
        throw new DomainError(
          'sms/list-approval-gone',
          409,
          'リストの承認が取り下げられています。差し戻してください。',
        );
      await fillFromList(tx, batch, now);
    }
    await setBatchState(tx, batch.id, 'sending', now);
  },
  async returned(tx, approval, { now }) {
    await setBatchState(tx, (await waitingBatch(tx, approval)).id, 'cancelled', now);
  },
};

async function waitingTemplate(tx: TransactionSql, { refId }: Approval): Promise<StoredTemplate> {
  const template = await lockTemplate(tx, refId, EVERYWHERE);
  if (template?.state !== 'requested')
    throw new DomainError('sms/template-state', 409, 'この文面はもう承認待ちではありません。');
  return template;
}

async function waitingBatch(tx: TransactionSql, { refId }: Approval): Promise<BatchRecord> {
  const batch = await lockBatch(tx, refId);
  if (batch?.state !== 'requested')
    throw new DomainError('sms/batch-state', 409, 'この送信はもう承認待ちではありません。');
  return batch;
}
