import { useEffect, useState } from 'react';
import type { CampaignRow } from '../../../core/contracts/http/records.ts';
import { type GoalCounts, metricValue } from '../../../core/rules/goals.ts';
import { goTo } from '../../shell/route.ts';
import { Empty } from '../../ui/empty.tsx';
import { count } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';
import { CampaignWhy } from '../why/campaign-why.tsx';
import { AskPredictive } from './ask-predictive.tsx';
import type { CampaignAct } from './campaign-keys.ts';
import type { CampaignRights } from './campaign-rights.ts';
import { CampaignTable } from './campaign-table.tsx';
import { CoverageBrief } from './coverage-brief.tsx';
import { EndPredictive } from './end-predictive.tsx';
import { NewCampaign } from './new-campaign.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { PoolStrip } from './pool-strip.tsx';
import { useCampaignActs } from './use-campaign-acts.ts';
import { useCampaignKeys } from './use-campaign-keys.ts';
import { useCampaigns } from './use-campaigns.ts';

const text = strings.campaigns;

interface CampaignsPanelProps {
  creating: boolean;
  rights: CampaignRights;
  today: string;
}

export function CampaignsPanel({ creating, rights, today }: CampaignsPanelProps) {
  const { list, goals, lines, news, refresh } = useCampaigns();
  const subjects = useSubjects();
  const acts = useCampaignActs(rights, refresh);
  const rows = list.data ?? [];
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [panel, setPanel] = useState<'plan' | 'ask' | null>(null);
  const selected = rows.find(({ id }) => id === selectedId) ?? null;

  const act = (row: CampaignRow, action: CampaignAct) => {
    setSelectedId(row.id);
    if (action.type === 'open') setPanel('plan');
    else if (action.type === 'ask') setPanel('ask');
    else acts.act(row, action);
  };
  useCampaignKeys((action) => {
    if (action.type === 'close') setPanel(null);
    else if (action.type === 'move') {
      const index = rows.findIndex(({ id }) => id === selectedId);
      setSelectedId(rows[Math.min(rows.length - 1, Math.max(0, index + action.by))]?.id ?? null);
      setPanel(null);
    } else if (selected) act(selected, action);
  });
  useEffect(() => {
    if (selectedId) document.querySelector('.campaign-row[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selectedId]);

  return (
    <>
      <PoolStrip news={news} />
      {acts.problem ? <ProblemNotice error={acts.problem} /> : null}
      <p className="campaigns-told" role="status">
        {acts.told ? `✓ ${acts.told}` : ''}
      </p>
      {creating ? (
        <NewCampaign
          subjects={subjects}
          onDone={() => {
            goTo('campaigns');
            void refresh();
          }}
          onCancel={() => goTo('campaigns')}
        />
      ) : null}
      <section className="card" aria-label={text.title}>
        {list.error ? <ProblemNotice error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.data?.length === 0 ? <Empty title={text.emptyTitle}>{text.emptyBody}</Empty> : null}
        {rows.length > 0 ? (
          <CampaignTable
            {...{ rows, subjects, goals, lines, news, selectedId, rights, act }}
            onSelect={(id) => {
              setPanel(id === selectedId && panel !== null ? null : 'plan');
              setSelectedId(id);
            }}
            below={selected && panel ? below(selected, panel) : null}
          />
        ) : null}
      </section>
      <KeyHelp />
    </>
  );

  function below(row: CampaignRow, shown: 'plan' | 'ask') {
    const close = () => setPanel(null);
    if (shown === 'ask') {
      const name = subjects.find(({ id }) => id === row.subjectId)?.name ?? row.subjectId;
      return (
        <AskPredictive
          key={row.id}
          subjectName={name}
          today={today}
          onSend={(ask) => acts.ask(row.subjectId, ask)}
          onClose={close}
        />
      );
    }
    const inForce = lines.find(({ subjectId }) => subjectId === row.subjectId)?.inForce != null;
    return (
      <PlanPanel
        key={row.id}
        row={row}
        mayRun={rights.run}
        onSave={(plan) => acts.savePlan(row, plan)}
        onFinish={() => void acts.finish(row).then(close)}
        onClose={close}
      >
        <WrapUp counts={goals.find(({ campaignId }) => campaignId === row.id)?.counts} />
        {row.state === 'running' ? <CampaignWhy campaignId={row.id} /> : null}
        {row.state === 'finished' ? null : <CoverageBrief campaignId={row.id} />}
        {rights.decide && inForce ? <EndPredictive onEnd={() => acts.end(row.subjectId)} /> : null}
      </PlanPanel>
    );
  }
}

function WrapUp({ counts }: { counts: GoalCounts | undefined }) {
  const seconds = counts ? metricValue('wrap_up', counts) : null;
  if (!counts || seconds === null) return null;
  return <p className="muted">{strings.goals.wrapUp(seconds.toFixed(0), count(counts.wrapUps))}</p>;
}

function KeyHelp() {
  return (
    <p className="key-help muted">
      {text.keys.list.map(([keys, what]) => (
        <span key={keys}>
          <kbd>{keys}</kbd> {what}
        </span>
      ))}
    </p>
  );
}
