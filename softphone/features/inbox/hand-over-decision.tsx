import type { ApprovalRow } from '../../../core/contracts/http/approvals.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { CallerBeside } from '../hand-overs/caller-beside.tsx';
import { CaseBeside } from '../hand-overs/case-beside.tsx';
import { HandOverWords } from '../hand-overs/hand-over-detail.tsx';
import { MatterOf } from '../hand-overs/matter-of.tsx';
import { useHandOver } from '../hand-overs/use-hand-overs.ts';
import '../hand-overs/hand-overs.css';

const text = strings.handOvers;
/** Who decides is of the city and sees person and debt. */
const RIGHTS = { answer: true, follow: true, viewPerson: true, viewDebt: true };

/** An instalment request or a do-not-call among the approvals: what it is about is read where it lies, as far as one may. */
export function HandOverDecision({ row }: { row: ApprovalRow }) {
  const one = useHandOver(row.refId);
  if (one.error) return <ProblemNotice error={one.error} onRetry={() => void one.refetch()} />;
  if (!one.data) return <p className="muted">{strings.common.loading}</p>;
  return (
    <>
      <p>
        <strong>
          <MatterOf row={one.data} />
        </strong>
      </p>
      <p className="muted">{row.kind === 'do_not_call' ? text.approveStop : text.approvePlan}</p>
      <HandOverWords view={one.data} />
      {one.data.person ? <CaseBeside person={one.data.person} rights={RIGHTS} /> : null}
      {one.data.caller ? <CallerBeside id={one.data.id} caller={one.data.caller} mayIdentify={false} /> : null}
    </>
  );
}
