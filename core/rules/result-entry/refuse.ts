import { wishesProblem } from '../hand-over.ts';
import { tokyoTime } from '../tokyo-time.ts';
import type { TalkResult } from '../vocabulary.ts';
import {
  ANSWERED_LINES,
  NEEDS_PERSON,
  needsTalk,
  REASONS_FOR,
  statusFits,
  TALK_WITH,
  UNANSWERED_LINES,
} from './combinations.ts';
import { type EntryFacts, LABEL_LIMIT, MOST_LABELS, NOTE_LIMIT, type ResultEntry } from './entry.ts';

/** Why a result is not taken: a stable word for code and tests, a sentence for the person. */
export interface Refusal {
  code: string;
  message: string;
}

const no = (code: string, message: string): Refusal => ({ code, message });

/**
 * Whether a result can be true at all. The desk asks before it offers to save, the api before it writes: one answer for both.
 *
 * @param now product clock
 * @returns null when nothing speaks against it
 */
export function refuseResult(entry: ResultEntry, facts: EntryFacts, now: Date): Refusal | null {
  const { date: today } = tokyoTime(now);
  return (
    refuseLine(entry, facts) ??
    refuseTalk(entry, facts) ??
    refuseDetails(entry, now, today) ??
    refuseHandOver(entry, today, facts) ??
    refuseBeside(entry, facts)
  );
}

/** Who × line. */
export function refuseLine(
  {
    whoAnswered: who,
    lineResult: line,
    talkResult: talk,
  }: Pick<ResultEntry, 'whoAnswered' | 'lineResult' | 'talkResult'>,
  { answered, inbound }: EntryFacts,
): Refusal | null {
  const cut = who === 'nobody' && talk === 'hung_up';
  if (who !== 'nobody' || cut) {
    if (!answered) return no('line/never-answered', '応答のなかった通話です。回線の結果を選んでください。');
    if (line !== 'answered_human') return no('line/with-person', '人が出た通話の回線結果は「通話」です。');
    return null;
  }
  if (line === 'answered_human') return no('line/nobody', '相手のない通話は、回線の結果を選んでください。');
  const possible: readonly string[] = inbound ? [] : answered ? ANSWERED_LINES : UNANSWERED_LINES;
  if (possible.includes(line)) return null;
  return no(
    'line/impossible',
    answered ? '応答のあった通話にはこの回線結果はありません。' : 'この回線結果は選べません。',
  );
}

/** Who × talk, and what the identity check says to it. */
export function refuseTalk(
  { whoAnswered: who, talkResult: talk }: Pick<ResultEntry, 'whoAnswered' | 'talkResult'>,
  { identityPassed, unknownCaller, withheld }: EntryFacts,
): Refusal | null {
  if (talk === null) return needsTalk(who) ? no('talk/missing', '内容を選んでください。') : null;
  const unknown = unknownCaller ? refuseUnknown(talk, withheld === true) : null;
  if (unknown) return unknown;
  // Of somebody nobody knows the number is stopped, whoever speaks on it.
  const stopsNumber = unknownCaller === true && talk === 'do_not_call' && who !== 'nobody';
  if (!TALK_WITH[who].includes(talk) && !stopsNumber) {
    if (who === 'nobody') return no('talk/nobody', '相手のない通話に内容は入れられません。');
    if (who === 'third_party')
      return no('talk/third-party', '第三者からは納付の話を受けられません。本人への折返しにしてください。');
    if (who === 'wrong_person')
      return no(
        'talk/wrong-person',
        unknownCaller
          ? '人違いの相手です。架電禁止申出(E)か苦情(W)で残してください。'
          : '人違いの相手です。番号の状態(A)で止めてください。',
      );
    return no('talk/principal', '本人への伝言はありません。');
  }
  const forOneself = who === 'principal' || who === 'representative';
  if (talk === 'promise' && forOneself && !identityPassed)
    return no('talk/identity', '本人確認ができていない通話では、納付約束を受けられません。');
  if (talk === 'id_failed' && forOneself && identityPassed)
    return no('talk/identity-passed', '本人確認ができた通話です。');
  return null;
}

/** What cannot be kept of a caller nobody knows, and what to do instead. */
function refuseUnknown(talk: TalkResult, withheld: boolean): Refusal | null {
  if (NEEDS_PERSON.includes(talk))
    return no(
      'talk/nobody-chosen',
      'どなたの件かが決まっていません。候補・検索で選ぶか、引継(4)・折返し(5)で残してください。',
    );
  if (talk === 'callback' && withheld)
    return no('callback/withheld', '番号非通知で折返せません。検索で選ぶか、引継(4)にして番号を記事に書いてください。');
  if (talk === 'do_not_call' && withheld)
    return no('stop/withheld', '番号非通知で、止める番号が分かりません。検索で選ぶか、苦情(W)で残してください。');
  return null;
}

function refuseDetails(entry: ResultEntry, now: Date, today: string): Refusal | null {
  const { talkResult: talk, promise, claimsPaid, callbackAt } = entry;
  if (talk === 'promise' && !promise) return no('promise/missing', '約束日と納付方法を入れてください。');
  if (talk !== 'promise' && promise) return no('promise/without-talk', '納付約束でない結果に約束日は付けられません。');
  if (promise && promise.on < today) return no('promise/past', '約束日は今日以降にしてください。');
  if (promise && promise.amount !== null && !(Number.isSafeInteger(promise.amount) && promise.amount > 0))
    return no('promise/amount', '約束の金額は1円以上の整数で入れてください。');
  if (talk === 'callback' && callbackAt === null) return no('callback/missing', '折返しの日時を入れてください。');
  if (talk !== 'callback' && callbackAt !== null)
    return no('callback/without-talk', '折返しでない結果に折返し日時は付けられません。');
  if (callbackAt !== null && !(Date.parse(callbackAt) > now.getTime()))
    return no('callback/past', '折返しの日時は今より後にしてください。');
  if (talk !== 'claims_paid' && claimsPaid)
    return no('paid/without-talk', '納付済の申出でない結果に納付日は付けられません。');
  if (claimsPaid?.on && claimsPaid.on > today) return no('paid/future', '納付した日は今日以前にしてください。');
  return null;
}

function refuseHandOver(
  { talkResult: talk, reason, wishes, note }: ResultEntry,
  today: string,
  { unknownCaller }: EntryFacts,
): Refusal | null {
  const matter = talk === null ? undefined : REASONS_FOR[talk];
  if (!matter && reason) return no('reason/without-talk', 'この内容に引継の理由は付けられません。');
  if (matter && !reason) return no('reason/missing', '市へ引き継ぐ理由を選んでください。');
  if (matter && reason && !matter.reasons.includes(reason))
    return no('reason/other', 'この内容に合う理由を選び直してください。');
  if (talk === 'complaint' && note.trim() === '') return no('note/complaint', '苦情の内容を記事に書いてください。');
  if (!wishes) return null;
  if (unknownCaller)
    return no('wishes/nobody', '分納の希望は、どなたの件かを選んでから入れてください。理由だけなら引き継げます。');
  if (talk !== 'needs_city' || reason !== 'instalment')
    return no('wishes/without-talk', '分納の希望は「分納・猶予の相談」で入れてください。');
  const problem = wishesProblem(wishes, today);
  return problem ? no('wishes/dates', problem) : null;
}

function refuseBeside(entry: ResultEntry, { hasNumber, inbound, unknownCaller }: EntryFacts): Refusal | null {
  const { whoAnswered: who, phoneStatus, labels = [], inboundClass, causeKind, speakerName, note } = entry;
  if (unknownCaller && labels.length > 0) return no('label/nobody', '付箋は、どなたの件かを選んでから付けてください。');
  if (phoneStatus && !hasNumber) return no('number/none', 'この通話には状態を付ける電話番号がありません。');
  if (phoneStatus && !statusFits(who, phoneStatus)) return no('number/contradiction', '相手と番号の状態が合いません。');
  if (causeKind && !inbound) return no('cause/outbound', '発信の通話に受電の原因は付けられません。');
  if (inboundClass && !inbound) return no('inbound/outbound', '発信の通話に受電分類は付けられません。');
  if (speakerName && who === 'nobody') return no('speaker/nobody', '相手のない通話に話した人の名前は付けられません。');
  if (labels.length > MOST_LABELS) return no('label/many', `付箋は一度に${MOST_LABELS}枚までです。`);
  if (labels.some(({ text }) => text.trim() === '' || text.length > LABEL_LIMIT))
    return no('label/text', `付箋は1字から${LABEL_LIMIT}字です。`);
  if (note.length > NOTE_LIMIT) return no('note/long', `記事は${NOTE_LIMIT}字までです。`);
  return null;
}
