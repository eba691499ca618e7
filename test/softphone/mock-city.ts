import type { CallbackBoard } from '../../core/contracts/http/callbacks.ts';
import type { CaseView, DebtView, DeskCampaign } from '../../core/contracts/http/desk.ts';
import type { NumberCheckPage } from '../../core/contracts/http/number-checks.ts';
import { blocksOfBody } from '../../core/rules/script-blocks.ts';

/** Invented people for looking at the desk without the rest of the product. */
const kokuho = { id: '01', name: '国民健康保険料', shortName: '国保', colour: '#c2571a', callerId: '0220001100' };
const siminzei = {
  id: '04',
  name: '市県民税・森林環境税',
  shortName: '市県民税',
  colour: '#2d6cb5',
  callerId: '0220001400',
};
const kyushoku = { id: '09', name: '学校給食費', shortName: '給食費', colour: '#5b8c3e', callerId: '0220001900' };

export const campaigns: DeskCampaign[] = [
  {
    id: '0197a000-0000-7000-8000-000000000001',
    name: '国保 11月 第1回',
    mode: 'preview',
    subject: kokuho,
    training: false,
    waiting: 182,
    done: 64,
    total: 251,
  },
  {
    id: '0197a000-0000-7000-8000-000000000002',
    name: '市県民税 督促後',
    mode: 'progressive',
    subject: siminzei,
    training: false,
    waiting: 96,
    done: 12,
    total: 110,
  },
  {
    id: '0197a000-0000-7000-8000-000000000003',
    name: '給食費 9月分',
    mode: 'preview',
    subject: kyushoku,
    training: false,
    waiting: 31,
    done: 0,
    total: 31,
  },
];

const script = `「みどり野市 納付案内センターの佐藤です。
{name}様ご本人でいらっしゃいますか」

本人でないとき:
「市役所から連絡があったことと、折返し先 022-000-1100 だけをお伝えください」

本人のとき:
「恐れ入りますが、お名前と生年月日、ご住所をお願いいたします」
※ こちらから値を読み上げない`;

interface Person {
  name: string;
  kana: string;
  birthDate: string;
  age: number;
  flags: string[];
}

const people: Person[] = [
  { name: '渡邉\u{E0102}　千尋', kana: 'ワタナベ　チヒロ', birthDate: '1963-08-10', age: 63, flags: ['分納中'] },
  { name: '髙橋　真理', kana: 'タカハシ　マリ', birthDate: '1997-01-27', age: 29, flags: [] },
  { name: '𠮷田　健一', kana: 'ヨシダ　ケンイチ', birthDate: '1958-12-02', age: 67, flags: ['苦情対応中'] },
];

export function caseView(targetId: number, campaign: DeskCampaign): CaseView {
  const person = people[(targetId - 1) % people.length] ?? (people[0] as Person);
  return {
    targetId,
    campaign: { id: campaign.id, name: campaign.name, mode: campaign.mode, ringTimeoutSec: 25 },
    subject: campaign.subject,
    person: {
      id: targetId,
      addresseeNo: `00110${String(targetId).padStart(5, '0')}`,
      kind: 'individual',
      language: null,
      postalCode: '981-3045',
      address: '泉ケ丘4丁目2番17号 メゾン泉203',
      relationship: '世帯主',
      shielded: false,
      ...person,
    },
    household: [
      { id: 901, name: '渡邉\u{E0102}　健一', kana: 'ワタナベ　ケンイチ', age: 66, relationship: '夫' },
      { id: 902, name: '渡邉\u{E0102}　陽菜', kana: 'ワタナベ　ヒナ', age: 31, relationship: '子' },
    ],
    phones: [
      {
        id: 1,
        type: 'mobile',
        digits: '09000000001',
        raw: '090-0000-0001',
        usable: true,
        unusableReason: null,
        preferred: true,
        manualOnlyReason: null,
        lastResult: 'no_answer',
        sourceName: '市税',
        words: [],
      },
      {
        id: 2,
        type: 'home',
        digits: '0220000002',
        raw: '022-000-0002',
        usable: true,
        unusableReason: null,
        preferred: false,
        manualOnlyReason: null,
        lastResult: null,
        sourceName: '市税',
        words: [],
      },
      {
        id: 3,
        type: 'work',
        digits: '0220000310',
        raw: '022-000-0310',
        usable: true,
        unusableReason: null,
        preferred: false,
        manualOnlyReason: '勤務先(手動のみ)',
        lastResult: null,
        sourceName: '市税',
        words: [],
      },
    ],
    before: { stage: '催告 2回目', unpaidPeriods: 4 },
    attempts: 2,
    roles: [
      {
        id: 1,
        role: 'agent',
        name: '渡邉　健一',
        relation: '夫',
        digits: null,
        basis: '委任状 R8.4.1',
        validFrom: '2026-04-01',
        validTo: null,
        inForce: true,
      },
    ],
    preference: { ways: ['slow_speech'], note: '', at: '2026-10-21T04:05:00Z', byName: '高橋' },
    labels: [{ id: 1, colour: 'yellow', text: '夜勤あり' }],
    identityRules: {
      policy: { factors: 2, household: 'never' },
      subject: { corporate: false, deceased: false, shielded: false, roles: ['agent'] },
    },
    history: [
      {
        id: 'h1',
        at: '2026-11-18T05:12:00Z',
        channel: 'sms',
        direction: 'outbound',
        subjectName: '国保',
        whoAnswered: null,
        lineResult: null,
        talkResult: null,
        note: '到達',
        staffName: null,
        recordingId: null,
        what: null,
        facts: null,
        tone: null,
        earlier: [],
      },
      {
        id: 'h2',
        at: '2026-11-12T01:40:00Z',
        channel: 'call',
        direction: 'outbound',
        subjectName: '国保',
        whoAnswered: 'nobody',
        lineResult: 'no_answer',
        talkResult: null,
        note: '',
        staffName: '佐藤',
        recordingId: null,
        what: null,
        facts: null,
        tone: null,
        earlier: [],
      },
      {
        id: 'h3',
        at: '2026-10-21T04:05:00Z',
        channel: 'call',
        direction: 'inbound',
        subjectName: '国保',
        whoAnswered: 'principal',
        lineResult: 'answered_human',
        talkResult: 'promise',
        note: '10/31までに第2期を納付とのこと。納付書は手元にあり',
        staffName: '高橋',
        recordingId: null,
        what: null,
        facts: null,
        tone: null,
        earlier: [],
      },
    ],
    script: {
      name: '国保 1回目',
      language: null,
      body: script.replace('{name}', person.name),
      blocks: blocksOfBody(script.replace('{name}', person.name)),
    },
  };
}

const augustStep = {
  from: '2026-09-01',
  through: '2026-09-30',
  days: 30,
  base: 24_000,
  rate: 280,
  stage: 'first' as const,
  half: false,
};

export const debt: DebtView = {
  asOf: '2026-11-20T00:00:00Z',
  chargesOn: '2026-11-20',
  totalUnpaid: 86_400,
  totals: { principal: 86_400, demandFee: 400, charge: 0, askCity: 1, notAnnounced: 0, all: null },
  suspensions: [],
  items: ['2', '3', '4', '5'].map((periodNo, index) => ({
    id: index + 1,
    subjectId: '01',
    subjectName: '国民健康保険料',
    levyYear: 2026,
    taxableYear: 2026,
    noticeNo: `00012345${index}`,
    periodNo,
    dueDate: `2026-${String(7 + index).padStart(2, '0')}-31`,
    principal: 24_600,
    demandFee: 100,
    charge:
      index === 0
        ? { state: 'ask_city', reason: 'undated_payment' }
        : { state: 'known', yen: 0, fixed: false, steps: [augustStep] },
    fixedCharge: 0,
    collected: index === 0 ? 12_000 : 0,
    paid: 0,
    unpaid: index === 0 ? 12_600 : 24_600,
    disposition: index === 0 ? '分納' : null,
    demandIssuedOn: '2026-10-20',
  })),
};

export const callbacks: CallbackBoard = {
  now: '2026-11-20T01:05:00Z',
  mine: [
    { targetId: 1, at: '2026-11-20T01:00:00Z', ownUntil: '2026-11-20T01:15:00Z', subject: kokuho, state: 'overdue' },
    { targetId: 2, at: '2026-11-20T01:08:00Z', ownUntil: '2026-11-20T01:23:00Z', subject: siminzei, state: 'soon' },
    { targetId: 3, at: '2026-11-20T05:30:00Z', ownUntil: '2026-11-20T05:45:00Z', subject: kokuho, state: 'later' },
  ],
  pool: { due: 2, laterToday: 5 },
};

export const numberChecks: NumberCheckPage = {
  waiting: 3,
  open: (['unallocated', 'no_answer', 'temp_out'] as const).map((guess, index) => ({
    callId: `0197a000-0000-7000-8000-00000000010${index}`,
    at: `2026-11-20T00:${10 + index}:00Z`,
    digits: `0909999000${index}`,
    numberType: 'mobile',
    subject: index === 1 ? siminzei : kokuho,
    guess,
    seconds: 6.4 + index,
  })),
};
