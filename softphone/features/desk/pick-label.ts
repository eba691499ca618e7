import { reasonName } from '../../../core/rules/hand-over.ts';
import { CAUSE_NAMES } from '../../../core/rules/inbound/propose-cause.ts';
import type { Choice } from '../../../core/rules/result-entry/choices.ts';
import type { Pick } from '../../../core/rules/result-entry/pick.ts';
import { dayWithWeekday } from '../../ui/format.ts';
import { lineResultLabel, strings, talkResultLabel, whoAnsweredLabel } from '../../ui/strings.ts';

const text = strings.desk.result;

/** What stands on the button of a key. */
export function pickLabel({ pick, name }: { pick: Pick; name?: Choice['name'] }): string {
  switch (pick.type) {
    case 'who':
      return whoAnsweredLabel[pick.who];
    case 'line':
      return lineResultLabel[pick.line];
    case 'cut':
      return text.cut;
    case 'talk':
      return talkResultLabel[pick.talk];
    case 'promise_day':
    case 'paid_day':
    case 'wish_from':
      return `${name ? `${text.day[name]} ` : ''}${dayWithWeekday(pick.on)}`;
    case 'callback_at':
      return name ? text.day[name] : timeLabel(pick.at);
    case 'promise_method':
      return strings.promises.method[pick.method];
    case 'paid_where':
      return text.where[pick.where];
    case 'reason':
      return reasonName(pick.reason);
    case 'wishes':
      return text.wishes;
    case 'wish_times':
      return text.times(pick.times);
    case 'number':
      return text.phoneStatus[pick.status];
    case 'label':
      return pick.label.text;
    case 'inbound_class':
      return text.inboundClass[pick.inboundClass];
    case 'cause':
      return text.causeKey(CAUSE_NAMES[pick.cause]);
    case 'reissue':
      return text.withReissue;
    case 'field':
      return fieldLabel(pick);
  }
}

/** `2026-11-20T18:00` → 11/20(金) 18:00 */
export const timeLabel = (at: string): string => `${dayWithWeekday(at.slice(0, 10))} ${at.slice(11)}`;

function fieldLabel({ name }: Extract<Pick, { type: 'field' }>): string {
  if (name === 'callback_at') return text.typeTime;
  return name === 'label' ? text.typeLabel : text.typeDate;
}
