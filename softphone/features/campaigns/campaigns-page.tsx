import { Button, SegmentedControl } from '@mantine/core';
import { goTo } from '../../shell/route.ts';
import { strings } from '../../ui/strings.ts';
import { GoalsPanel } from '../goals/goals-panel.tsx';
import { CampaignsPanel } from './campaigns-panel.tsx';
import './campaigns.css';

const text = strings.campaigns;

export interface CampaignRights {
  run: boolean;
  pause: boolean;
  propose: boolean;
  decide: boolean;
}

interface CampaignsPageProps {
  tab: string | undefined;
  rights: CampaignRights;
  /** Product's today, `YYYY-MM-DD`. */
  today: string;
}

/** `#/campaigns`, `#/campaigns/new`, `#/campaigns/goals` */
export function CampaignsPage({ tab, rights, today }: CampaignsPageProps) {
  const goals = tab === 'goals';
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
        {rights.run && tab === undefined ? (
          <>
            <Button variant="default" onClick={() => goTo('lists')}>
              {text.fromList}
            </Button>
            <Button onClick={() => goTo('campaigns', 'new')}>{text.create}</Button>
          </>
        ) : null}
      </div>
      {goals ? <GoalsPanel today={today} /> : <CampaignsPanel creating={tab === 'new'} rights={rights} today={today} />}
    </>
  );
}
