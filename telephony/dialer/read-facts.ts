import type { Clock } from '../../core/platform/clock.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { cityCalendar } from '../../core/rules/calendar.ts';
import { parametersOn } from '../../core/rules/calendar-parameters.ts';
import type { Party } from '../../core/rules/consolidation.ts';
import { diallingParameters } from '../../core/rules/dialling-parameters.ts';
import type { CampaignFacts, PersonFacts } from '../../core/rules/may-call.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { maySee, type SharingScope } from '../../core/rules/sharing.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { type CampaignRow, selectCampaigns, type WhichCampaigns } from './campaign-queries.ts';
import { type PartyRow, type PersonRow, selectPersons } from './fact-queries.ts';

export interface DialerDeps {
  clock: Clock;
  /** Name of the Asterisk node this dialer fills. */
  node: string;
}

export interface CampaignAtNow {
  row: CampaignRow;
  facts: CampaignFacts;
}

/** @param agentId null = the dialer itself: the pool, or looking whether a target may come back */
export async function readCampaigns(
  db: Queryable,
  { clock, node }: DialerDeps,
  which: WhichCampaigns,
  agentId: string | null,
): Promise<CampaignAtNow[]> {
  const now = clock.now();
  const rows = await selectCampaigns(db, which, agentId, node, tokyoTime(now).date);
  return rows
    .filter(({ agent }) => agentId === null || agent !== null)
    .map((row) => ({ row, facts: campaignFacts(row, clock, now) }));
}

export async function readCampaign(
  db: Queryable,
  deps: DialerDeps,
  campaignId: string,
  agentId: string | null,
): Promise<CampaignAtNow | undefined> {
  return (await readCampaigns(db, deps, { ids: [campaignId] }, agentId))[0];
}

function campaignFacts(row: CampaignRow, clock: Clock, now: Date): CampaignFacts {
  return {
    now,
    channel: 'call',
    campaignId: row.campaignId,
    running: row.state === 'running',
    privileged: row.privileged,
    subject: row.subject,
    windows: row.windows,
    calendar: cityCalendar(
      parametersOn(row.calendar.settings),
      row.calendar.months,
      row.subject.centreId,
      isNationalHoliday,
    ),
    hold: row.hold,
    ringSec: row.ringTimeoutSec * clock.speed,
    clockSimulated: clock.simulated,
    trunks: row.trunks,
    agent: row.agent ?? { privileged: row.privileged, subjectScope: null, centreScope: null },
    parameters: diallingParameters(row.dialling, row.subjectDialling),
  };
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
