import { Button, Checkbox } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { addDays, tokyoInstant, tokyoTime } from '../../../core/rules/tokyo-time.ts';
import { MomentInput } from '../../ui/day-input.tsx';
import { KeyButton } from '../../ui/key-button.tsx';
import { strings } from '../../ui/strings.ts';
import '../../ui/day-field.css';
import type { Asking } from './promise-keys.ts';
import { instantOf, localOf } from './reservation-time.ts';

const text = strings.promises;

export interface Reservation {
  /** As the field holds it: the city's time, `YYYY-MM-DDTHH:MM`. */
  local: string;
  mine: boolean;
}

interface NextBarProps {
  chosen: number;
  now: string;
  asking: Asking;
  busy: boolean;
  mayOwn: boolean;
  reservation: Reservation;
  onReservation: (reservation: Reservation) => void;
  onAsk: (asking: Asking) => void;
  onConfirm: () => void;
}

/** What comes next for the chosen ones: asked first, sent by the second key. */
export function NextBar(props: NextBarProps) {
  const { chosen, asking, busy, onAsk, onConfirm } = props;
  return (
    <section className="promise-bar" aria-label={text.columns.next}>
      <strong>{chosen === 0 ? text.none : text.chosen(chosen)}</strong>
      {asking === null ? (
        <>
          <KeyButton keys="C" enabled={chosen > 0 && !busy} onPress={() => onAsk('call')} tone="go">
            {text.call}
          </KeyButton>
          <KeyButton keys="R" enabled={chosen > 0 && !busy} onPress={() => onAsk('callback')}>
            {text.callback}
          </KeyButton>
          <span className="muted">{text.keys}</span>
        </>
      ) : (
        <>
          {asking === 'call' ? <span>{text.sure(chosen)}</span> : <When {...props} />}
          <Button
            disabled={busy || (asking === 'callback' && instantOf(props.reservation.local) === null)}
            onClick={onConfirm}
          >
            {text.confirm} <kbd>Enter</kbd>
          </Button>
          <Button variant="default" disabled={busy} onClick={() => onAsk(null)}>
            {text.cancel} <kbd>Esc</kbd>
          </Button>
        </>
      )}
    </section>
  );
}

function When({ now, mayOwn, reservation, onReservation }: NextBarProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const { date } = tokyoTime(new Date(now));
  const quick: [string, Date][] = [
    [text.quick.hour, new Date(Date.parse(now) + 3_600_000)],
    [text.quick.evening, tokyoInstant(date, 17 * 60 + 30)],
    [text.quick.tomorrow, tokyoInstant(addDays(date, 1), 10 * 60)],
  ];
  return (
    <>
      <MomentInput
        ref={field}
        className="day-field-input day-field-alone"
        aria-label={text.when}
        nowMs={() => Date.parse(now)}
        value={reservation.local}
        onMoment={(local) => onReservation({ ...reservation, local })}
      />
      {quick.map(([label, at]) => (
        <Button
          key={label}
          variant="default"
          disabled={at.getTime() <= Date.parse(now)}
          onClick={() => onReservation({ ...reservation, local: localOf(at) })}
        >
          {label}
        </Button>
      ))}
      {mayOwn ? (
        <Checkbox
          label={text.mineOnly}
          checked={reservation.mine}
          onChange={(event) => onReservation({ ...reservation, mine: event.currentTarget.checked })}
        />
      ) : null}
    </>
  );
}
