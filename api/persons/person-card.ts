import type { PersonCard } from '../../core/contracts/http/records.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { maySee, type SharingScope } from '../../core/rules/sharing.ts';
import { mayShow } from '../../core/rules/shield.ts';
import { selectPhones, selectStops } from '../desk/case-queries.ts';
import { hideDebtFigures } from '../desk/hide-debt-figures.ts';
import type { Caller } from '../http/caller.ts';
import { readTimeline } from '../timeline/read-timeline.ts';
import { ageOn } from './age-on.ts';
import { phoneWords, visiblePreferences, visibleRoles } from './contact-views.ts';
import { maskedPerson } from './masked-person.ts';
import { personFlags } from './person-flags.ts';
import { selectPhoneWords } from './phone-status-queries.ts';
import { type PersonRow, selectPerson, selectUnprovenOnLine, selectViewerSubjects } from './queries.ts';
import { visibleMembers } from './visible-members.ts';

export const personNotFound = () => new DomainError('person/not-found', 404, '対象者が見つかりません。');

/** A fact is visible when work for at least one of the viewer's subjects may use it. */
export const visibleToViewer = (subjects: readonly SharingScope[] | null) => (source: SharingScope | null) =>
  subjects === null || subjects.some((subject) => maySee(subject, source));

/** What the city's files say of seizure or grace came with tax data: work on nothing but private claims sees only what was noted by hand. */
const mayUseStop = (stop: { source: string }, subjects: readonly SharingScope[] | null) =>
  stop.source === 'manual' || subjects === null || subjects.some((subject) => subject.debtClass !== 'private');

/** The call in which the card is looked at, instead of desk work. */
export interface CardCall {
  /** Whose line it is on: what its sharing group may not use is not shown; null = no subject's. */
  line: SharingScope | null;
  /** The person proved who they are in this very call. */
  unlocked: boolean;
}

/**
 * In desk work the account's rights decide, and nobody unproven may be on the viewer's line; in a call the line and its identity check do.
 *
 * @throws DomainError 404 for nobody and for somebody outside the viewer's scope alike
 */
export async function personCard(
  db: Queryable,
  caller: Caller,
  personId: number,
  today: string,
  call: CardCall | null = null,
): Promise<PersonCard> {
  const subjects = await selectViewerSubjects(db, caller);
  const row = await selectPerson(db, personId, subjects?.map((subject) => subject.subjectId) ?? null);
  if (!row) throw personNotFound();
  if (!mayShow(row.shielded, caller)) return maskedCard(row);
  const line = call?.line ?? null;
  const ofViewer = visibleToViewer(subjects);
  const visible = (source: SharingScope | null) => ofViewer(source) && (line === null || maySee(line, source));
  // Noted for every subject alike, or in work whose facts the line may use.
  const noted = (source: SharingScope | null) => (line !== null && source === null) || visible(source);
  const unproven = call ? !call.unlocked : (await selectUnprovenOnLine(db, caller.staffId)).includes(personId);
  const amounts = call ? call.unlocked : caller.permissions.has('view_debt') && !unproven;
  const stops = (await selectStops(db, personId, today)).filter((stop) => mayUseStop(stop, line ? [line] : subjects));
  const phones = (await selectPhones(db, personId)).filter((phone) => visible(phone.source));
  const words = (await selectPhoneWords(db, personId)).filter((word) => visible(word.source));
  return {
    person: {
      id: row.id,
      addresseeNo: row.addressee_no,
      kind: row.kind,
      name: row.name_official,
      kana: row.name_kana,
      birthDate: row.birth_date,
      age: row.kind === 'individual' ? ageOn(row.birth_date, today) : null,
      language: row.language,
      postalCode: row.postal_code,
      address: [row.address_line1, row.address_line2].filter(Boolean).join(' ') || null,
      relationship: row.relationship,
      shielded: row.shielded,
      flags: personFlags(row, stops, { plan: false, withDebtFacts: amounts }),
    },
    masked: false,
    household: await visibleMembers(db, row, caller, today),
    phones: phones.map((phone) => ({
      id: phone.id,
      type: phone.type,
      digits: phone.digits,
      raw: phone.raw,
      usable: phone.usable,
      unusableReason: phone.unusable_reason,
      sourceName: unproven ? null : phone.source_name,
      words: phoneWords(words, phone.id),
    })),
    roles: await visibleRoles(db, personId, noted, today),
    preferences: hidden(await visiblePreferences(db, personId, noted), amounts),
    history: await readTimeline(db, personId, {
      visible,
      debt: amounts,
      // The name of a tax is a debt fact of its own.
      subjectName: (subjectId) => !unproven || (line !== null && subjectId === line.subjectId),
      recordings: caller.permissions.has('list_recordings') && !unproven,
    }),
  };
}

/** What somebody wrote beside a wish may name a sum, like every note. */
const hidden = (wishes: PersonCard['preferences'], amounts: boolean) =>
  amounts ? wishes : wishes.map((wish) => ({ ...wish, note: hideDebtFigures(wish.note) }));

function maskedCard(row: PersonRow): PersonCard {
  return {
    person: maskedPerson(row.id, row.kind),
    masked: true,
    household: [],
    phones: [],
    roles: [],
    preferences: [],
    history: [],
  };
}
