import { dayWithWeekday } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { quickDays, quickTimes } from './quick-days.ts';
import type { ResultDraft, ResultEvent } from './result-draft.ts';

const text = strings.desk.result;

interface ResultExtrasProps {
  draft: ResultDraft | null;
  send: (event: ResultEvent) => void;
  nowMs: () => number;
}

/** The one row that depends on the result (promised day, call-back time), and the note; the row keeps its place when empty. */
export function ResultExtras({ draft, send, nowMs }: ResultExtrasProps) {
  return (
    <>
      <div className="extras">
        {draft?.talk === 'promise' ? <PromiseDays draft={draft} send={send} nowMs={nowMs} /> : null}
        {draft?.talk === 'callback' ? <CallbackTime draft={draft} send={send} nowMs={nowMs} /> : null}
      </div>
      <textarea
        className="note"
        aria-label={text.note}
        placeholder={text.noteHint}
        maxLength={500}
        rows={2}
        disabled={draft === null}
        value={draft?.note ?? ''}
        onChange={(event) => send({ type: 'note', note: event.target.value })}
      />
    </>
  );
}

function PromiseDays({ draft, send, nowMs }: ResultExtrasProps & { draft: ResultDraft }) {
  const days = quickDays(nowMs());
  const entries: [string, string][] = [
    [text.chips.today, days.today],
    [text.chips.tomorrow, days.tomorrow],
    [text.chips.weekend, days.weekend],
    [text.chips.monthEnd, days.monthEnd],
  ];
  const write = (day: string) => {
    const rest = withoutPromise(draft.note);
    send({ type: 'note', note: `${text.promiseNote(dayWithWeekday(day))} ${rest}`.trimEnd() });
  };
  return (
    <>
      <span className="choice-title">{text.promiseDay}</span>
      {entries.map(([label, day]) => (
        <button key={label} type="button" className="chip" onClick={() => write(day)}>
          {label} <span className="muted">{dayWithWeekday(day).replace(/\(.*/, '')}</span>
        </button>
      ))}
    </>
  );
}

/** A second choice of day replaces the first instead of standing beside it. */
function withoutPromise(note: string): string {
  const [before, after] = text.promiseNote('\u0000').split('\u0000');
  const words = note.split(' ');
  const isPromise = (word: string) =>
    word.startsWith(before ?? '') && word.endsWith(after ?? '') && /^\d+\/\d+/.test(word);
  return words.filter((word, index) => index > 0 || !isPromise(word)).join(' ');
}

function CallbackTime({ draft, send, nowMs }: ResultExtrasProps & { draft: ResultDraft }) {
  const times = quickTimes(nowMs());
  const entries: [string, string][] = [
    [text.chips.inHour, times.inHour],
    [text.chips.evening, times.evening],
    [text.chips.tomorrowMorning, times.tomorrowMorning],
  ];
  return (
    <>
      <input
        type="datetime-local"
        className="callback-at"
        aria-label={text.callbackAt}
        value={draft.callbackAt}
        onChange={(event) => send({ type: 'callback_at', at: event.target.value })}
      />
      {entries.map(([label, at]) => (
        <button key={label} type="button" className="chip" onClick={() => send({ type: 'callback_at', at })}>
          {label}
        </button>
      ))}
    </>
  );
}
