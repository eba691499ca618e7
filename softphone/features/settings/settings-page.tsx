import { SegmentedControl } from '@mantine/core';
import { goTo } from '../../shell/route.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';
import { InboundSettingsPanel } from '../inbound/inbound-settings.tsx';
import { MoneyTab } from '../money/money-tab.tsx';
import { CallsTab } from './calls-tab.tsx';
import { ChangeHistory } from './change-history.tsx';
import { DisclosureTab } from './disclosure-tab.tsx';
import { ScopeNav } from './scope-nav.tsx';
import { StopsTab } from './stops-tab.tsx';
import { useSettings } from './use-settings.ts';
import { ValuesTab } from './values-tab.tsx';
import './settings.css';

const text = strings.settings;
const TABS = [
  'dialling',
  'pacing',
  'answering_machine',
  'stops',
  'disclosure',
  'calls',
  'inbound',
  'money',
  'history',
] as const;

interface SettingsPageProps {
  parts: readonly string[];
  mayEdit: boolean;
  mayEditStops: boolean;
  mayEditMoney: boolean;
  mayEditDisclosure: boolean;
}

/** `#/settings/dialling/SUBJECT`, `#/settings/pacing`, `#/settings/answering_machine/SUBJECT`, `#/settings/stops`, `#/settings/disclosure`, `#/settings/calls`, `#/settings/inbound`, `#/settings/money`, `#/settings/history` */
export function SettingsPage({ parts, mayEdit, mayEditStops, mayEditMoney, mayEditDisclosure }: SettingsPageProps) {
  const subjects = useSubjects();
  const { query, save } = useSettings();
  const tab = TABS.find((one) => one === parts[0]) ?? 'dialling';
  const subject = subjects.find(({ id }) => id === parts[1]) ?? null;
  const settings = query.data;
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <SegmentedControl
          aria-label={text.tabsLabel}
          data={TABS.map((value) => ({ value, label: text.tabs[value] }))}
          value={tab}
          onChange={(value) => goTo('settings', value)}
        />
        <span className="muted">{text.lead}</span>
      </div>
      {query.error ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {settings && tab === 'history' ? <ChangeHistory changes={settings.changes} subjects={subjects} /> : null}
      {settings && tab === 'stops' ? <StopsTab settings={settings} mayEdit={mayEditStops} save={save} /> : null}
      {settings && tab === 'disclosure' ? <DisclosureTab today={settings.today} mayEdit={mayEditDisclosure} /> : null}
      {tab === 'calls' ? <CallsTab mayEdit={mayEditStops} /> : null}
      {tab === 'inbound' ? <InboundSettingsPanel mayEdit={mayEdit} /> : null}
      {tab === 'money' ? <MoneyTab mayEdit={mayEditMoney} /> : null}
      {settings &&
      tab !== 'history' &&
      tab !== 'stops' &&
      tab !== 'disclosure' &&
      tab !== 'calls' &&
      tab !== 'inbound' &&
      tab !== 'money' ? (
        <div className="settings-board">
          <ScopeNav
            subjects={subjects}
            chosen={subject?.id ?? null}
            withCity={tab !== 'answering_machine'}
            onChoose={(id) => goTo('settings', tab, ...(id === null ? [] : [id]))}
          />
          <ValuesTab key={`${tab} ${subject?.id}`} {...{ tab, subject, settings, mayEdit, save }} />
        </div>
      ) : null}
    </>
  );
}
