/**
 * What a layout says (docs/layouts.md). One city hands over person, arrears and payment files; everything that another
 * city does differently is a value here, so that a new city needs a new file and no new code.
 */
export type Encoding = 'cp932' | 'utf-8' | 'utf-16-le' | 'utf-16-be' | 'euc-jp';
export type FileKind = 'person' | 'arrears' | 'payment';
export type DateStyle = 'era_long' | 'era_short' | 'era_code' | 'iso' | 'slash' | 'compact';

/** A column: its name in the header, or its number counted from 1 where there is no header. */
export type ColumnRef = string | number;

export type PersonField =
  | 'addresseeNo'
  | 'kind'
  | 'name'
  | 'kana'
  | 'birthDate'
  | 'postalCode'
  | 'address1'
  | 'address2'
  | 'householdNo'
  | 'relationship'
  | 'phoneSource'
  | 'shield'
  | 'deceasedOn'
  | 'language'
  | 'note';

export type ArrearsField =
  | 'addresseeNo'
  | 'subject'
  | 'levyYear'
  | 'taxableYear'
  | 'noticeNo'
  | 'periodNo'
  | 'dueDate'
  | 'principal'
  | 'demandFee'
  | 'interestFixed'
  | 'collected'
  | 'demandIssuedOn'
  | 'disposition'
  | 'directDebit';

export type PaymentField =
  | 'subject'
  | 'levyYear'
  | 'noticeNo'
  | 'periodNo'
  | 'receiptDate'
  | 'entryDate'
  | 'amount'
  | 'demandFee'
  | 'interest'
  | 'channel'
  | 'stage'
  | 'cancel';

export interface FileLayout<F extends string> {
  /** File name; `*` for anything, `{subject}` for the subject's code where every subject has its own file. */
  file: string;
  columns: Partial<Record<F, ColumnRef>>;
  /** Overrides the layout's own values for this file. */
  encoding?: Encoding | undefined;
}

export interface PersonFileLayout extends FileLayout<PersonField> {
  phones: { number: ColumnRef; type: ColumnRef }[];
}

export interface ArrearsFileLayout extends FileLayout<ArrearsField> {
  /** `full`: an item that is missing is no longer owed. `difference`: it stays as it was. */
  scope: 'full' | 'difference';
}

export interface CodeTables {
  personKind: Record<string, 'individual' | 'corporate'>;
  phoneType: Record<string, 'home' | 'mobile' | 'work' | 'other'>;
  /** Marks that mean *not* shielded (支援措置); every other mark shields. */
  notShielded: string[];
  /** 速報 → true, 確報 → false. */
  preliminary: Record<string, boolean>;
  cancel: Record<string, boolean>;
  directDebit: Record<string, boolean>;
  /** Other codes that files use for a subject, by code. */
  subjectAliases: Record<string, string>;
}

export interface Layout {
  name: string;
  profile: string;
  encoding: Encoding;
  separator: string;
  quote: string;
  header: boolean;
  lineEnd: 'auto' | 'cr';
  dates: DateStyle[];
  /** A date after the end of its era (平成31年5月1日) is an error, unless the city's programs go on counting. */
  strictEra: boolean;
  files: { person?: PersonFileLayout; arrears?: ArrearsFileLayout; payment?: FileLayout<PaymentField> };
  codes: CodeTables;
  /** The city's own code points (外字): `F040` or `E000` → what to write instead. What is not listed stays as it came. */
  gaiji: { table: Record<string, string>; unlisted: 'keep' | 'reject' };
  subjects: { id: string; name: string }[];
}
