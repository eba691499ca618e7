import { strings } from '../../ui/strings.ts';
import { listIn, numberIn, type Stored, textIn } from './detail-values.ts';
import { monthCells } from './month-cells.ts';

const text = strings.inbox.calendar;

/** A month as the officer will have it: what differs stands out by border, sign and words, with what it was before. */
export function CalendarDetail({ detail }: { detail: Stored }) {
  const month = textIn(detail, 'month');
  const days = new Map(listIn(detail, 'days').map((day) => [textIn(day, 'date') ?? '', day]));
  if (!month) return null;
  const interpreters = listIn(detail, 'interpreterDays');
  const note = textIn(detail, 'note');
  return (
    <section aria-label={strings.inbox.kind.calendar_month}>
      <p className="month-head">
        <strong>{strings.calendar.monthHead(Number(month.slice(0, 4)), Number(month.slice(5, 7)))}</strong>
        <span className="tag">{text.version(numberIn(detail, 'version') ?? 1)}</span>
        <span className="tag">{textIn(detail, 'centre') ?? text.wholeCity}</span>
        {detail['afterDeadline'] === true ? (
          <span className="tag" data-tone="bad">
            ⚠ {text.lateMark}
          </span>
        ) : null}
        <span className="muted">{days.size === 0 ? text.none : text.differs}</span>
      </p>
      {note ? (
        <p>
          <span className="muted">{text.note}</span> {note}
        </p>
      ) : null}
      <div className="month">
        {text.weekdays.map((name) => (
          <span key={name} className="month-weekday">
            {name}
          </span>
        ))}
        {monthCells(month).map(({ date, inMonth }) =>
          inMonth ? <Day key={date} date={date} day={days.get(date)} /> : <span key={date} />,
        )}
      </div>
      {interpreters.length > 0 ? (
        <p className="month-foot">
          {text.interpreters}
          {interpreters.map((one) => (
            <span key={textIn(one, 'language')} className="tag" data-tone="accent">
              {textIn(one, 'language')} {text.days(numberIn(one, 'days') ?? 0)}
            </span>
          ))}
        </p>
      ) : null}
    </section>
  );
}

function Day({ date, day }: { date: string; day: Stored | undefined }) {
  const number = Number(date.slice(8));
  if (!day) return <span className="month-day">{number}</span>;
  const open = day['open'] !== false;
  const was = textIn(day, 'was');
  return (
    <span className="month-day" data-open={open}>
      <strong>
        {number} {open ? '○' : '×'}
      </strong>
      <span>{textIn(day, 'text')}</span>
      {was ? (
        <del>
          <span className="sr-only">{text.was} </span>
          {was}
        </del>
      ) : null}
    </span>
  );
}
