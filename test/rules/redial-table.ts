import type { OpenHours } from '../../core/rules/band-opening.ts';
import type { CallingBand } from '../../core/rules/calling-band.ts';
import { DEFAULT_DIALLING } from '../../core/rules/dialling-parameters.ts';
import { type NextStep, nextStep, type RedialInput } from '../../core/rules/redial.ts';
import { DEFAULT_STOP_POLICY, REACH_CHANNELS } from '../../core/rules/stop-policy.ts';
import { openCalendar } from './open-calendar.ts';

/** Tuesday, 24 November 2026, 10:00: the first call of a case, evenings and Saturdays open. */
const NOW = new Date('2026-11-24T10:00:00+09:00');
const HOURS: OpenHours = {
  windows: [
    { dayKind: 'weekday', opens: '08:30', closes: '20:00', validFrom: '0001-01-01' },
    { dayKind: 'saturday', opens: '09:00', closes: '17:00', validFrom: '0001-01-01' },
  ],
  calendar: openCalendar(),
};
const FIRST: RedialInput = {
  now: NOW,
  lineResult: 'no_answer',
  dialled: true,
  whoAnswered: null,
  talkResult: null,
  callbackAt: null,
  agentId: 'a',
  busyInRow: 0,
  ringsInBand: 1,
  triedBands: ['weekday_day'],
  hasMobile: true,
};
const human = (talkResult: RedialInput['talkResult']): Partial<RedialInput> => ({
  lineResult: 'answered_human',
  whoAnswered: 'principal',
  talkResult,
});
const ALL_BANDS: CallingBand[] = ['weekday_day', 'evening', 'weekend'];

const CASES: [string, Partial<RedialInput>][] = [
  ['話中 `busy`, 1st to 3rd', { lineResult: 'busy', busyInRow: 1 }],
  ['話中 `busy`, 4th', { lineResult: 'busy', busyInRow: 4 }],
  ['不在 `no_answer`', {}],
  ['留守番電話 `answered_machine`', { lineResult: 'answered_machine' }],
  ['着信拒否 `rejected`', { lineResult: 'rejected' }],
  ['欠番 `unallocated`', { lineResult: 'unallocated' }],
  ['停止 `temp_out`', { lineResult: 'temp_out' }],
  ['圏外・電源断 `unreachable`', { lineResult: 'unreachable' }],
  ['FAX `fax`', { lineResult: 'fax' }],
  ['回線障害 `trunk_error`', { lineResult: 'trunk_error' }],
  ['発信取消 `cancelled` (cut, or by the agent)', { lineResult: 'cancelled', triedBands: [] }],
  [
    'over before the dial (leg lost, controller restarted)',
    { lineResult: 'cancelled', dialled: false, triedBands: [] },
  ],
  ['放棄 `abandoned`', { lineResult: 'abandoned' }],
  ['three bands in vain, a mobile number', { triedBands: ALL_BANDS }],
  ['three bands in vain, none', { triedBands: ALL_BANDS, hasMobile: false }],
  ['他人 (wrong person)', { lineResult: 'answered_human', whoAnswered: 'wrong_person' }],
  ['折返し希望 at 15:30', { ...human('callback'), callbackAt: new Date('2026-11-24T15:30:00+09:00') }],
  ['折返し希望 without a time', human('callback')],
  ['伝言 `message_left`', human('message_left')],
  ['通話拒否 `hung_up`', human('hung_up')],
  ['本人確認不成立 `id_failed`', human('id_failed')],
  ['納付済の申出 `claims_paid`', human('claims_paid')],
  ['納付約束 `promise`', human('promise')],
  ['再発行 `reissue`', human('reissue')],
  ['口座振替 `direct_debit`', human('direct_debit')],
  ['分納・猶予 `needs_city`', human('needs_city')],
  ['納付困難 `hardship`', human('hardship')],
  ['納付拒否 `refuses`', human('refuses')],
  ['内容不服 `disputes`', human('disputes')],
  ['苦情 `complaint`', human('complaint')],
  ['架電禁止申出 `do_not_call`', human('do_not_call')],
  ['死亡・転居等 `status_change`', human('status_change')],
];

function when({ nextAt, band, channel, owner }: NextStep): string {
  if (nextAt === null) return channel === 'hand_over' ? 'done; 引継' : 'done';
  if (channel !== 'call') return `waits for ${channel}`;
  const minutes = (nextAt.getTime() - NOW.getTime()) / 60_000;
  if (owner) return `at the time, for ${(owner.until.getTime() - nextAt.getTime()) / 60_000} min by the same agent`;
  if (band === null && minutes <= 240) return minutes < 1 ? `${minutes * 60} s` : `${minutes} min`;
  const days =
    Math.floor((nextAt.getTime() + 9 * 3_600_000) / 86_400_000) -
    Math.floor((NOW.getTime() + 9 * 3_600_000) / 86_400_000);
  const clock = new Date(nextAt.getTime() + 9 * 3_600_000).toISOString().slice(11, 16);
  const day = days === 0 ? 'same day' : days === 1 ? 'next day' : `in ${days} days`;
  return band === null ? `${day}, ${clock}` : `${day}, ${clock} (${band})`;
}

/** The redial engine as it decides, with the defaults. */
export function redialTable(): string {
  const rows = CASES.map(([name, changes]) => {
    const step = nextStep({ ...FIRST, ...changes }, DEFAULT_DIALLING, HOURS);
    const number = step.state === 'done' || step.channel !== 'call' ? '—' : step.number;
    const mode = step.mode === 'preview' ? 'preview' : '';
    return `| ${name} | ${when(step)} | ${number} | ${mode} | ${step.countsAsAttempt ? 'yes' : 'no'} |`;
  });
  return ['| result | next try | number | mode | attempt |', '|---|---|---|---|---|', ...rows].join('\n');
}

export function parameterTable(): string {
  const rows = Object.entries(DEFAULT_DIALLING).map(([name, value]) => `| \`${name}\` | ${value} |`);
  return ['| parameter | default |', '|---|---|', ...rows].join('\n');
}

export function stopTable(): string {
  const { flags, dispositions } = DEFAULT_STOP_POLICY;
  const row = (name: string, channels: readonly string[]) =>
    `| ${name} | ${REACH_CHANNELS.map((channel) => (channels.includes(channel) ? 'stops' : '')).join(' | ')} |`;
  return [
    `| flag or word | ${REACH_CHANNELS.join(' | ')} |`,
    `|---|${REACH_CHANNELS.map(() => '---|').join('')}`,
    ...Object.entries(flags).map(([kind, channels]) => row(`\`${kind}\``, channels)),
    ...dispositions.map(({ word, channels }) => row(`処分区分 …${word}…`, channels)),
  ].join('\n');
}
