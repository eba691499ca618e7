import type { Sql } from '../../core/platform/postgres.ts';
import { reminderRule, remindOn } from '../../core/rules/promise-reminder.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { judgeOpen } from './judge-promises.ts';
import {
  insertReminders,
  lapseReminders,
  noteReminded,
  selectRemindable,
  selectReminderSettings,
} from './reminder-queries.ts';

/** What the worker does by the clock: the day judges, and where the city approved it, people are reminded before their date. */
export async function followPromises(sql: Sql, now: Date): Promise<Record<string, number>> {
  const judged = await judgeOpen(sql, now);
  const lapsed = await lapseReminders(sql, now, tokyoTime(now).date);
  const raised = await raiseReminders(sql, now);
  await noteReminded(sql);
  return { ...judged, ...(lapsed > 0 && { lapsed }), ...(raised > 0 && { raised }) };
}

/**
 * Raises the wishes of the day. Whether one is fulfilled is the gate's answer when its turn comes: telephony's for a call, the sender's
 * for a message.
 *
 * @returns how many
 */
export async function raiseReminders(sql: Sql, now: Date): Promise<number> {
  const { date: today } = tokyoTime(now);
  let raised = 0;
  for (const { subjectId, value } of await selectReminderSettings(sql, today)) {
    const rule = reminderRule(value);
    if (!rule) continue;
    const promises = await selectRemindable(sql, subjectId, today, addDays(today, rule.daysBefore));
    const wishes = promises.flatMap(({ id, personId, promisedOn, madeOn }) => {
      const day = remindOn(promisedOn, madeOn, rule);
      return day === null ? [] : [{ promiseId: id, personId, subjectId, channel: rule.channel, remindOn: day }];
    });
    raised += await insertReminders(sql, wishes, now);
  }
  return raised;
}
