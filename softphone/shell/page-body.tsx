import type { ReactNode } from 'react';
import type { SessionView } from '../../core/contracts/http/session.ts';
import type { Permission } from '../../core/rules/permissions.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { AuditPage } from '../features/audit/audit-page.tsx';
import { CalendarPage } from '../features/calendar/calendar-page.tsx';
import { CampaignsPage } from '../features/campaigns/campaigns-page.tsx';
import { ContactPage } from '../features/contacts/contact-page.tsx';
import { CoveragePage } from '../features/coverage/coverage-page.tsx';
import { HandOversPage } from '../features/hand-overs/hand-overs-page.tsx';
import { HealthPage } from '../features/health/health-page.tsx';
import { ImportsPage } from '../features/imports/imports-page.tsx';
import { InboxPage } from '../features/inbox/inbox-page.tsx';
import { LayoutsPage } from '../features/layouts/layouts-page.tsx';
import { ListPrintPage } from '../features/lists/list-print.tsx';
import { ListsPage } from '../features/lists/lists-page.tsx';
import { NumberChecksPage } from '../features/number-checks/number-checks-page.tsx';
import { PersonPage } from '../features/persons/person-page.tsx';
import { PersonsPage } from '../features/persons/persons-page.tsx';
import { PromisesPage } from '../features/promises/promises-page.tsx';
import { RecordingPage } from '../features/recordings/recording-page.tsx';
import { RecordingsPage } from '../features/recordings/recordings-page.tsx';
import { ScriptsPage } from '../features/scripts/scripts-page.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { SmsPage } from '../features/sms/sms-page.tsx';
import { StaffPage } from '../features/staff/staff-page.tsx';
import { NoticesPage } from '../features/today/notices-page.tsx';
import { TodayPage } from '../features/today/today-page.tsx';
import { TrainingPage } from '../features/training/training-page.tsx';
import type { PageName } from './pages.ts';

export function pageBody(
  page: PageName,
  parts: readonly string[],
  session: SessionView,
  /** Nobody asked for this page: it is the first. */
  landed: boolean,
): ReactNode {
  const [id] = parts;
  const may = (permission: Permission) => session.permissions.includes(permission);
  switch (page) {
    case 'lists':
      return id === 'print' && parts[1] && may('export_lists') ? (
        <ListPrintPage key={parts[1]} id={parts[1]} printedBy={session.staff.displayName} />
      ) : (
        <ListsPage
          part={id}
          mayEntrust={may('entrust')}
          mayExport={may('export_lists')}
          privileged={session.staff.privileged}
        />
      );
    case 'training':
      return <TrainingPage />;
    case 'campaigns':
      return (
        <CampaignsPage tab={id} today={tokyoTime(new Date(session.productNow)).date} rights={campaignRights(may)} />
      );
    case 'calendar':
      return (
        <CalendarPage parts={parts} mayEditWindows={may('edit_subjects')} mayEditCity={may('edit_city_calendar')} />
      );
    case 'coverage':
      return <CoveragePage id={id} mayView={may('view_person')} />;
    case 'inbox':
      return <InboxPage mayDecide={may('decide')} parts={parts} handOvers={handOverFacts(may, session)} />;
    case 'hand-overs':
      return <HandOversPage {...handOverFacts(may, session)} parts={parts} base={['hand-overs']} />;
    case 'imports':
      return <ImportsPage runId={id} maySeeRows={may('view_import_errors')} />;
    case 'number-checks':
      return <NumberChecksPage />;
    case 'sms':
      return (
        <SmsPage
          part={id}
          more={parts[1]}
          mayView={may('view_sms')}
          mayManage={may('manage_sms')}
          mayLimit={may('set_sms_limits')}
          maySection={may('edit_subjects')}
        />
      );
    case 'recordings':
      return id ? <RecordingPage key={id} id={id} /> : <RecordingsPage />;
    case 'persons':
      return id ? (
        <PersonPage
          key={id}
          id={id}
          rights={personRights(may)}
          handOverBase={may('propose') ? ['inbox', 'hand-overs'] : ['hand-overs']}
        />
      ) : (
        <PersonsPage mayView={may('view_person')} />
      );
    case 'scripts':
      return <ScriptsPage today={tokyoTime(new Date(session.productNow)).date} mayEdit={may('edit_scripts')} />;
    case 'settings':
      return (
        <SettingsPage
          parts={parts}
          mayView={may('view_dialling')}
          mayEdit={may('edit_dialling')}
          mayEditStops={may('edit_stop_policy')}
          mayEditMoney={may('edit_subjects')}
          mayEditDisclosure={may('edit_disclosure')}
        />
      );
    case 'layouts':
      return <LayoutsPage />;
    case 'staff':
      return <StaffPage />;
    case 'health':
      return <HealthPage />;
    case 'audit':
      return <AuditPage />;
    case 'today':
      return <TodayPage landed={landed} mayView={may('view_person')} mayPost={may('post_notices')} />;
    case 'notices':
      return <NoticesPage />;
    case 'promises':
      return <PromisesPage tab={id} rights={promiseRights(may)} />;
    case 'contacts':
      return id ? <ContactPage key={id} id={id} /> : null;
    case 'desk':
      return null;
  }
}

const personRights = (may: (permission: Permission) => boolean) => ({
  viewDebt: may('view_debt'),
  post: may('post_payment'),
  label: may('label_persons'),
  editContacts: may('edit_contacts'),
});

const promiseRights = (may: (permission: Permission) => boolean) => ({
  view: may('view_person'),
  desk: may('desk'),
  propose: may('propose'),
  editGrace: may('edit_promises'),
});

const campaignRights = (may: (permission: Permission) => boolean) => ({
  run: may('run_campaigns'),
  pause: may('pause_campaigns'),
  propose: may('propose'),
  decide: may('decide'),
  hold: may('hold_dialling'),
});

const handOverFacts = (may: (permission: Permission) => boolean, session: SessionView) => ({
  rights: {
    answer: may('answer_hand_overs'),
    follow: may('follow_hand_overs'),
    viewPerson: may('view_person'),
    viewDebt: may('view_debt'),
  },
  today: tokyoTime(new Date(session.productNow)).date,
  by: session.staff.displayName,
});
