import { calendarStrings } from './strings/calendar.ts';
import { callSettingStrings } from './strings/call-settings.ts';
import { callbackStrings } from './strings/callbacks.ts';
import { campaignStrings } from './strings/campaigns.ts';
import { caseStrings } from './strings/case.ts';
import { coverageStrings } from './strings/coverage.ts';
import { deskStrings } from './strings/desk.ts';
import { goalStrings } from './strings/goals.ts';
import { handOverStrings } from './strings/hand-overs.ts';
import { inboxStrings } from './strings/inbox.ts';
import { listStrings } from './strings/lists.ts';
import { numberCheckStrings } from './strings/number-checks.ts';
import { othersStrings } from './strings/others.ts';
import { pageStrings } from './strings/pages.ts';
import { personStrings } from './strings/person.ts';
import { promiseStrings } from './strings/promises.ts';
import { settingStrings } from './strings/settings.ts';
import { smsStrings } from './strings/sms.ts';
import { todayStrings } from './strings/today.ts';
import { trainingStrings } from './strings/training.ts';
import { workStrings } from './strings/work.ts';

export * from './strings/labels.ts';

/** Every sentence that people see, in one language; a second language is a second copy of these files. */
export const strings = {
  calendar: calendarStrings,
  ...pageStrings,
  ...workStrings,
  callbacks: callbackStrings,
  desk: deskStrings,
  others: othersStrings,
  callSettings: callSettingStrings,
  numberChecks: numberCheckStrings,
  handOvers: handOverStrings,
  inbox: inboxStrings,
  campaigns: campaignStrings,
  scripts: caseStrings.scripts,
  coverage: coverageStrings,
  goals: goalStrings,
  lists: listStrings,
  settings: settingStrings,
  person: personStrings,
  promises: promiseStrings,
  today: todayStrings,
  training: trainingStrings,
  sms: smsStrings,
};
