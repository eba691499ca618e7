import type { Clock } from '../../core/platform/clock.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { cityCalendar } from '../../core/rules/calendar.ts';
import { calendarParameters } from '../../core/rules/calendar-parameters.ts';
import type { Party } from '../../core/rules/consolidation.ts';
import { diallingParameters } from '../../core/rules/dialling-parameters.ts';
import type { CampaignFacts, PersonFacts } from '../../core/rules/may-call.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { maySee, type SharingScope } from '../../core/rules/sharing.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { type CampaignRow, type PartyRow, type PersonRow, selectCampaign, selectPersons } from './fact-queries.ts';

export interface DialerDeps {
  clock: Clock;
  /** Name of the Asterisk node this dialer fills. */
  node: string;
}

export interface CampaignAtNow {
  row: CampaignRow;
  facts: CampaignFacts;
}

/** @param agentId null = the dialer itself, looking whether a target may come back */
export async function readCampaign(
  db: Queryable,
  { clock, node }: DialerDeps,
  campaignId: string,
  agentId: string | null,
): Promise<CampaignAtNow | undefined> {
  const now = clock.now();
  const row = await selectCampaign(db, campaignId, agentId, node, tokyoTime(now).date);
  if (!row || (agentId !== null && row.agent === null)) return undefined;
  const facts: CampaignFacts = {
    now,
    channel: 'call',
    campaignId,
    running: row.state === 'running',
    privileged: row.privileged,
    subject: row.subject,
    windows: row.windows,
    calendar: cityCalendar(
      calendarParameters(row.calendar.parameters),
      row.calendar.months,
      row.subject.centreId,
      isNationalHoliday,
    ),
    hold: row.hold,
    ringSec: row.ringTimeoutSec * clock.speed,
    clockSimulated: clock.simulated,
    trunks: row.trunks,
    agent: row.agent ?? { privileged: row.privileged, subjectScope: null, centreScope: null },
    parameters: diallingParameters(row.dialling),
  };
  return { row, facts };
}

/** Facts of each target, in the order asked for. A target's own lease is not "somebody else". */
export async function readPersons(
  db: Queryable,
  targetIds: readonly number[],
  { now, subject }: CampaignFacts,
): Promise<{ targetId: number; personId: number; facts: PersonFacts }[]> {
  const { held, persons } = await selectPersons(db, targetIds, now);
  return persons.map((row) => ({
    targetId: row.targetId,
    personId: row.personId,
    facts: personFacts(row, subject, held.filter(({ targetId }) => targetId !== row.targetId).map(party)),
  }));
}

function party({ personId, householdId, shielded, numbers }: PartyRow): Party {
  return { personId, householdId, shielded, numbers };
}

function personFacts(row: PersonRow, subject: SharingScope, held: readonly Party[]): PersonFacts {
  const numbers = row.phones.filter(({ gone, type }) => !gone && type !== 'work').map(({ digits }) => digits);
  return {
    party: {
      personId: row.personId,
      householdId: row.householdId,
      shielded: row.shielded,
      numbers: numbers.filter((digits) => digits !== null),
    },
    corporate: row.corporate,
    deceased: row.deceased,
    stopFlags: row.stopFlags,
    stopRequested: row.stopRequested,
    items: row.items,
    phones: row.phones.map((phone) => ({
      ...phone,
      // What tax work found out about a number is a fact of tax work (T05).
      history: phone.history
        .filter(({ source }) => maySee(subject, source))
        .map(({ atMs, ...rest }) => ({ ...rest, at: new Date(atMs) })),
    })),
    calls: row.calls.map(({ atMs, ...rest }) => ({ ...rest, at: new Date(atMs) })),
    callbackDue: row.callbackDue,
    held,
  };
}
