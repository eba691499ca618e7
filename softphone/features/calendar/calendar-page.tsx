import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CalendarCentre } from '../../../core/contracts/http/calendar.ts';
import { get } from '../../client/http.ts';
import { today } from '../../client/product-today.ts';
import { goTo } from '../../shell/route.ts';
import { strings } from '../../ui/strings.ts';
import { MonthTab } from './month-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { WindowsTab } from './windows-tab.tsx';
import './calendar.css';

const text = strings.calendar;
const WINDOWS = 'windows';
const SETTINGS = 'settings';

interface CalendarPageProps {
  parts: readonly string[];
  mayEditWindows: boolean;
  mayEditCity: boolean;
}

/** `#/calendar/2026-12/CENTRE` shows a month, `#/calendar/windows/SUBJECT` the windows of a subject, `#/calendar/settings` the city's values. */
export function CalendarPage({ parts, mayEditWindows, mayEditCity }: CalendarPageProps) {
  const [first, second] = parts;
  const centres = useQuery({
    queryKey: ['calendar-centres'],
    queryFn: ({ signal }) => get<CalendarCentre[]>('/api/calendar/centres', signal),
    staleTime: 60_000,
  });
  const tab = first === WINDOWS || first === SETTINGS ? first : 'month';
  const month = first && /^20\d{2}-(0[1-9]|1[0-2])$/.test(first) ? first : thisMonth();
  const centreId = (tab === 'month' ? second : undefined) ?? null;
  return (
    <div className="cal-page">
      <div className="page-head cal-head">
        <h1>{text.title}</h1>
        <SegmentedControl
          aria-label={text.title}
          data={[
            { value: 'month', label: text.tabs.month },
            { value: WINDOWS, label: text.tabs.windows },
            { value: SETTINGS, label: text.tabs.settings },
          ]}
          value={tab}
          onChange={(next) => goTo('calendar', next === 'month' ? thisMonth() : next)}
        />
        <span className="muted cal-lead">{LEADS[tab]}</span>
      </div>
      {tab === 'month' ? (
        <MonthTab
          key={`${month} ${centreId}`}
          month={month}
          centreId={centreId}
          centres={centres.data ?? []}
          onMonth={(next) => goTo('calendar', next, ...(centreId === null ? [] : [centreId]))}
          onCentre={(next) => goTo('calendar', month, ...(next === null ? [] : [next]))}
        />
      ) : null}
      {tab === WINDOWS ? (
        <WindowsTab
          subjectId={second ?? null}
          mayEdit={mayEditWindows}
          onChoose={(id) => goTo('calendar', WINDOWS, id)}
        />
      ) : null}
      {tab === SETTINGS ? <SettingsTab mayEdit={mayEditCity} centres={centres.data ?? []} /> : null}
    </div>
  );
}

const LEADS = { month: text.lead, [WINDOWS]: text.windows.lead, [SETTINGS]: text.settings.lead };
const thisMonth = () => today().slice(0, 7);
