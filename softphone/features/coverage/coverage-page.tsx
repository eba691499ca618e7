import { SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CampaignRow } from '../../../core/contracts/http/records.ts';
import { get } from '../../client/http.ts';
import { goTo } from '../../shell/route.ts';
import { DayField } from '../../ui/day-field.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { campaignStateLabel, strings } from '../../ui/strings.ts';
import { BestTimeMap } from './best-time-map.tsx';
import { PlanPanel } from './plan-panel.tsx';
import './coverage.css';

const text = strings.coverage;
type Tab = keyof typeof text.tabs;

/** `#/coverage/CAMPAIGN`: will every case be tried in two bands by the date, and what would help. `#/coverage/map`: the heat map. */
export function CoveragePage({ id, mayView }: { id: string | undefined; mayView: boolean }) {
  const tab: Tab = id === 'map' ? 'map' : 'plan';
  const campaigns = useQuery({
    queryKey: ['campaigns'],
    queryFn: ({ signal }) => get<CampaignRow[]>('/api/campaigns', signal),
  });
  const open = (campaigns.data ?? []).filter(({ state }) => state !== 'finished');
  const chosen = open.find((one) => one.id === id) ?? open.find(({ state }) => state === 'running') ?? open[0];
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <SegmentedControl
          aria-label={text.title}
          data={(['plan', 'map'] as const).map((value) => ({ value, label: text.tabs[value] }))}
          value={tab}
          onChange={(value) => (value === 'map' ? goTo('coverage', 'map') : goTo('coverage', chosen?.id ?? ''))}
        />
      </div>
      {tab === 'map' ? <BestTimeMap /> : null}
      {tab === 'plan' && campaigns.error ? <ProblemNotice error={campaigns.error} /> : null}
      {tab === 'plan' && campaigns.isSuccess && !chosen ? (
        <Empty title={text.noCampaign.title}>{text.noCampaign.body}</Empty>
      ) : null}
      {tab === 'plan' && chosen ? (
        <CampaignPlan key={chosen.id} campaign={chosen} campaigns={open} mayView={mayView} />
      ) : null}
    </>
  );
}

interface CampaignPlanProps {
  campaign: CampaignRow;
  campaigns: readonly CampaignRow[];
  mayView: boolean;
}

function CampaignPlan({ campaign, campaigns, mayView }: CampaignPlanProps) {
  const [dueOn, setDueOn] = useState<string | null>(null);
  return (
    <>
      <div className="plan-choice">
        <Select
          label={text.campaign}
          data={campaigns.map(({ id, name, state }) => ({
            value: id,
            label: `${name}（${campaignStateLabel[state]}）`,
          }))}
          value={campaign.id}
          onChange={(value) => value && goTo('coverage', value)}
          searchable
          w={420}
        />
        <DayField
          label={text.dueOn}
          value={dueOn ?? campaign.dueOn ?? ''}
          onDay={(value) => setDueOn(value === '' ? null : value)}
        />
      </div>
      <PlanPanel campaignId={campaign.id} dueOn={dueOn} mayView={mayView} />
    </>
  );
}
