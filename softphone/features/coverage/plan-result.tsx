import type { CoverageView } from '../../../core/contracts/http/coverage.ts';
import { count, dayWithWeekday } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.coverage;
const tenth = (value: number) => (Math.round(value * 10) / 10).toLocaleString('ja-JP');

/** Percent of the cases for which the promise will be kept: tried in both bands, or settled before. */
export function keptPercent({ cases, covered, settled }: Pick<CoverageView, 'cases' | 'covered' | 'settled'>): number {
  return cases === 0 ? 100 : Math.floor((100 * (covered + settled)) / cases);
}

/** The promise in one line: how many are kept, how many not. */
export function PlanHeadline({ view }: { view: CoverageView }) {
  const kept = view.covered + view.settled;
  return (
    <div className="plan-headline">
      <p>
        <span className="plan-share num">{keptPercent(view)}%</span>
        <span>
          {text.covered} <strong className="num">{count(kept)}</strong> / {count(view.cases)}
          {text.unit}
          <span className="muted">
            （{text.settled} {count(view.settled)}・{text.coveredNow} {count(view.coveredNow)}・{text.ended}{' '}
            {count(view.ended)}）
          </span>
        </span>
      </p>
      <p className="tag" data-tone={view.left > 0 ? 'warn' : 'good'}>
        {view.left > 0
          ? `▲ ${text.left} ${count(view.left)}${text.unit}`
          : `● ${view.completedOn ? text.completedOn(dayWithWeekday(view.completedOn)) : text.noRisk}`}
      </p>
    </div>
  );
}

/** Whether ringing telephones are given up for the sake of occupancy, and why (not). */
export function RingingNote({ ringing }: { ringing: CoverageView['ringing'] }) {
  if (!ringing) return null;
  const { minRingSec, why, cutPct, leftIfCut, leftIfFull } = ringing;
  const said = text.ringing;
  const cost = leftIfCut === null || leftIfFull === null ? '' : said.cost(count(leftIfCut), count(leftIfFull));
  return (
    <div className="card-body">
      <p className="plan-note">
        {minRingSec === null ? `● ${said.never}` : `▲ ${said.after(minRingSec, cutPct)}`} {said.why[why]}
        {cost}
      </p>
    </div>
  );
}

export function BandTable({ view }: { view: CoverageView }) {
  const head = text.bandTable;
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{head.band}</th>
          <th className="num">{head.open}</th>
          <th className="num">{head.chance}</th>
          <th className="num">{head.rate}</th>
          <th className="num">{head.tries}</th>
          <th className="num">{head.needed}</th>
        </tr>
      </thead>
      <tbody>
        {view.bands.map(({ band, openMinutes, answerChance, triesPerSeatHour, tries, seatsNeeded }) => (
          <tr key={band}>
            <td>{text.bands[band]}</td>
            <td className="num">{openMinutes === 0 ? head.closed : text.hours(tenth(openMinutes / 60))}</td>
            <td className="num">{Math.round(100 * answerChance)}%</td>
            <td className="num">{tenth(triesPerSeatHour)}</td>
            <td className="num">{count(tries)}</td>
            <td className="num">
              {seatsNeeded === null ? (
                '—'
              ) : (
                <span className="tag" data-tone={seatsNeeded > view.settings.seats[band] ? 'warn' : 'good'}>
                  {seatsNeeded > view.settings.seats[band] ? '▲' : '●'} {seatsNeeded}
                  {text.seatsUnit}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function PlanRisks({ view }: { view: CoverageView }) {
  const { impossible, risks } = view;
  return (
    <section className="card" aria-label={text.risks}>
      <div className="card-head">
        <h2>{text.risks}</h2>
      </div>
      <div className="card-body">
        {impossible ? (
          <div className="impossible" role="alert">
            <p>■ {impossible.message}</p>
            {impossible.days.length > 0 ? (
              <p>
                {text.daysToOpen}:{' '}
                {impossible.days
                  .map(({ date, band, minutes }) => text.dayToOpen(dayWithWeekday(date), text.bands[band], minutes))
                  .join('、')}{' '}
                <a href="#/calendar">{text.openCalendar}</a>
              </p>
            ) : null}
          </div>
        ) : null}
        {risks.length === 0 ? <p className="muted">● {text.noRisk}</p> : null}
        <ul className="risk-list">
          {risks.map(({ message, cases }) => (
            <li key={message}>
              <strong className="num">
                {count(cases)}
                {text.unit}
              </strong>
              <span>{message}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

const [WIDTH, HEIGHT] = [640, 70];

/** Day by day: covered and settled one above the other, the whole as the upper edge. */
export function DayChart({ view }: { view: CoverageView }) {
  const { days, cases } = view;
  const step = WIDTH / Math.max(1, days.length);
  const tall = (n: number) => (n / Math.max(1, cases)) * HEIGHT;
  return (
    <figure className="day-chart">
      <figcaption>
        {text.chart}
        <span className="day-legend">
          <i className="day-key-covered" aria-hidden /> {text.legend.covered}
          <i className="day-key-settled" aria-hidden /> {text.legend.settled}
          <span>{text.legend.faint}</span>
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 18}`} role="img" aria-label={text.chart}>
        <line className="chart-grid" x1={0} x2={WIDTH} y1={0.5} y2={0.5} />
        {days.map(({ date, covered, settled, tries }, index) => {
          const isOff = tries.weekday_day + tries.evening + tries.weekend === 0;
          return (
            <g key={date} transform={`translate(${index * step} 0)`}>
              <title>{text.chartLabel(dayWithWeekday(date), covered, settled)}</title>
              <rect
                className="day-covered"
                data-off={isOff || undefined}
                x={1}
                width={step - 2}
                y={HEIGHT - tall(covered)}
                height={tall(covered)}
              />
              <rect
                className="day-settled"
                x={1}
                width={step - 2}
                y={HEIGHT - tall(covered + settled)}
                height={tall(settled)}
              />
              {index % Math.ceil(days.length / 10) === 0 ? (
                <text x={index === 0 ? 0 : step / 2} y={HEIGHT + 14} textAnchor={index === 0 ? 'start' : 'middle'}>
                  {dayWithWeekday(date)}
                </text>
              ) : null}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
