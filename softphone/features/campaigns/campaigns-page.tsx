import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { goTo } from '../../shell/route.ts';
import { strings } from '../../ui/strings.ts';
import { HoldForm } from '../calendar/hold-form.tsx';
import { useHolds } from '../calendar/use-holds.ts';
import { GoalsPanel } from '../goals/goals-panel.tsx';
import type { CampaignRights } from './campaign-rights.ts';
import { CampaignsPanel } from './campaigns-panel.tsx';
import { useCampaignKeys } from './use-campaign-keys.ts';
import './campaigns.css';

const text = strings.campaigns;

interface CampaignsPageProps {
  tab: string | undefined;
  rights: CampaignRights;
  /** Product's today, `YYYY-MM-DD`. */
  today: string;
}

/** `#/campaigns`, `#/campaigns/new`, `#/campaigns/goals` */
export function CampaignsPage({ tab, rights, today }: CampaignsPageProps) {
  const goals = tab === 'goals';
  const [holding, setHolding] = useState(false);
  const held = useHolds().some(({ kind }) => kind === 'by_hand');
  const mayHold = rights.hold && !held;
  useCampaignKeys(({ type }) => {
    if (type === 'hold') setHolding(mayHold);
  });
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <SegmentedControl
          aria-label={text.title}
          data={[
            { value: 'campaigns', label: text.tabs.campaigns },
            { value: 'goals', label: text.tabs.goals },
          ]}
          value={goals ? 'goals' : 'campaigns'}
          onChange={(value) => (value === 'goals' ? goTo('campaigns', 'goals') : goTo('campaigns'))}
        />
        {mayHold ? (
          <Button color="red" variant="outline" onClick={() => setHolding(true)}>
            ■ {strings.calendar.hold.stop}
          </Button>
        ) : null}
        {rights.run && tab === undefined ? (
          <>
            <Button variant="default" onClick={() => goTo('lists')}>
              {text.fromList}
            </Button>
            <Button onClick={() => goTo('campaigns', 'new')}>{text.create}</Button>
          </>
        ) : null}
      </div>
      {holding ? <HoldForm onClose={() => setHolding(false)} /> : null}
      {goals ? <GoalsPanel today={today} /> : <CampaignsPanel creating={tab === 'new'} rights={rights} today={today} />}
    </>
  );
}
