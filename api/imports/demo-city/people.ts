import { COMPANIES, FOREIGN_NAMES, GIVEN_NAMES, SURNAMES, TOWNS } from './names.ts';
import { Random } from './random.ts';

export interface DemoPhone {
  text: string;
  type: 'home' | 'mobile' | 'work';
  usable: boolean;
}

export interface DemoPerson {
  index: number;
  addresseeNo: string;
  kind: 'individual' | 'corporate';
  name: string;
  /** Without variant selectors, for encodings that have none. */
  plainName: string;
  kana: string;
  birthDate: string | null;
  postalCode: string;
  address1: string;
  address2: string;
  householdNo: string | null;
  relationship: string;
  phones: (DemoPhone | null)[];
  phoneSource: string;
  shielded: boolean;
  deceasedOn: string | null;
  language: string;
  note: string;
}

const digits = (value: number, width: number) => String(value).padStart(width, '0');

/** Area codes with the exchanges 000 and 0000, which belong to nobody; each gives 9,000 household numbers. */
const HOME = ['022-000', '03-0000', '06-0000', '011-000', '052-000', '092-000', '045-000', '075-000', '078-000'];
const MOBILE = ['090-0000', '080-0000', '070-0000', '060-0000'];
const UNUSABLE = ['不明', '000', '勤務先 内線12', '090-0000-12', 'なし'];

/** Household after household until there are `count` persons; nothing is kept, so any size fits in memory. */
export function* people(seed: number, count: number, subjectNames: readonly string[]): Generator<DemoPerson> {
  let index = 0;
  for (let household = 1; index < count; household += 1) {
    const random = new Random(seed, 'household', household);
    if (random.chance(0.008)) {
      yield corporation(random, index, subjectNames);
      index += 1;
      continue;
    }
    const size = Math.min(random.pick([1, 1, 1, 2, 2, 2, 3, 4]), count - index);
    const home = sharedHome(random, household);
    for (let member = 0; member < size; member += 1) {
      yield individual(random, index, member, home, subjectNames);
      index += 1;
    }
  }
}

type Home = ReturnType<typeof sharedHome>;

function sharedHome(random: Random, household: number) {
  const town = random.pick(TOWNS);
  const block = `${random.between(1, 6)}丁目${random.between(1, 40)}番${random.between(1, 30)}号`;
  const area = HOME[Math.floor(household / 9_000) % HOME.length] ?? '022-000';
  return {
    householdNo: digits(household, 8),
    surname: random.pick(SURNAMES),
    postalCode: `98${random.between(0, 9)}-${digits(random.between(0, 9999), 4)}`,
    address1: `${town}${block}`,
    address2: random.chance(0.3) ? `${town}マンション${random.between(101, 909)}` : '',
    phone: random.chance(0.55) ? `${area}-${digits(household % 9_000, 4)}` : null,
  };
}

function individual(
  random: Random,
  index: number,
  member: number,
  home: Home,
  subjectNames: readonly string[],
): DemoPerson {
  const foreign = member === 0 && random.chance(0.03) ? random.pick(FOREIGN_NAMES) : null;
  const given = random.pick(GIVEN_NAMES);
  const { surname } = home;
  const year = member < 2 ? random.between(1935, 2000) : random.between(1975, 2006);
  return {
    index,
    addresseeNo: digits(13_000_001 + index, 10),
    kind: 'individual',
    name: foreign?.text ?? `${surname.text}\u3000${given.text}`,
    plainName: foreign?.text ?? `${surname.plain ?? surname.text}\u3000${given.text}`,
    kana: foreign?.kana ?? `${surname.kana}\u3000${given.kana}`,
    birthDate: `${year}-${digits(random.between(1, 12), 2)}-${digits(random.between(1, 28), 2)}`,
    postalCode: home.postalCode,
    address1: home.address1,
    address2: home.address2,
    householdNo: home.householdNo,
    relationship: member === 0 ? '世帯主' : member === 1 ? random.pick(['妻', '夫']) : '子',
    phones: phonesOf(random, index, home),
    phoneSource: random.pick(subjectNames),
    shielded: random.chance(0.005),
    deceasedOn: random.chance(0.01) ? `2026-0${random.between(1, 9)}-${digits(random.between(1, 28), 2)}` : null,
    language: foreign?.language ?? '',
    note: random.chance(0.015) ? '口座振替"停止",再開希望\n家族へ連絡不可' : '',
  };
}

function phonesOf(random: Random, index: number, home: Home): (DemoPhone | null)[] {
  const homePhone: DemoPhone | null = random.chance(0.012)
    ? { text: random.pick(UNUSABLE), type: 'home', usable: false }
    : home.phone === null
      ? null
      : { text: home.phone, type: 'home', usable: true };
  const prefix = MOBILE[index % MOBILE.length] ?? '090-0000';
  const mobile = `${prefix}-${digits(Math.floor(index / MOBILE.length) % 10_000, 4)}`;
  const written = random.pick([
    mobile,
    mobile,
    mobile,
    mobile.replaceAll('-', ''),
    fullWidth(mobile),
    international(mobile),
  ]);
  return [
    homePhone,
    random.chance(0.7) ? { text: written, type: 'mobile', usable: true } : null,
    random.chance(0.08) ? { text: `03-0000-${digits(5_000 + (index % 4_000), 4)}`, type: 'work', usable: true } : null,
  ];
}

const fullWidth = (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).replaceAll('-', '－');
const international = (text: string) => `+81 ${text.slice(1).replaceAll('-', ' ')}`;

function corporation(random: Random, index: number, subjectNames: readonly string[]): DemoPerson {
  const company = random.pick(COMPANIES);
  return {
    index,
    addresseeNo: digits(13_000_001 + index, 10),
    kind: 'corporate',
    name: company.text,
    plainName: company.text,
    kana: company.kana,
    birthDate: null,
    postalCode: `980-${digits(random.between(0, 9999), 4)}`,
    address1: `${random.pick(TOWNS)}${random.between(1, 6)}丁目${random.between(1, 40)}番${random.between(1, 30)}号`,
    address2: '',
    householdNo: null,
    relationship: '',
    phones: [null, null, { text: `022-000-${digits(9_300 + (index % 600), 4)}`, type: 'work', usable: true }],
    phoneSource: random.pick(subjectNames),
    shielded: false,
    deceasedOn: null,
    language: '',
    note: '',
  };
}
