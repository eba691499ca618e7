import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { kindName } from '../../../core/rules/hand-over.ts';
import { dayWithWeekday, monthDayTime } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { PromiseLine } from '../promises/promise-line.tsx';
import { PromiseStateTag } from '../promises/promise-state.tsx';
import type { TodayItem } from './today-items.ts';

const text = strings.today;
const SHAPES = { later: '○', soon: '◎', due: '●', overdue: '▲' } as const;
const TONES = { later: undefined, soon: 'accent', due: 'warn', overdue: 'bad' } as const;

interface TodayLineProps {
  item: TodayItem;
  current: boolean;
  busy: boolean;
  /** `YYYY-MM-DD`, product clock. */
  today: string;
  onCursor: () => void;
  onOwn: () => void;
  onConfirm: () => void;
}

/** One thing to do: what it is, whose, and the one act it allows. */
export function TodayLine({ item, current, busy, today, onCursor, onOwn, onConfirm }: TodayLineProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the page's keys J and K do the same
    <li className="today-line" data-kind={item.kind} aria-current={current || undefined} onClick={onCursor}>
      {bodyOf(item, today)}
      {item.kind === 'promise' && item.row.due === 'broken' && item.row.next !== null ? (
        <Button size="compact-sm" variant="default" disabled={busy} onClick={onOwn}>
          {strings.promises.callback} <kbd>C</kbd>
        </Button>
      ) : null}
      {item.kind === 'reply' ? (
        <Button size="compact-sm" variant="default" disabled={busy} onClick={onConfirm}>
          {text.confirmRead} <kbd>X</kbd>
        </Button>
      ) : null}
    </li>
  );
}

function bodyOf(item: TodayItem, today: string): ReactNode {
  switch (item.kind) {
    case 'callback':
      return (
        <>
          <span className="tag" data-tone={TONES[item.row.state]}>
            <span aria-hidden>{SHAPES[item.row.state]}</span> {monthDayTime(item.row.at)}{' '}
            {strings.callbacks.state[item.row.state]}
          </span>
          <SubjectStripe name={item.row.subject.shortName} colour={item.row.subject.colour} />
          <span className="today-text muted">{text.callbackHint}</span>
        </>
      );
    case 'promise':
      return (
        <>
          <PromiseStateTag row={item.row} />
          <SubjectStripe name={item.row.subject.shortName} colour={item.row.subject.colour} />
          <strong className="today-name">
            <PersonName name={item.row.person.name} />
          </strong>
          <PromiseLine row={item.row} today={today} />
          <span className="today-text muted">{promiseHint(item.row)}</span>
        </>
      );
    case 'reply':
      return (
        <>
          <span className="tag" data-tone="accent">
            <span aria-hidden>◀</span> {kindName(item.row.kind)}
          </span>
          {item.row.subject ? (
            <SubjectStripe name={item.row.subject.shortName} colour={item.row.subject.colour} />
          ) : null}
          <strong className="today-name">
            <PersonName name={item.row.person?.name ?? strings.handOvers.unknown} />
          </strong>
          <span className="today-text">
            {item.row.answer === '' ? text.noWords : item.row.answer}{' '}
            <span className="muted">{text.answered(item.row.answeredBy ?? '', monthDayTime(item.row.answeredAt))}</span>
          </span>
        </>
      );
  }
}

function promiseHint({ due, graceUntil, next }: Extract<TodayItem, { kind: 'promise' }>['row']): string {
  if (due === 'broken' && next === null) return text.brokenOutside;
  return due === 'overdue' ? text.promiseHint.overdue(dayWithWeekday(graceUntil)) : text.promiseHint[due];
}
