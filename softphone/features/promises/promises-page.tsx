import { Checkbox, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { PromiseView } from '../../../core/contracts/http/promises.ts';
import { goTo } from '../../shell/route.ts';
import { strings } from '../../ui/strings.ts';
import { PROMISE_TABS, type PromiseTab } from './promise-keys.ts';
import { PromiseList } from './promise-list.tsx';
import { PromiseSettingsPanel } from './promise-settings.tsx';
import { ReservationList } from './reservation-list.tsx';
import { usePromises } from './use-promises.ts';
import './promises.css';

const text = strings.promises;

export interface PromiseRights {
  /** Opens the person behind a promise. */
  view: boolean;
  /** Works at a desk, so that a call can be reserved for them. */
  desk: boolean;
  propose: boolean;
  editGrace: boolean;
}

/** 約束・予約管理: `#/promises`, `#/promises/broken`, `#/promises/callbacks`, `#/promises/settings` */
export function PromisesPage({ tab, rights }: { tab: string | undefined; rights: PromiseRights }) {
  const [mine, setMine] = useState(false);
  const chosen = tab === 'settings' ? 'settings' : (PROMISE_TABS.find((one) => one === tab) ?? 'today');
  const view: PromiseView | null = chosen === 'settings' || chosen === 'callbacks' ? null : chosen;
  const counts = usePromises(view ?? 'today', mine).data?.counts;
  const label = (one: PromiseTab) => {
    const count = one === 'callbacks' ? undefined : counts?.[one];
    return count === undefined ? text.views[one] : `${text.views[one]} ${count}`;
  };
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <SegmentedControl
          aria-label={text.title}
          data={[
            ...PROMISE_TABS.map((one) => ({ value: one, label: label(one) })),
            { value: 'settings', label: text.views.settings },
          ]}
          value={chosen}
          onChange={(value) => goTo('promises', value)}
        />
        {view !== null && rights.desk && rights.view ? (
          <Checkbox label={text.mine} checked={mine} onChange={(event) => setMine(event.currentTarget.checked)} />
        ) : null}
      </div>
      {chosen === 'settings' ? (
        <PromiseSettingsPanel mayEdit={rights.editGrace} mayPropose={rights.propose} />
      ) : (
        <>
          <p className="muted promise-hint">{text.viewHint[chosen]}</p>
          {view === null ? (
            <ReservationList mayView={rights.view} />
          ) : (
            <PromiseList
              key={`${view} ${mine}`}
              view={view}
              mine={mine}
              mayView={rights.view}
              mayOwn={rights.desk}
              onTab={(one) => goTo('promises', one)}
            />
          )}
        </>
      )}
    </>
  );
}
