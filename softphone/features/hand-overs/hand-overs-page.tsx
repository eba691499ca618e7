import { strings } from '../../ui/strings.ts';
import { ComplaintReportPage } from './complaint-report-page.tsx';
import { DeadlineSettings } from './deadline-settings.tsx';
import type { HandOverRights } from './hand-over-acts.ts';
import { HandOverBoard } from './hand-over-board.tsx';

interface HandOversPageProps {
  rights: HandOverRights;
  /** After the page's name: an id, `settings`, or `report` and a day. */
  parts: readonly string[];
  base: readonly string[];
  today: string;
  by: string;
}

/** `#/hand-overs`, and a tab of `#/inbox` for who also has approvals there. */
export function HandOversPage({ rights, parts, base, today, by }: HandOversPageProps) {
  const [first, on] = parts;
  if (first === 'report' && rights.follow) return <ComplaintReportPage on={on ?? today} {...{ today, by, base }} />;
  if (first === 'settings') return <DeadlineSettings mayEdit={rights.answer} />;
  return (
    <>
      {base.length === 1 ? (
        <div className="page-head">
          <h1>{strings.handOvers.title}</h1>
        </div>
      ) : null}
      <HandOverBoard key={first ?? ''} rights={rights} base={base} id={first} />
    </>
  );
}
