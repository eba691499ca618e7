import { addressSearchKey, kanaSearchKey, nameSearchKey } from '../search-key.ts';
import type { CodeTables, PersonField } from './layout.ts';
import { type PhoneText, readPhone } from './phone-text.ts';
import { fullWidthKana, givenText, plainText } from './plain-text.ts';
import { REASONS } from './reject-reasons.ts';
import type { RowReading } from './row-reading.ts';

export interface PersonRow {
  addresseeNo: string;
  kind: 'individual' | 'corporate';
  nameOfficial: string;
  nameSearch: string;
  nameKana: string;
  kanaSearch: string;
  birthDate: string | null;
  language: string | null;
  deceasedOn: string | null;
  shielded: boolean;
  householdNo: string | null;
  relationship: string | null;
  postalCode: string | null;
  addressLine1: string | null;
  addressLine2: string | null;
  addressSearch: string;
  note: string | null;
  phones: (PhoneText & { position: number; sourceSubjectId: string | null })[];
}

export interface PersonCodes extends Pick<CodeTables, 'personKind' | 'phoneType' | 'notShielded'> {
  /** Name or code of a subject (電話出所) → its id. */
  subjectIds: ReadonlyMap<string, string>;
}

export interface PhoneColumns {
  number: number;
  type: number;
}

/** @throws RowRejected */
export function readPersonRow(
  row: RowReading<PersonField>,
  phones: readonly PhoneColumns[],
  codes: PersonCodes,
): PersonRow {
  const addresseeNo = row.required('addresseeNo', REASONS.addresseeNoMissing);
  const nameOfficial = row.given('name') ?? row.reject(REASONS.nameMissing, 'name');
  const kindText = row.plain('kind');
  const kind = codes.personKind[kindText] ?? row.reject(REASONS.kindInvalid, 'kind');
  const nameKana = fullWidthKana(row.given('kana') ?? '');
  const address1 = row.given('address1');
  const address2 = row.given('address2');
  return {
    addresseeNo,
    kind,
    nameOfficial,
    nameSearch: nameSearchKey(nameOfficial),
    nameKana,
    kanaSearch: kanaSearchKey(nameKana),
    birthDate: row.optionalDate('birthDate', REASONS.birthDateInvalid),
    language: row.plain('language').toLowerCase() || null,
    deceasedOn: row.optionalDate('deceasedOn', REASONS.deceasedOnInvalid),
    // Whatever is not known to mean "no" protects (支援措置 fails closed).
    shielded: !codes.notShielded.includes(row.plain('shield')),
    householdNo: row.plain('householdNo') || null,
    relationship: row.given('relationship'),
    postalCode: row.plain('postalCode') || null,
    addressLine1: address1,
    addressLine2: address2,
    addressSearch: addressSearchKey(`${address1 ?? ''}${address2 ?? ''}`),
    note: row.raw('note').trim() || null,
    phones: readPhones(row, phones, codes),
  };
}

function readPhones(row: RowReading<PersonField>, columns: readonly PhoneColumns[], codes: PersonCodes) {
  const sourceSubjectId = codes.subjectIds.get(plainText(row.raw('phoneSource'))) ?? null;
  const found: PersonRow['phones'] = [];
  for (const [i, { number, type }] of columns.entries()) {
    const value = row.fields[number] ?? '';
    if (value === '') continue;
    const typeText = plainText(row.fields[type] ?? '');
    const knownType = typeText === '' ? undefined : (codes.phoneType[typeText] ?? 'other');
    const phone = readPhone(givenText(value), knownType);
    if (phone) found.push({ ...phone, position: i + 1, sourceSubjectId });
  }
  return found;
}
