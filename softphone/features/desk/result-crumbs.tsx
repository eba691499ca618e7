import { reasonName } from '../../../core/rules/hand-over.ts';
import { CAUSE_NAMES } from '../../../core/rules/inbound/propose-cause.ts';
import { inboundClassOf, numberStatusOf, type ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import { dayWithWeekday, yen } from '../../ui/format.ts';
import { lineResultLabel, strings, talkResultLabel, whoAnsweredLabel } from '../../ui/strings.ts';
import { timeLabel } from './pick-label.ts';

const text = strings.desk.result;

/** What is entered so far, in the order of the keys: all that will be saved stands here. */
export function ResultCrumbs({ draft }: { draft: ResultDraft | null }) {
  const said = draft ? crumbs(draft) : [];
  const beside = draft ? asides(draft) : [];
  return (
    <p className="crumbs" data-done={draft?.slot === 'done' || undefined} aria-live="polite">
      {said.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place in the sentence, not a thing
        <span key={index} className="crumb">
          {word}
        </span>
      ))}
      {beside.map((word) => (
        <span key={word} className="crumb" data-aside>
          {word}
        </span>
      ))}
    </p>
  );
}

function crumbs({ who, line, talk, promise, paid, callbackAt, reason, wish, speakerName }: ResultDraft): string[] {
  if (who === null) return [];
  if (who === 'nobody') return [talk === 'hung_up' ? text.cut : lineResultLabel[line]];
  const words = [speakerName === '' ? whoAnsweredLabel[who] : `${whoAnsweredLabel[who]} ${speakerName}`];
  if (talk) words.push(talkResultLabel[talk]);
  if (promise.on) words.push(dayWithWeekday(promise.on));
  if (promise.method) words.push(strings.promises.method[promise.method]);
  if (talk === 'promise') words.push(promise.amount === null ? text.fullAmount : yen(promise.amount));
  if (promise.reissue) words.push(text.withReissue);
  if (paid.on) words.push(dayWithWeekday(paid.on));
  if (paid.where) words.push(text.where[paid.where]);
  if (callbackAt !== '') words.push(timeLabel(callbackAt));
  // 苦情, 苦情: the usual reason of a complaint is its own name.
  if (reason && !words.includes(reasonName(reason))) words.push(reasonName(reason));
  if (wish?.from) words.push(dayWithWeekday(wish.from));
  if (wish?.times) words.push(text.monthly(wish.times, wish.amount === null ? '' : yen(wish.amount)));
  return words;
}

function asides(draft: ResultDraft): string[] {
  const status = numberStatusOf(draft);
  const inbound = inboundClassOf(draft);
  return [
    ...(status ? [`${text.side.number}: ${text.phoneStatus[status]}`] : []),
    ...(inbound && draft.who !== null ? [text.classCrumb(text.inboundClass[inbound])] : []),
    ...(draft.call.inbound && draft.causeKind !== null ? [text.causeKey(CAUSE_NAMES[draft.causeKind])] : []),
    ...draft.labels.map((label) => `${text.side.label}: ${label.text}`),
  ];
}
