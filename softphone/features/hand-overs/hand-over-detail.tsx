import type { ReactNode } from 'react';
import type { HandOverCase } from '../../../core/contracts/http/hand-overs.ts';
import { kindName, reasonName } from '../../../core/rules/hand-over.ts';
import { monthDayTime } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { DeadlineTag, StateTag } from './deadline-tag.tsx';
import { HandOverHistory } from './hand-over-history.tsx';
import { MatterOf } from './matter-of.tsx';
import { WishTable } from './wish-table.tsx';

const text = strings.handOvers;

/** What was said, what is wished, what became of it. */
export function HandOverDetail({ view, children }: { view: HandOverCase; children?: ReactNode }) {
  const [kind, reason] = [kindName(view.kind), reasonName(view.reason)];
  const title = kind === reason ? kind : `${kind}: ${reason}`;
  return (
    <article className="card approval" aria-label={title}>
      <header className="approval-head">
        <h2>
          {title}　<MatterOf row={view} />
        </h2>
        <p>
          <DeadlineTag mark={view.mark} />
          <StateTag {...view} />
          {view.stopped ? (
            <span className="tag" data-tone="bad">
              ■ {text.stopped[view.kind === 'complaint' ? 'complaint' : 'do_not_call']}
            </span>
          ) : null}
          <span className="tag">{view.subject?.shortName ?? text.allSubjects}</span>
        </p>
        <p className="muted">
          {text.raised(view.raisedBy, monthDayTime(view.raisedAt))}　{text.due(monthDayTime(view.dueAt))}
          {view.takenBy ? `　${text.taken(view.takenBy)}` : ''}
        </p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="approval-body" tabIndex={0} aria-label={text.said}>
        <HandOverWords view={view} />
        <HandOverHistory events={view.events} />
      </section>
      {children ? <footer className="approval-foot">{children}</footer> : null}
    </article>
  );
}

/** Also shown where the city decides on it, among the approvals. */
export function HandOverWords({ view }: { view: HandOverCase }) {
  return (
    <>
      {view.answer === null ? null : (
        <div className="notice" data-tone={view.outcome === 'returned' ? 'warn' : 'good'}>
          <p>
            <strong>
              {text.answer}
              {view.outcome ? `: ${text.outcome[view.outcome]}` : ''}
            </strong>{' '}
            {view.answer}{' '}
            <span className="muted">
              {view.answeredBy} {view.answeredAt ? monthDayTime(view.answeredAt) : ''}
            </span>
          </p>
        </div>
      )}
      <h3>{text.said}</h3>
      <p className="hand-over-said">{view.body || text.nothingSaid}</p>
      {view.kind === 'instalment_request' ? <WishTable wishes={view.wishes} /> : null}
      {view.kind === 'complaint' ? (
        <p className="muted">
          {view.supervisorToldAt ? text.told(monthDayTime(view.supervisorToldAt)) : `⚠ ${text.notTold}`}
        </p>
      ) : null}
    </>
  );
}
