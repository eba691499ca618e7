import type { PromiseRow } from '../../../core/contracts/http/promises.ts';
import { tokyoTime } from '../../../core/rules/tokyo-time.ts';
import { dayWithWeekday, monthDayTime } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { type PromiseCourse, promiseCourse } from './promise-course.ts';
import { promiseTone } from './promise-tone.ts';

const text = strings.promises;

/** Pixels, drawn as they are: figures keep their size on every screen. */
const WIDTH = 312;
const LEFT = 34;
const MIDDLE = 154;
const RIGHT = 274;
const LINE_Y = 22;
const WORDS_Y = 43;

interface PromiseLineProps {
  row: Pick<PromiseRow, 'madeAt' | 'promisedOn' | 'graceUntil' | 'state' | 'due'>;
  /** ISO instant of the newest event, where it is known. */
  endedAt?: string | null;
  /** `YYYY-MM-DD`, product clock. */
  today: string;
}

/** The way of a promise: given, its day, the last day of grace; where today stands, or what became of it and when. */
export function PromiseLine({ row, endedAt = null, today }: PromiseLineProps) {
  const madeOn = tokyoTime(new Date(row.madeAt)).date;
  const endedOn = endedAt === null ? null : tokyoTime(new Date(endedAt)).date;
  const course = promiseCourse({ ...row, madeOn, endedOn }, today);
  const at = xOf(course.reached);
  return (
    <svg
      className="promise-line"
      data-tone={promiseTone(row)}
      width={WIDTH}
      height={WORDS_Y + 5}
      role="img"
      aria-label={spoken(row, madeOn, endedOn, today)}
    >
      <path className="promise-line-way" d={`M${LEFT} ${LINE_Y}H${MIDDLE}`} />
      <path className="promise-line-grace" d={`M${MIDDLE} ${LINE_Y}H${RIGHT}`} />
      <path className="promise-line-past" d={`M${LEFT} ${LINE_Y}H${at}`} />
      <Stations reached={course.reached} />
      <Here course={course} state={row.state} at={at} />
      <text x={LEFT} y={WORDS_Y}>
        {text.line.made} {monthDayTime(madeOn)}
      </text>
      <text x={MIDDLE} y={WORDS_Y} className="promise-line-day">
        {text.line.day} {dayWithWeekday(row.promisedOn)}
      </text>
      <text x={RIGHT} y={WORDS_Y}>
        {text.line.grace} {monthDayTime(row.graceUntil)}
      </text>
    </svg>
  );
}

const xOf = (reached: number) => LEFT + (RIGHT - LEFT) * reached;

/** A circle, a diamond and a bar: told apart without their colour. What has passed is filled. */
function Stations({ reached }: { reached: number }) {
  return (
    <g className="promise-line-stations">
      <circle cx={LEFT} cy={LINE_Y} r="5" data-passed="" />
      <path d={`M${MIDDLE} ${LINE_Y - 7}l7 7-7 7-7-7z`} data-passed={reached >= 0.5 ? '' : undefined} />
      <rect x={RIGHT - 2.5} y={LINE_Y - 7} width="5" height="14" data-passed={reached >= 1 ? '' : undefined} />
    </g>
  );
}

function Here({ course, state, at }: { course: PromiseCourse; state: PromiseRow['state']; at: number }) {
  if (course.open)
    return (
      <g className="promise-line-today">
        <path d={`M${at} ${LINE_Y - 7}l-4-3.5h8z`} />
        <text x={at} y="9.5">
          {text.line.today}
        </text>
      </g>
    );
  return (
    <g className="promise-line-end">
      <circle cx={at} cy={LINE_Y} r="10" />
      <text x={at} y={LINE_Y + 5}>
        {text.stateMark[state]}
      </text>
    </g>
  );
}

function spoken(row: PromiseLineProps['row'], madeOn: string, endedOn: string | null, today: string): string {
  const end =
    row.state === 'open'
      ? `${text.line.today} ${monthDayTime(today)}`
      : `${text.state[row.state]}${endedOn ? ` ${monthDayTime(endedOn)}` : ''}`;
  return [
    `${text.line.made} ${monthDayTime(madeOn)}`,
    `${text.line.day} ${dayWithWeekday(row.promisedOn)}`,
    `${text.line.graceLong} ${dayWithWeekday(row.graceUntil)}`,
    end,
  ].join('、');
}
