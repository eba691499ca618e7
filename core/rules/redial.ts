import type { DiallingParameters } from './dialling-parameters.ts';
import { stopsByTalk } from './stop-policy.ts';
import { nextDayPart, otherPartTomorrow } from './time-band.ts';
import { addDays, tokyoInstant, tokyoTime } from './tokyo-time.ts';
import type { LineResult, TalkResult, WhoAnswered } from './vocabulary.ts';

export interface RedialInput {
  now: Date;
  lineResult: LineResult;
  /** Null when no agent saved a result. */
  whoAnswered: WhoAnswered | null;
  talkResult: TalkResult | null;
  callbackAt: Date | null;
  /** This call included. */
  busyInRow: number;
  /** Calls in this campaign that rang in vain, this one included. */
  noAnswers: number;
}

export interface NextStep {
  state: 'waiting' | 'done';
  /** Not before; null when done. The gate still asks window and caps then. */
  nextAt: Date | null;
  /** False: the line's fault; the attempt is taken back. */
  countsAsAttempt: boolean;
  code: string;
  /** Japanese: why it waits or is done. */
  reason: string;
}

const minutesLater = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000);
const daysLater = (now: Date, days: number) => tokyoInstant(addDays(tokyoTime(now).date, days), 8 * 60);
const wait = (code: string, reason: string, nextAt: Date): NextStep => ({
  state: 'waiting',
  nextAt,
  countsAsAttempt: true,
  code,
  reason,
});
const done = (code: string, reason: string): NextStep => ({
  state: 'done',
  nextAt: null,
  countsAsAttempt: true,
  code,
  reason,
});

/** What happens to the target after a call: line result × who answered × talk result. */
export function nextStep(input: RedialInput, parameters: DiallingParameters): NextStep {
  const { now, whoAnswered, talkResult } = input;
  if (input.callbackAt !== null && !stopsByTalk(talkResult)) {
    return wait('callback', '折返し希望の日時まで待ちます。', input.callbackAt);
  }
  if (whoAnswered === 'wrong_person') {
    return wait('wrong_person', '他人の番号でした。次の番号にかけます。', minutesLater(now, parameters.busyRetryMin));
  }
  if (talkResult !== null) return afterTalk(talkResult, now, parameters);
  return afterLine(input, parameters);
}

function afterTalk(talk: TalkResult, now: Date, parameters: DiallingParameters): NextStep {
  switch (talk) {
    case 'promise':
      return done('promise', '納付約束がありました。');
    case 'claims_paid':
      return wait('claims_paid', '納付済みの申出。入金を確認します。', daysLater(now, parameters.claimsPaidDays));
    case 'reissue':
      return done('reissue', '納付書の再発行を案内しました。');
    case 'direct_debit':
      return done('direct_debit', '口座振替の希望がありました。');
    case 'needs_city':
    case 'hardship':
    case 'refuses':
    case 'disputes':
      return done(talk, '市に引き継ぎます。');
    case 'complaint':
    case 'do_not_call':
    case 'status_change':
      return done(talk, '市の判断があるまで架電しません。');
    case 'callback':
      return wait('callback', '折返し希望（日時の指定なし）。', otherPartTomorrow(now));
    case 'message_left':
      return wait('message_left', '伝言をお願いしました。', otherPartTomorrow(now));
    case 'hung_up':
      return wait('hung_up', '途中で切られました。', otherPartTomorrow(now));
    case 'id_failed':
      return wait('id_failed', '本人確認ができませんでした。', otherPartTomorrow(now));
  }
}

function afterLine({ now, lineResult, busyInRow, noAnswers }: RedialInput, parameters: DiallingParameters): NextStep {
  switch (lineResult) {
    case 'busy':
      return busyInRow <= parameters.busyRetries
        ? wait('busy', '話し中でした。', minutesLater(now, parameters.busyRetryMin))
        : wait('busy_pause', '話し中が続きました。', minutesLater(now, parameters.busyPauseMin));
    case 'no_answer':
      return noAnswers <= 1
        ? wait('no_answer', '不在でした。', minutesLater(now, parameters.noAnswerRetryMin))
        : wait('no_answer', '不在でした。別の時間帯にかけます。', nextDayPart(now));
    case 'answered_machine':
      return wait('machine', '留守番電話でした。翌日の別の時間帯にかけます。', otherPartTomorrow(now));
    case 'rejected':
    case 'unallocated':
    case 'fax':
      return wait(lineResult, '使えない番号でした。次の番号にかけます。', minutesLater(now, parameters.busyRetryMin));
    case 'temp_out':
      return wait('temp_out', '一時的に使われていない番号でした。', minutesLater(now, parameters.busyRetryMin));
    case 'unreachable':
      return wait('unreachable', '圏外または電源が入っていません。', minutesLater(now, parameters.unreachableRetryMin));
    case 'trunk_error': {
      const retry = minutesLater(now, parameters.trunkErrorRetrySec / 60);
      return { ...wait('trunk_error', '回線の障害でした。', retry), countsAsAttempt: false };
    }
    case 'cancelled':
      return wait('cancelled', '呼出し中に取りやめました。', minutesLater(now, parameters.noAnswerRetryMin));
    case 'abandoned':
      return wait('abandoned', '応答時に従事者がいませんでした。', nextDayPart(now));
    case 'answered_human':
      return wait('no_result', '応答がありましたが結果がありません。', otherPartTomorrow(now));
  }
}
