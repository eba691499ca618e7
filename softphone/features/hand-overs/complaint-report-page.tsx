import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ComplaintReport } from '../../../core/contracts/http/hand-overs.ts';
import { get, post } from '../../client/http.ts';
import { goTo } from '../../shell/route.ts';
import { DayField } from '../../ui/day-field.tsx';
import { dateTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { complaintFacts, reportText } from './complaint-facts.ts';
import { saveTextFile } from './save-text-file.ts';
import '../inbox/inbox.css';
import '../lists/list-print.css';
import './hand-overs.css';

const text = strings.handOvers.report;

interface ComplaintReportPageProps {
  /** `YYYY-MM-DD` */
  on: string;
  today: string;
  by: string;
  base: readonly string[];
}

/** 苦情の当日報告. Printing or saving writes down, with each complaint, that it went to the city. */
export function ComplaintReportPage({ on, today, by, base }: ComplaintReportPageProps) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const key = ['hand-overs', 'report', on];
  const report = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<ComplaintReport>(`/api/hand-overs/report?on=${on}`, signal),
    retry: false,
  });
  const hand = async (how: (view: ComplaintReport) => void) => {
    setProblem(null);
    try {
      const view = await post<ComplaintReport>('/api/hand-overs/report', { on });
      client.setQueryData(key, view);
      // The page shows that it went before it goes.
      setTimeout(() => how(view), 100);
    } catch (error) {
      setProblem(error);
    }
  };
  const view = report.data;
  return (
    <div className="print-list">
      <div className="page-head no-print">
        <h1>{strings.handOvers.report.link}</h1>
        <DayField
          direction="back"
          aria-label={text.day}
          value={on}
          max={today}
          onDay={(value) => value && goTo(...base, 'report', value)}
        />
        <Button disabled={!view} onClick={() => void hand(() => window.print())}>
          {text.print}
        </Button>
        <Button
          variant="default"
          disabled={!view}
          onClick={() => void hand((sent) => saveTextFile(`kujo-${on}.txt`, reportText(sent, by)))}
        >
          {text.save}
        </Button>
        <Button variant="default" onClick={() => goTo(...base)}>
          {text.back}
        </Button>
      </div>
      {problem ? <ProblemNotice error={problem} /> : null}
      {report.error ? <ProblemNotice error={report.error} onRetry={() => void report.refetch()} /> : null}
      {view ? (
        <section className="card print-sheet" aria-label={text.title(on)}>
          <h2>{text.title(on)}</h2>
          <p className="print-facts">
            <span>
              {view.city} {view.section}
            </span>
            <span>{text.made(dateTime(view.printedAt), by)}</span>
            <span>{view.complaints.length === 0 ? text.none : text.count(view.complaints.length)}</span>
          </p>
          {view.complaints.map((row, index) => (
            <div key={row.id} className="complaint-sheet">
              <h3>{index + 1}</h3>
              <dl className="approval-facts complaint-facts">
                {complaintFacts(row).map(([name, value]) => (
                  <div key={name} style={{ display: 'contents' }}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </div>
          ))}
        </section>
      ) : null}
    </div>
  );
}
