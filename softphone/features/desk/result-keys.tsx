import { type Choice, type SideAct, sideActs, slotChoices } from '../../../core/rules/result-entry/choices.ts';
import { inboundClassOf, numberStatusOf, type ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import type { EntryEvent } from '../../../core/rules/result-entry/pick.ts';
import { strings } from '../../ui/strings.ts';
import { pickLabel } from './pick-label.ts';

const text = strings.desk.result;

interface KeysProps {
  draft: ResultDraft | null;
  hot: boolean;
  nowMs: number;
  send: (event: EntryEvent) => void;
}

/** What the keys do now, one button each; the grid keeps its height whatever it shows. */
export function ResultGrid({ draft, hot, nowMs, send }: KeysProps) {
  const choices = draft ? slotChoices(draft, nowMs) : [];
  return (
    <fieldset
      className="choices entry-grid"
      data-hot={hot || undefined}
      data-days={choices.some(({ pick }) => DAY_PICKS.includes(pick.type)) || undefined}
      aria-label={draft ? text.slot[draft.slot] : text.title}
    >
      {choices.map((choice) => (
        <button
          key={choice.key}
          type="button"
          className="choice"
          aria-pressed={isChosen(draft, choice)}
          // Not disabled: pressing it says why.
          aria-disabled={choice.refused !== null}
          title={choice.refused?.message}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => send({ type: 'key', key: choice.key, nowMs })}
        >
          <kbd>{choice.key}</kbd>
          <span className="choice-label">{pickLabel(choice)}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** A day with its name and date wants a broader key. */
const DAY_PICKS: readonly string[] = ['promise_day', 'paid_day', 'wish_from'];

function isChosen(draft: ResultDraft | null, { pick }: Choice): boolean {
  if (!draft) return false;
  const { who, talk, line, promise, paid, wish } = draft;
  switch (pick.type) {
    case 'who':
      return pick.who === who;
    case 'line':
      return who === 'nobody' && talk === null && pick.line === line;
    case 'cut':
      return who === 'nobody' && talk === 'hung_up';
    case 'talk':
      return pick.talk === talk;
    case 'promise_day':
      return pick.on === promise.on;
    case 'promise_method':
      return pick.method === promise.method;
    case 'paid_day':
      return pick.on === paid.on;
    case 'paid_where':
      return pick.where === paid.where;
    case 'callback_at':
      return pick.at === draft.callbackAt;
    case 'reason':
      return pick.reason === draft.reason && wish === null;
    case 'wishes':
      return wish !== null;
    case 'wish_from':
      return pick.on === wish?.from;
    case 'wish_times':
      return pick.times === wish?.times;
    case 'number':
      return pick.status === (numberStatusOf(draft) ?? 'none');
    case 'label':
      return draft.labels.some(({ text: said }) => said === pick.label.text);
    case 'inbound_class':
      return pick.inboundClass === inboundClassOf(draft);
    case 'cause':
      return pick.cause === draft.causeKind;
    default:
      return false;
  }
}

/** The letters beside the result, each with its key. */
export function ResultSide({ draft, hot, nowMs, send }: KeysProps) {
  return (
    <div className="entry-side" data-hot={hot || undefined}>
      {(draft ? sideActs(draft) : []).map(({ key, act }) => (
        <button
          key={key}
          type="button"
          className="choice"
          aria-pressed={isOpen(draft, act)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => send({ type: 'key', key, nowMs })}
        >
          <kbd>{key}</kbd>
          <span className="choice-label">{text.side[act]}</span>
        </button>
      ))}
    </div>
  );
}

function isOpen(draft: ResultDraft | null, act: SideAct): boolean {
  return act === 'reissue' ? draft?.promise.reissue === true : draft?.slot === act;
}
