import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { HandOverRow, HandOverView } from '../../../core/contracts/http/hand-overs.ts';
import { goTo } from '../../shell/route.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import type { HandOverRights } from './hand-over-acts.ts';
import { HandOverList } from './hand-over-list.tsx';
import { SelectedHandOver } from './selected-hand-over.tsx';
import { useHandOvers } from './use-hand-overs.ts';
import '../inbox/inbox.css';
import './hand-overs.css';

const text = strings.handOvers;

interface HandOverBoardProps {
  rights: HandOverRights;
  /** Where it stands, for links: the inbox of the city, or a page of its own. */
  base: readonly string[];
  /** Opened by a link. */
  id: string | undefined;
}

/** What waits, by deadline, with what was said and the case beside it. */
export function HandOverBoard({ rights, base, id }: HandOverBoardProps) {
  const views: HandOverView[] = rights.follow ? ['open', 'mine', 'done'] : ['mine'];
  const [view, setView] = useState<HandOverView>(views[0] ?? 'mine');
  const [chosen, setChosen] = useState<string | null>(id ?? null);
  const [told, setTold] = useState<string | null>(null);
  const board = useHandOvers(view);
  const rows = board.data?.rows ?? [];
  // What a link named is shown also when it is not in this view any more.
  const selectedId = rows.some((row) => row.id === chosen) || chosen === id ? chosen : null;
  const shownId = selectedId ?? rows[0]?.id ?? null;
  const move = (by: 1 | -1) => {
    const index = rows.findIndex((row) => row.id === shownId);
    setChosen(rows[Math.min(rows.length - 1, Math.max(0, index + by))]?.id ?? null);
  };
  return (
    <>
      <div className="hand-over-bar">
        {views.length > 1 ? (
          <SegmentedControl
            aria-label={text.title}
            data={views.map((value) => ({ value, label: text.views[value] }))}
            value={view}
            onChange={(value) => {
              setView(views.find((one) => one === value) ?? 'mine');
              setChosen(null);
            }}
          />
        ) : null}
        <span className="hand-over-told" role="status" aria-live="polite">
          {told ? `✓ ${told}` : ''}
        </span>
        {rights.answer ? <a href={`#/${base.join('/')}/settings`}>{text.settings.link}</a> : null}
        {rights.follow ? (
          <Button variant="default" onClick={() => goTo(...base, 'report')}>
            {text.report.link}
          </Button>
        ) : null}
      </div>
      {board.error ? <ProblemNotice error={board.error} onRetry={() => void board.refetch()} /> : null}
      {board.data && shownId === null ? (
        <section className="card">
          <Empty title={text.empty[view].title}>{text.empty[view].body}</Empty>
        </section>
      ) : null}
      {board.data && shownId !== null ? (
        <div className="hand-overs">
          <section className="card inbox-list">
            <HandOverList rows={rows} selectedId={shownId} onSelect={setChosen} />
            {board.data.more ? <p className="muted hand-over-more">{text.more}</p> : null}
          </section>
          <SelectedHandOver
            key={shownId}
            id={shownId}
            version={versionOf(rows, shownId)}
            rights={rights}
            onMove={move}
            onTold={setTold}
          />
        </div>
      ) : null}
    </>
  );
}

function versionOf(rows: readonly HandOverRow[], id: string): string {
  const row = rows.find((one) => one.id === id);
  return row ? [row.state, row.takenBy, row.answeredAt, row.stopped].join() : '';
}
