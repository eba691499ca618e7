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
const VALUE_TABS = ['dialling', 'pacing', 'answering_machine'] as const;
const TABS = [...VALUE_TABS, 'stops', 'disclosure', 'calls', 'inbound', 'money', 'history'] as const;
type Tab = (typeof TABS)[number];

interface SettingsPageProps {
  parts: readonly string[];
  /** How the centre dials; who only keeps the money rules sees those alone. */
  mayView: boolean;
  mayEdit: boolean;
  mayEditStops: boolean;
  mayEditMoney: boolean;
  mayEditDisclosure: boolean;
}

/** `#/settings/dialling/SUBJECT`, `#/settings/pacing`, `#/settings/answering_machine/SUBJECT`, `#/settings/stops`, `#/settings/disclosure`, `#/settings/calls`, `#/settings/inbound`, `#/settings/money`, `#/settings/history` */
export function SettingsPage(props: SettingsPageProps) {
  const tabs: readonly Tab[] = props.mayView ? TABS : ['money'];
  const tab = tabs.find((one) => one === props.parts[0]) ?? tabs[0] ?? 'money';
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        {tabs.length > 1 ? (
          <SegmentedControl
            aria-label={text.tabsLabel}
            data={tabs.map((value) => ({ value, label: text.tabs[value] }))}
            value={tab}
            onChange={(value) => goTo('settings', value)}
          />
        ) : null}
      </div>
      {tab === 'money' ? <MoneyTab mayEdit={props.mayEditMoney} /> : null}
      {tab === 'calls' ? <CallsTab mayEdit={props.mayEditStops} /> : null}
      {tab === 'inbound' ? <InboundSettingsPanel mayEdit={props.mayEdit} /> : null}
      {tab === 'money' || tab === 'calls' || tab === 'inbound' ? null : <DiallingTab key={tab} {...props} tab={tab} />}
    </>
  );
}

/** Everything that comes with one question to the server. */
function DiallingTab({ tab, parts, ...may }: SettingsPageProps & { tab: Exclude<Tab, 'money' | 'calls' | 'inbound'> }) {
  const subjects = useSubjects();
  const { query, save } = useSettings();
  const settings = query.data;
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!settings) return <p className="muted">{strings.common.loading}</p>;
  if (tab === 'history') return <ChangeHistory changes={settings.changes} subjects={subjects} />;
  if (tab === 'stops') return <StopsTab settings={settings} mayEdit={may.mayEditStops} save={save} />;
  if (tab === 'disclosure') return <DisclosureTab today={settings.today} mayEdit={may.mayEditDisclosure} />;
  const subject = subjects.find(({ id }) => id === parts[1]) ?? null;
  return (
    <div className="settings-board">
      <ScopeNav
        subjects={subjects}
        chosen={subject?.id ?? null}
        withCity={tab !== 'answering_machine'}
        onChoose={(id) => goTo('settings', tab, ...(id === null ? [] : [id]))}
      />
      <ValuesTab key={`${tab} ${subject?.id}`} {...{ tab, subject, settings, save }} mayEdit={may.mayEdit} />
    </div>
  );
}
