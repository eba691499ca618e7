import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Field, ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import { LABEL_LIMIT, NOTE_LIMIT } from '../../../core/rules/result-entry/entry.ts';
import type { EntryEvent } from '../../../core/rules/result-entry/pick.ts';
import { tokyoTime } from '../../../core/rules/tokyo-time.ts';
import { DayInput, MomentInput } from '../../ui/day-input.tsx';
import { dayWithWeekday } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { timeLabel } from './pick-label.ts';

const text = strings.desk.result;

interface FieldProps {
  draft: ResultDraft | null;
  send: (event: EntryEvent) => void;
}

const isIme = (event: KeyboardEvent) => event.nativeEvent.isComposing || event.keyCode === 229;

/** The one date, time, amount or name that is being typed; the row keeps its place when there is none. */
export function ResultField({ draft, send, nowMs }: FieldProps & { nowMs: () => number }) {
  const input = useRef<HTMLInputElement>(null);
  const wanted = draft?.field ?? null;
  const name = wanted && wanted.name !== 'note' ? wanted.name : null;
  const turn = wanted?.turn;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same field wanted again is a new wish for the cursor
  useEffect(() => {
    if (name) input.current?.focus();
  }, [name, turn]);
  if (!draft || !name) return <div className="entry-field" />;
  const leave = () => {
    if (name === 'label' && input.current) send({ type: 'typed', name, text: input.current.value });
    input.current?.blur();
    send({ type: 'field_done' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || isIme(event)) return;
    event.preventDefault();
    leave();
  };
  const value = valueIn(draft, name);
  const typed = (said: string) => send({ type: 'typed', name, text: said });
  return (
    <div className="entry-field">
      <label htmlFor={FIELD}>{text.field[name]}</label>
      {name === 'callback_at' ? (
        <MomentInput
          id={FIELD}
          ref={input}
          key={name}
          live
          value={value}
          nowMs={nowMs}
          onMoment={typed}
          onKeyDown={onKeyDown}
        />
      ) : isDay(name) ? (
        <DayInput
          id={FIELD}
          ref={input}
          key={name}
          live
          value={value}
          today={tokyoTime(new Date(nowMs())).date}
          direction={name === 'paid_on' ? 'back' : 'ahead'}
          onDay={typed}
          onKeyDown={onKeyDown}
        />
      ) : (
        <input
          id={FIELD}
          ref={input}
          key={name}
          type="text"
          inputMode={/amount$/.test(name) ? 'numeric' : undefined}
          maxLength={name === 'label' ? LABEL_LIMIT : 60}
          // A label is put when it is whole; the others count as they are typed.
          {...(name === 'label' ? { defaultValue: '' } : { value })}
          onChange={(event) => name !== 'label' && typed(event.target.value)}
          onKeyDown={onKeyDown}
        />
      )}
      <span className="muted">
        {name === 'callback_at' && value !== '' ? strings.common.day.of(timeLabel(value)) : ''}
        {isDay(name) && value !== '' ? strings.common.day.of(dayWithWeekday(value)) : ''} {text.fieldHint}
      </span>
    </div>
  );
}

const FIELD = 'entry-field';
const isDay = (name: Field) => name === 'promise_on' || name === 'paid_on' || name === 'wish_from';

function valueIn(draft: ResultDraft, name: Exclude<Field, 'note'>): string {
  const { promise, paid, wish } = draft;
  const values: Record<Exclude<Field, 'note'>, string | number | null | undefined> = {
    promise_on: promise.on,
    promise_amount: promise.amount,
    paid_on: paid.on,
    callback_at: draft.callbackAt,
    wish_from: wish?.from,
    wish_amount: wish?.amount,
    label: '',
    speaker: draft.speakerName,
  };
  return String(values[name] ?? '');
}

export function ResultNote({ draft, send }: FieldProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const wanted = draft?.field?.name === 'note' ? draft.field.turn : null;
  useEffect(() => {
    if (wanted !== null) area.current?.focus();
  }, [wanted]);
  return (
    <textarea
      ref={area}
      className="note"
      aria-label={text.note}
      placeholder={text.noteHint}
      maxLength={NOTE_LIMIT}
      rows={2}
      disabled={draft === null}
      value={draft?.note ?? ''}
      onChange={(event) => send({ type: 'typed', name: 'note', text: event.target.value })}
    />
  );
}
