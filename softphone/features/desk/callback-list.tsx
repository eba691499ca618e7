import { useQuery } from '@tanstack/react-query';
import type { CallbackBoard, CallbackRow } from '../../../core/contracts/http/callbacks.ts';
import { clockText, tokyoTime } from '../../../core/rules/tokyo-time.ts';
import { get } from '../../client/http.ts';
import { monthDayTime } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import './callbacks.css';

const text = strings.callbacks;
/** What fits without moving anything else. */
const SHOWN = 3;

/** Callbacks that this agent promised, with the next one's time, and how many of the own lines wait for anybody. */
export function CallbackList() {
  const board = useQuery({
    queryKey: ['callbacks'],
    queryFn: ({ signal }) => get<CallbackBoard>('/api/callbacks', signal),
    refetchInterval: 10_000,
  });
  const mine = board.data?.mine ?? [];
  const pool = board.data?.pool ?? { due: 0, laterToday: 0 };
  const today = tokyoTime(new Date(board.data?.now ?? 0)).date;
  const urgent = mine.filter(({ state }) => state !== 'later').length;
  return (
    <section className="callbacks" aria-label={text.title}>
      <h2>
        {text.title}
        {urgent > 0 ? <span className="callbacks-mark">{urgent}</span> : null}
      </h2>
      <div role="status" aria-live="polite">
        <ol>
          {mine.slice(0, SHOWN).map((row) => (
            <Callback key={row.targetId} row={row} today={today} />
          ))}
          {mine.length === 0 ? <li className="muted">{text.none}</li> : null}
        </ol>
      </div>
      <p className="muted" title={text.next}>
        {text.pool(pool.due, pool.laterToday)}
      </p>
    </section>
  );
}

const SHAPES: Record<CallbackRow['state'], string> = { later: '○', soon: '◎', due: '●', overdue: '▲' };

function Callback({ row, today }: { row: CallbackRow; today: string }) {
  return (
    <li data-state={row.state}>
      <span aria-hidden>{SHAPES[row.state]}</span>
      <span className="callbacks-at">{timeOf(row.at, today)}</span>
      <span className="subject-stripe" style={{ background: row.subject.colour }} aria-hidden />
      <span className="callbacks-subject">{row.subject.shortName}</span>
      <span className="callbacks-state">{text.state[row.state]}</span>
    </li>
  );
}

/** Today's by the clock, others with their day. */
function timeOf(at: string, today: string): string {
  const { date, minutes } = tokyoTime(new Date(at));
  return date === today ? clockText(minutes) : monthDayTime(at);
}
