import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BestTimeView } from '../../../core/contracts/http/coverage.ts';
import { BANDS } from '../../../core/rules/coverage/open-minutes.ts';
import { get, queryString } from '../../client/http.ts';
import { Empty } from '../../ui/empty.tsx';
import { count } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';

const text = strings.coverage.map;
/** Below this a cell mostly repeats what coarser groups say. */
const FEW_CALLS = 10;

/** Attempts fade with age: less than half of one is none. What is believed of such a cell says nothing about its hour. */
const hasCalls = (cell: BestTimeView['rows'][number]['cells'][number]) => cell.dialled >= 0.5;

/** Number in every cell, shade of one colour behind it, a star on the best: nothing is told by colour alone. */
export function BestTimeMap() {
  const subjects = useSubjects();
  const [subjectId, setSubjectId] = useState('');
  const map = useQuery({
    queryKey: ['best-time', subjectId],
    queryFn: ({ signal }) => get<BestTimeView>(`/api/coverage/best-time${queryString({ subjectId })}`, signal),
  });
  return (
    <section className="card" aria-label={strings.coverage.tabs.map}>
      <div className="card-head">
        <h2>{strings.coverage.tabs.map}</h2>
        <Select
          aria-label={text.subject}
          data={[{ value: '', label: text.all }, ...subjects.map(({ id, name }) => ({ value: id, label: name }))]}
          value={subjectId}
          onChange={(value) => setSubjectId(value ?? '')}
        />
      </div>
      {map.error ? <ProblemNotice error={map.error} onRetry={() => void map.refetch()} /> : null}
      {map.data?.rows.length === 0 ? <Empty title={text.empty.title}>{text.empty.body}</Empty> : null}
      {map.data && map.data.rows.length > 0 ? (
        <>
          <div className="heat-scroll">
            <HeatTable view={map.data} />
          </div>
          <p className="muted plan-note heat-note">{text.note}</p>
        </>
      ) : null}
    </section>
  );
}

function HeatTable({ view: { hours, rows } }: { view: BestTimeView }) {
  const told = rows.flatMap(({ cells }) => cells.filter(hasCalls));
  const highest = Math.max(0.01, ...told.map(({ chance }) => chance));
  return (
    <table className="heat">
      <thead>
        <tr>
          <th rowSpan={2}>{text.area}</th>
          <th rowSpan={2} className="num">
            {text.calls}
          </th>
          {BANDS.map((band) => (
            <th key={band} colSpan={hours.filter((one) => one.band === band).length}>
              {strings.coverage.bands[band]}
            </th>
          ))}
        </tr>
        <tr>
          {hours.map(({ band, hour }) => (
            <th key={`${band} ${hour}`} className="num">
              {text.hour(hour)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ numberType, area, dialled, cells, best }) => (
          <tr key={`${numberType} ${area}`}>
            <th scope="row">
              {text.type[numberType]} {area === 'mobile' ? '' : text.areaName(area)}
            </th>
            <td className="num">{count(Math.round(dialled))}</td>
            {cells.map((cell, index) => {
              const at = hours[index];
              const isBest = at !== undefined && best?.band === at.band && best.hour === at.hour;
              const percent = Math.round(100 * cell.chance);
              if (!hasCalls(cell)) {
                const words = text.noData(percent);
                return (
                  <td key={`${at?.band} ${at?.hour}`} className="num" data-none title={words} aria-label={words}>
                    —
                  </td>
                );
              }
              const shade = Math.round(70 * (cell.chance / highest));
              return (
                <td
                  key={`${at?.band} ${at?.hour}`}
                  className="num"
                  data-few={cell.dialled < FEW_CALLS || undefined}
                  data-best={isBest || undefined}
                  title={text.cell(percent, cell.answered, cell.dialled)}
                  style={{ background: `color-mix(in srgb, #699cc8 ${shade}%, #fff)` }}
                >
                  {isBest ? '★' : ''}
                  {percent}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
