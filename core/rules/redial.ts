import { type BandOpening, nextBand, type OpenHours, sameBandOpenAt } from './band-opening.ts';
import { CALLING_BAND_NAMES, type CallingBand } from './calling-band.ts';
import type { DiallingParameters } from './dialling-parameters.ts';
import { stopsByTalk } from './stop-policy.ts';
import { addDays, tokyoInstant, tokyoTime } from './tokyo-time.ts';
import type { LineResult, TalkResult, WhoAnswered } from './vocabulary.ts';

export interface RedialInput {
  now: Date;
  lineResult: LineResult;
  /** False: it was over before any telephone could ring. */
  dialled: boolean;
  /** Null when no agent saved a result. */
  whoAnswered: WhoAnswered | null;
  talkResult: TalkResult | null;
  callbackAt: Date | null;
  /** Who promised the callback. */
  agentId: string | null;
  /** This call included. */
  busyInRow: number;
  /** Calls that rang in this band today, this one included. */
  ringsInBand: number;
  /** Bands in which this case was rung in full, this call included when it was. */
  triedBands: readonly CallingBand[];
  /** Some number of the person takes short messages. */
  hasMobile: boolean;
}

export type NextChannel = 'call' | 'sms' | 'letter' | 'hand_over';

export interface NextStep {
  state: 'waiting' | 'done';
  /** Not before; null when done. The gate still asks window and caps then. */
  nextAt: Date | null;
  /** `same` number again, the `next` one (this one is no use), or `any`: the order of the numbers decides. */
  number: 'same' | 'next' | 'any';
  /** The band it waits for; null = whichever comes. */
  band: CallingBand | null;
  channel: NextChannel;
  /** The callback's agent; everybody's after `until`. */
  owner: { agentId: string; until: Date } | null;
  /** `preview`: a person looks before the next dial, whatever the campaign does. */
  mode: 'preview' | null;
  /** False: the line's fault; the attempt is taken back. */
  countsAsAttempt: boolean;
  code: string;
  /** Japanese: why it waits or is done. */
  reason: string;
  /** The parameters and facts that decided, for *Why?*. */
  rule: Readonly<Record<string, string | number>>;
}

type Rule = Readonly<Record<string, string | number>>;

const minutesLater = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000);
const daysLater = (now: Date, days: number) => tokyoInstant(addDays(tokyoTime(now).date, days), 8 * 60);

const PLAIN = { number: 'any', band: null, channel: 'call', owner: null, mode: null, countsAsAttempt: true } as const;
const wait = (code: string, reason: string, nextAt: Date, rule: Rule, more: Partial<NextStep> = {}): NextStep => ({
  ...PLAIN,
  state: 'waiting',
  nextAt,
  code,
  reason,
  rule,
  ...more,
});
const done = (code: string, reason: string, more: Partial<NextStep> = {}): NextStep => ({
  ...PLAIN,
  state: 'done',
  nextAt: null,
  code,
  reason,
  rule: { talk: code },
  ...more,
});

/** What happens to the target after a call: line result × who answered × talk result. */
export function nextStep(input: RedialInput, parameters: DiallingParameters, hours: OpenHours): NextStep {
  const { now, whoAnswered, talkResult, callbackAt, agentId } = input;
  if (callbackAt !== null && !stopsByTalk(talkResult)) {
    const until = minutesLater(callbackAt, parameters.callbackOwnerMin);
    return wait(
      'callback',
      '折返し希望の日時まで待ちます。',
      callbackAt,
      { callbackOwnerMin: parameters.callbackOwnerMin },
      {
        owner: agentId === null ? null : { agentId, until },
        mode: 'preview',
      },
    );
  }
  if (whoAnswered === 'wrong_person') return nextNumber('wrong_person', '他人の番号でした。', now, parameters);
  return talkResult === null ? afterLine(input, parameters, hours) : afterTalk(input, talkResult, parameters, hours);
}

function afterTalk(input: RedialInput, talk: TalkResult, parameters: DiallingParameters, hours: OpenHours): NextStep {
  const { now } = input;
  switch (talk) {
    case 'promise':
      return done('promise', '納付約束がありました。');
    case 'claims_paid': {
      const { claimsPaidDays } = parameters;
      return wait(talk, '納付済みの申出。入金を確認します。', daysLater(now, claimsPaidDays), { claimsPaidDays });
    }
    case 'reissue':
      return done('reissue', '納付書の再発行を案内しました。');
    case 'direct_debit':
      return done('direct_debit', '口座振替の希望がありました。');
    case 'needs_city':
    case 'hardship':
    case 'refuses':
    case 'disputes':
      return done(talk, '市に引き継ぎます。', { channel: 'hand_over' });
    case 'complaint':
    case 'do_not_call':
    case 'status_change':
      return done(talk, '市の判断があるまで架電しません。', { channel: 'hand_over' });
    case 'callback':
      return tomorrow('callback_open', '折返し希望（日時の指定なし）。', input, hours);
    case 'message_left':
      return tomorrow(talk, '伝言をお願いしました。', input, hours);
    case 'hung_up':
      return tomorrow(talk, '途中で切られました。', input, hours);
    case 'id_failed':
      return tomorrow(talk, '本人確認ができませんでした。', input, hours);
  }
}

function afterLine(input: RedialInput, parameters: DiallingParameters, hours: OpenHours): NextStep {
  const { now, lineResult } = input;
  switch (lineResult) {
    case 'busy':
      return afterBusy(input, parameters);
    case 'no_answer':
      return otherChannel(input, parameters) ?? afterNoAnswer(input, parameters, hours);
    case 'answered_machine':
      return otherChannel(input, parameters) ?? tomorrow('machine', '留守番電話でした。', input, hours);
    case 'rejected':
      return nextNumber(lineResult, '着信拒否されました。', now, parameters);
    case 'unallocated':
      return nextNumber(lineResult, '使われていない番号でした。', now, parameters);
    case 'fax':
      return nextNumber(lineResult, 'FAXの番号でした。', now, parameters);
    case 'temp_out':
      return nextNumber(lineResult, '一時的に使われていない番号でした。', now, parameters);
    case 'unreachable': {
      const { unreachableRetryMin } = parameters;
      const again = minutesLater(now, unreachableRetryMin);
      return wait(lineResult, '圏外または電源が入っていません。', again, { unreachableRetryMin });
    }
    case 'trunk_error':
      return onceMore('回線の障害でした。', now, parameters);
    case 'cancelled':
      if (!input.dialled) return onceMore('発信できませんでした。', now, parameters);
      return inBand(
        'cancelled',
        '呼出し中に取りやめました。',
        minutesLater(now, parameters.noAnswerRetryMin),
        input,
        hours,
      );
    case 'abandoned': {
      const reason = '応答時に従事者がいませんでした。次は内容を見てから架電します。';
      return {
        ...inBand('abandoned', reason, minutesLater(now, parameters.noAnswerRetryMin), input, hours),
        mode: 'preview',
      };
    }
    case 'answered_human':
      return tomorrow('no_result', '応答がありましたが結果がありません。', input, hours);
  }
}

/** Nobody was rung: the same call again, in a moment. */
function onceMore(reason: string, now: Date, { trunkErrorRetrySec }: DiallingParameters): NextStep {
  const again = minutesLater(now, trunkErrorRetrySec / 60);
  return wait('trunk_error', reason, again, { trunkErrorRetrySec }, { number: 'same', countsAsAttempt: false });
}

function afterBusy(
  { now, busyInRow }: RedialInput,
  { busyRetries, busyRetryMin, busyPauseMin }: DiallingParameters,
): NextStep {
  if (busyInRow <= busyRetries) {
    const rule = { busyInRow, busyRetries, busyRetryMin };
    return wait('busy', '話し中でした。', minutesLater(now, busyRetryMin), rule, { number: 'same' });
  }
  const rule = { busyInRow, busyRetries, busyPauseMin };
  return wait('busy_pause', '話し中が続きました。', minutesLater(now, busyPauseMin), rule, { number: 'same' });
}

/** After an hour, while the band is open and its cap leaves room; else in another band. */
function afterNoAnswer(input: RedialInput, parameters: DiallingParameters, hours: OpenHours): NextStep {
  const { noAnswerRetryMin, maxAttemptsPerBand } = parameters;
  const again = minutesLater(input.now, noAnswerRetryMin);
  if (input.ringsInBand < maxAttemptsPerBand && sameBandOpenAt(input.now, again, hours)) {
    return wait('no_answer', '不在でした。', again, { noAnswerRetryMin, maxAttemptsPerBand });
  }
  return inBand('no_answer', '不在でした。', again, input, hours, { noAnswerRetryMin });
}

function nextNumber(code: string, reason: string, now: Date, { nextNumberMin }: DiallingParameters): NextStep {
  const text = `${reason}次の番号にかけます。`;
  return wait(code, text, minutesLater(now, nextNumberMin), { nextNumberMin }, { number: 'next' });
}

/** Not today any more. */
function tomorrow(code: string, reason: string, input: RedialInput, hours: OpenHours): NextStep {
  const nextDay = tokyoInstant(addDays(tokyoTime(input.now).date, 1), 0);
  return inBand(code, reason, nextDay, input, hours);
}

/** In the band the case needs most. Without any opening within a month it waits for one, and the gate says so. */
function inBand(
  code: string,
  reason: string,
  earliest: Date,
  { now, triedBands }: RedialInput,
  hours: OpenHours,
  rule: Rule = {},
): NextStep {
  const next: BandOpening | null = nextBand(earliest, now, triedBands, hours);
  const text = next ? `${reason}${CALLING_BAND_NAMES[next.band]}にかけます。` : reason;
  return wait(
    code,
    text,
    next?.at ?? earliest,
    { ...rule, notBefore: earliest.toISOString() },
    { band: next?.band ?? null },
  );
}

function otherChannel(input: RedialInput, { otherChannelAfterBands }: DiallingParameters): NextStep | null {
  const bands = new Set(input.triedBands).size;
  if (otherChannelAfterBands === 0 || bands < otherChannelAfterBands) return null;
  const channel = input.hasMobile ? 'sms' : 'letter';
  const reason = `${bands}つの時間帯でつながりませんでした。次は${channel === 'sms' ? 'SMS' : '文書'}でお知らせします。`;
  return wait('bands_exhausted', reason, input.now, { otherChannelAfterBands, bands }, { channel });
}
