import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import { REMINDER_DAYS_LIMIT } from '../../core/rules/promise-reminder.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApprovalEffect } from '../approvals/approval.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { reminderKey } from './reminder-queries.ts';

export const reminderAskedSchema = z.strictObject({
  channel: z.enum(['sms', 'call']),
  daysBefore: z.number().int().min(0).max(REMINDER_DAYS_LIMIT),
});

/** The city's yes to reminding citizens of their promises: in force from the day of the decision. */
export const promiseReminderEffect: ApprovalEffect = {
  kind: 'promise_reminder',
  async approved(tx, approval, { now }) {
    const asked = reminderAskedSchema.safeParse(approval.detail);
    if (approval.subjectId === null || !asked.success)
      throw new DomainError('approval/unreadable', 409, 'この依頼は内容が読み取れません。出し直してもらってください。');
    await saveSetting(tx, reminderKey(approval.subjectId), tokyoTime(now).date, {
      ...asked.data,
      approvalId: approval.id,
    });
  },
  // What was in force before stays in force.
  returned: async () => undefined,
};
