import type { CaseView, HistoryItem } from '../../core/contracts/http/desk.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { debtStage, newestDemand, unpaidPeriods } from '../../core/rules/debt-stage.ts';
import { maySee, type SharingScope } from '../../core/rules/sharing.ts';
import { mayShow } from '../../core/rules/shield.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Caller } from '../http/caller.ts';
import { ageOn } from '../persons/age-on.ts';
import { maskedPerson } from '../persons/masked-person.ts';
import { personFlags } from '../persons/person-flags.ts';
import { visibleMembers } from '../persons/visible-members.ts';
import type { CitySettings } from '../settings/read-settings.ts';
import { casePhones } from './case-phones.ts';
import { type CaseRow, selectCase, selectHistory, selectStops } from './case-queries.ts';
import { caseScript } from './case-script.ts';
import { type ArrearsRow, selectAmountsAsOf, selectOpenArrears } from './debt-queries.ts';
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
  const unlocked = debtUnlocked(work, settings.preIdentityDisplay);
  const items = (await selectOpenArrears(db, row.person_id)).filter((item) => maySee(viewer, item.source));
  const stops = (await selectStops(db, row.person_id, today)).filter(
    (stop) => viewer.debtClass !== 'private' || stop.source === 'manual',
  );
  const before = beforeCall(work, settings, row, items, today, unlocked);
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
    history: await history(db, row.person_id, viewer, {
      unlocked,
      recordings: caller.permissions.has('play_recordings'),
    }),
    script: caseScript(row, caller, settings.city, unlocked ? items : null, (await selectAmountsAsOf(db)) ?? today),
  };
}

const addressOf = (row: CaseRow) => [row.address_line1, row.address_line2].filter(Boolean).join(' ') || null;

function maskedCase(row: CaseRow): Pick<CaseView, 'person' | 'household' | 'phones' | 'before' | 'history' | 'script'> {
  return {
    person: maskedPerson(row.person_id, row.kind),
    household: [],
    phones: [],
    before: null,
    history: [],
    script: null,
  };
}

/**
 * Stage and number of periods are what the city lets an agent know *before* the call. Once somebody has answered they are debt like
 * the rest and go only past the check.
 */
function beforeCall(
  work: OwnWorkRow,
  settings: CitySettings,
  row: CaseRow,
  items: readonly ArrearsRow[],
  today: string,
  unlocked: boolean,
): CaseView['before'] {
  if (settings.preIdentityDisplay === 'nothing' && !unlocked) return null;
  if (work.answered && !unlocked) return null;
  return {
    stage: debtStage({ attempts: row.attempts, demandIssuedOn: newestDemand(items) }),
    unpaidPeriods: unpaidPeriods(items, today),
  };
}

async function history(
  db: Queryable,
  personId: number,
  viewer: SharingScope,
  options: { unlocked: boolean; recordings: boolean },
): Promise<HistoryItem[]> {
  const rows = (await selectHistory(db, personId)).filter((row) => maySee(viewer, row.source));
  return rows.slice(0, 50).map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    channel: row.channel,
    direction: row.direction,
    // Another subject's name is a debt fact of its own.
    subjectName: options.unlocked || row.subject_id === viewer.subjectId ? row.subject_name : null,
    whoAnswered: row.who_answered,
    lineResult: row.line_result,
    talkResult: row.talk_result,
    note: options.unlocked ? row.note : hideDebtFigures(row.note),
    staffName: row.staff_name,
    recordingId: options.recordings ? row.recording_id : null,
  }));
}
