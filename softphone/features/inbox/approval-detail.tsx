import type { ReactNode } from 'react';
import type { ApprovalRow } from '../../../core/contracts/http/approvals.ts';
import { monthDayTime, phoneText } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { useSubjects } from '../../ui/use-subjects.ts';
import { dueText, stateMark, stateTone } from './approval-list.tsx';
import { CalendarDetail } from './calendar-detail.tsx';
import { HandOverDecision } from './hand-over-decision.tsx';
import { ListDetail } from './list-detail.tsx';
import { PredictiveDetail } from './predictive-detail.tsx';
import { SmsListDetail, SmsTemplateDetail } from './sms-detail.tsx';

const text = strings.inbox;

export function ApprovalDetail({ row, children }: { row: ApprovalRow; children: ReactNode }) {
  const subject = useSubjects().find(({ id }) => id === row.subjectId);
  return (
    <article className="card approval" aria-label={row.title}>
      <header className="approval-head">
        <h2>{row.title}</h2>
        <p>
          <span className="tag" data-tone={row.late ? 'bad' : stateTone[row.state]}>
            {row.late ? `⚠ ${text.late}` : `${stateMark[row.state]} ${text.state[row.state]}`}
          </span>
          <span className="tag">{text.kind[row.kind]}</span>
          {subject ? (
            <span title={phoneText(subject.callerId, subject.callerId)}>
              <SubjectStripe name={subject.name} colour={subject.colour} callerId={subject.callerId} />
            </span>
          ) : null}
        </p>
        <p className="muted">
          {text.asked} {text.by(row.requestedBy?.name ?? text.system, monthDayTime(row.requestedAt))}
          {'　'}
          {dueText(row)}
        </p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="approval-body" tabIndex={0} aria-label={text.other}>
        {row.state === 'approved' || row.state === 'returned' ? <Answer row={row} /> : null}
        <KindDetail row={row} />
      </section>
      <footer className="approval-foot">{children}</footer>
    </article>
  );
}

function Answer({ row }: { row: ApprovalRow }) {
  return (
    <div className="notice" data-tone={row.state === 'approved' ? 'good' : 'warn'}>
      <p>
        <strong>
          {text.answer}: {text.state[row.state]}
        </strong>{' '}
        {row.answer ?? text.noAnswer}{' '}
        <span className="muted">
          {row.decidedBy && row.decidedAt ? text.decided(row.decidedBy, monthDayTime(row.decidedAt)) : null}
          {row.readAt ? `　${text.readAt(monthDayTime(row.readAt))}` : null}
        </span>
      </p>
    </div>
  );
}

function KindDetail({ row }: { row: ApprovalRow }) {
  const { kind, detail } = row;
  switch (kind) {
    case 'call_list':
      return <ListDetail detail={detail} />;
    case 'calendar_month':
      return <CalendarDetail detail={detail} />;
    case 'promise_reminder':
      return <p>{text.promiseReminder}</p>;
    case 'sms_template':
      return <SmsTemplateDetail detail={detail} />;
    case 'sms_list':
      return <SmsListDetail detail={detail} />;
    case 'instalment':
    case 'do_not_call':
      return <HandOverDecision row={row} />;
    case 'predictive':
      return <PredictiveDetail detail={detail} />;
  }
}
