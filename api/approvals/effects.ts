import { calendarEffect } from '../calendar/calendar-effect.ts';
import { predictiveEffect } from '../campaigns/predictive-effect.ts';
import { doNotCallEffect, instalmentEffect } from '../hand-overs/effects.ts';
import { callListEffect } from '../lists/list-effect.ts';
import { promiseReminderEffect } from '../promises/reminder-effect.ts';
import { smsListEffect, smsTemplateEffect } from '../sms/sms-effects.ts';
import type { ApprovalEffect } from './approval.ts';

/** What each kind of decision does. A feature that asks for decisions exports its effect and stands in this list. */
export function approvalEffects(): readonly ApprovalEffect[] {
  return [
    calendarEffect,
    callListEffect,
    predictiveEffect,
    promiseReminderEffect,
    smsTemplateEffect,
    smsListEffect,
    instalmentEffect,
    doNotCallEffect,
  ];
}
