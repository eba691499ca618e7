import type { CaseView } from '../../core/contracts/http/desk.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { debtStage, newestDemand, unpaidPeriods } from '../../core/rules/debt-stage.ts';
import { inScope } from '../../core/rules/permissions.ts';
import { maySee, type SharingScope } from '../../core/rules/sharing.ts';
import { mayShow } from '../../core/rules/shield.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Caller } from '../http/caller.ts';
import { identityRules } from '../identity/identity-rules.ts';
import { ageOn } from '../persons/age-on.ts';
import { visiblePreferences, visibleRoles } from '../persons/contact-views.ts';
import { livingLabels } from '../persons/living-labels.ts';
import { maskedPerson } from '../persons/masked-person.ts';
import { personFlags } from '../persons/person-flags.ts';
import { visibleMembers } from '../persons/visible-members.ts';
import type { CitySettings } from '../settings/read-settings.ts';
import { readTimeline } from '../timeline/read-timeline.ts';
import { casePhones } from './case-phones.ts';
import { type CaseRow, selectCase, selectStops } from './case-queries.ts';
import { caseScript } from './case-script.ts';
import { selectAmountsAsOf, selectOpenArrears } from './debt-queries.ts';
import { hideDebtFigures } from './hide-debt-figures.ts';
import { debtUnlocked } from './own-work.ts';
import type { OwnWorkRow } from './own-work-queries.ts';

/** @throws DomainError 403 `case/not-yours` when the target vanished meanwhile */
export async function caseView(
  db: Queryable,
  caller: Caller,
  work: OwnWorkRow,
  settings: CitySettings,
  now: Date,
): Promise<CaseView> {
  const row = await selectCase(db, work.target_id);
  if (!row) throw new DomainError('case/not-yours', 403, 'この対象者は現在あなたの担当ではありません。');
  const today = tokyoTime(now).date;
  const frame = {
    targetId: row.target_id,
    campaign: { id: row.campaign_id, name: row.campaign_name, mode: row.mode, ringTimeoutSec: row.ring_timeout_sec },
    subject: {
      id: row.subject_id,
      name: row.subject_name,
      shortName: row.short_name,
      colour: row.colour,
      callerId: row.caller_id,
    },
    attempts: row.attempts,
  };
  if (!mayShow(row.shielded, caller)) return { ...frame, ...maskedCase(row) };

  const viewer = { subjectId: row.subject_id, debtClass: row.debt_class, sharingGroup: row.sharing_group };
  // A call that was passed on to another line opens nothing its new agent had no right to.
  const mine = inScope(caller, { id: row.subject_id, centreId: row.centre_id });
  const unlocked = mine && debtUnlocked(work, settings.preIdentityDisplay);
  const items = (await selectOpenArrears(db, row.person_id)).filter((item) => maySee(viewer, item.source));
  const stops = (await selectStops(db, row.person_id, today)).filter(
    (stop) => viewer.debtClass !== 'private' || stop.source === 'manual',
  );
  const stage = debtStage({ attempts: row.attempts, demandIssuedOn: newestDemand(items) });
  const before =
    mine && mayShowBefore(work, settings, unlocked) ? { stage, unpaidPeriods: unpaidPeriods(items, today) } : null;
  // Noted for every subject alike, or in work whose facts this subject may use.
  const visible = (source: SharingScope | null) => source === null || maySee(viewer, source);
  const [preference = null] = await visiblePreferences(db, row.person_id, visible);
  const subject = {
    id: row.person_id,
    kind: row.kind,
    deceased: row.deceased_on !== null,
    shielded: row.shielded,
  };
  return {
    ...frame,
    person: {
      id: row.person_id,
      addresseeNo: row.addressee_no,
      kind: row.kind,
      name: row.name_official,
      kana: row.name_kana,
      birthDate: row.birth_date,
      age: row.kind === 'individual' ? ageOn(row.birth_date, today) : null,
      language: row.language,
      postalCode: row.postal_code,
      address: addressOf(row),
      relationship: row.relationship,
      shielded: row.shielded,
      flags: personFlags(row, stops, {
        // An installment plan is a debt fact: shown when stage and number of periods are.
        plan: before !== null && items.some((item) => item.disposition?.includes('分納')),
        withDebtFacts: unlocked,
      }),
    },
    household: await visibleMembers(db, { ...row, id: row.person_id }, caller, today),
    phones: await casePhones(db, row, settings.dialling, now),
    before,
    roles: (await visibleRoles(db, row.person_id, visible, today)).filter(({ inForce }) => inForce),
    preference: preference && (unlocked ? preference : { ...preference, note: hideDebtFigures(preference.note) }),
    labels: await livingLabels(db, row.person_id, { visible: (source) => maySee(viewer, source), today, unlocked }),
    identityRules: await identityRules(db, subject, viewer, today),
    history: await readTimeline(db, row.person_id, {
      visible: (source) => maySee(viewer, source),
      debt: unlocked,
      subjectName: (subjectId) => unlocked || subjectId === viewer.subjectId,
      recordings: caller.permissions.has('play_recordings'),
    }),
    script: await caseScript(db, row, {
      caller,
      city: settings.city,
      stage,
      inbound: work.direction === 'inbound',
      items: unlocked ? items : null,
      asOf: (await selectAmountsAsOf(db)) ?? today,
      today,
    }),
  };
}

const addressOf = (row: CaseRow) => [row.address_line1, row.address_line2].filter(Boolean).join(' ') || null;

function maskedCase(row: CaseRow): Omit<CaseView, 'targetId' | 'campaign' | 'subject' | 'attempts'> {
  return {
    person: maskedPerson(row.person_id, row.kind),
    household: [],
    phones: [],
    before: null,
    roles: [],
    preference: null,
    labels: [],
    identityRules: null,
    history: [],
    script: null,
  };
}

/**
 * Stage and number of periods are what the city lets an agent know *before* the call. Once somebody has answered they are debt like
 * the rest and go only past the check.
 */
function mayShowBefore(work: OwnWorkRow, settings: CitySettings, unlocked: boolean): boolean {
  if (unlocked) return true;
  return settings.preIdentityDisplay !== 'nothing' && !work.answered;
}
