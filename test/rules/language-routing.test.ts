import { expect } from 'chai';
import { type CalendarMonth, cityCalendar } from '../../core/rules/calendar.ts';
import { DEFAULT_CALENDAR } from '../../core/rules/calendar-parameters.ts';
import type { CampaignFacts, PersonFacts } from '../../core/rules/call-facts.ts';
import { DEFAULT_DIALLING } from '../../core/rules/dialling-parameters.ts';
import { interpretersFirst, judgeLanguage, languageReason, speaks } from '../../core/rules/language-routing.ts';

const months: CalendarMonth[] = [
  {
    centreId: null,
    month: '2026-11-01',
    version: 1,
    days: [
      { date: '2026-11-26', kind: 'open', interpreters: ['ne'] },
      { date: '2026-11-29', kind: 'closed', interpreters: ['vi'] },
    ],
  },
];
const calendar = cityCalendar(
  () => DEFAULT_CALENDAR,
  months,
  null,
  () => false,
);
const windows = [{ dayKind: 'weekday' as const, opens: '09:00', closes: '17:00', validFrom: '2026-01-01' }];

const facts = (change: Partial<CampaignFacts> = {}): CampaignFacts =>
  ({
    now: new Date('2026-11-24T10:00:00+09:00'),
    channel: 'call',
    calendar,
    windows,
    parameters: DEFAULT_DIALLING,
    languages: { agent: ['en'], onDuty: [] },
    ...change,
  }) as unknown as CampaignFacts;
const person = (language: string | null, callbackDue = false) => ({ language, callbackDue }) as unknown as PersonFacts;

describe('language routing', () => {
  it('asks nothing of who speaks Japanese', () => {
    for (const language of [null, '', 'ja']) {
      expect(judgeLanguage(facts(), person(language))).to.equal(null);
      expect(languageReason(facts(), person(language))).to.equal(null);
    }
  });

  it('refuses on any other day and seat, says when, and looks again within the hour: a shift may begin', () => {
    const refusal = judgeLanguage(facts(), person('ne'));
    expect(refusal).to.include({ code: 'language', effect: 'later', rule: 'speakerOrInterpreterDay', value: 'ne' });
    expect(refusal?.message).to.include('ネパール語').and.include('11月26日');
    expect(refusal?.again?.toISOString()).to.equal('2026-11-24T02:00:00.000Z');
  });

  it('lets a seat that speaks it, an interpreter’s day and a wished callback through, each with its reason', () => {
    const seat = facts({ languages: { agent: ['ne'], onDuty: ['ne'] } });
    const day = facts({ now: new Date('2026-11-26T10:00:00+09:00'), languages: { agent: null, onDuty: [] } });
    for (const [given, who, value] of [
      [seat, person('ne'), 'ne seat'],
      [day, person('ne'), 'ne interpreter_day'],
      [facts(), person('ne', true), 'ne callback'],
    ] as const) {
      expect(judgeLanguage(given, who)).to.equal(null);
      expect(languageReason(given, who)).to.include({ rule: 'speakerOrInterpreterDay', value });
    }
  });

  it('comes back in minutes while a speaker is on duty, and the pool alone never promises one', () => {
    const pool = facts({ languages: { agent: null, onDuty: ['ne'] } });
    expect(judgeLanguage(pool, person('ne'))?.again?.toISOString()).to.equal('2026-11-24T01:05:00.000Z');
  });

  it('knows no interpreter on a closed day', () => {
    expect(calendar.interpretersOn?.('2026-11-29')).to.deep.equal([]);
    const sunday = facts({ now: new Date('2026-11-29T10:00:00+09:00') });
    expect(judgeLanguage(sunday, person('vi'))?.message).not.to.include('次の通訳の日');
  });

  it('is the city’s to turn off; messages and practice are not asked', () => {
    const off = facts({ parameters: { ...DEFAULT_DIALLING, speakerOrInterpreterDay: false } });
    for (const given of [off, facts({ channel: 'sms' }), facts({ training: true })])
      expect(judgeLanguage(given, person('ne'))).to.equal(null);
  });

  it('puts interpreters of the language first', () => {
    const list = [
      { kind: 'city', language: null, id: 1 },
      { kind: 'interpreter', language: 'vi', id: 2 },
      { kind: 'interpreter', language: 'ne', id: 3 },
    ];
    expect(interpretersFirst(list, 'ne').map(({ id }) => id)).to.deep.equal([3, 2, 1]);
    expect(interpretersFirst(list, null).map(({ id }) => id)).to.deep.equal([1, 2, 3]);
    expect(speaks(['vi'], 'vi') && speaks([], 'ja') && !speaks([], 'ne')).to.equal(true);
  });
});
