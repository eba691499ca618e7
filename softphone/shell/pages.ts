import type { Permission } from '../../core/rules/permissions.ts';
import type { Role } from '../../core/rules/vocabulary.ts';
import { strings } from '../ui/strings.ts';

export type PageName =
  | 'today'
  | 'promises'
  | 'desk'
  | 'lists'
  | 'campaigns'
  | 'coverage'
  | 'calendar'
  | 'hand-overs'
  | 'inbox'
  | 'imports'
  | 'recordings'
  | 'number-checks'
  | 'sms'
  | 'persons'
  | 'scripts'
  | 'settings'
  | 'layouts'
  | 'staff'
  | 'training'
  | 'health'
  | 'audit'
  | 'contacts';

interface PageEntry {
  name: PageName;
  label: string;
  needs: Permission;
  /** Reached from where its things stand, never from the menu. */
  aside?: true;
  /** Whoever may do this has it elsewhere. */
  not?: Permission;
}

/** In the order of the menu. What the server would refuse is not offered. */
const pages: readonly PageEntry[] = [
  { name: 'today', label: strings.today.nav, needs: 'desk' },
  { name: 'desk', label: strings.nav.desk, needs: 'desk' },
  { name: 'promises', label: strings.promises.nav, needs: 'view_promises' },
  { name: 'hand-overs', label: strings.handOvers.nav, needs: 'view_hand_overs', not: 'propose' },
  { name: 'lists', label: strings.nav.lists, needs: 'view_lists' },
  { name: 'campaigns', label: strings.nav.campaigns, needs: 'view_campaigns' },
  { name: 'coverage', label: strings.nav.coverage, needs: 'view_campaigns' },
  { name: 'inbox', label: strings.nav.inbox, needs: 'propose' },
  { name: 'persons', label: strings.nav.persons, needs: 'search_person' },
  { name: 'recordings', label: strings.nav.recordings, needs: 'list_recordings' },
  { name: 'sms', label: strings.sms.title, needs: 'view_sms' },
  { name: 'number-checks', label: strings.numberChecks.title, needs: 'check_numbers' },
  { name: 'imports', label: strings.nav.imports, needs: 'import' },
  { name: 'calendar', label: strings.calendar.title, needs: 'view_calendar' },
  { name: 'scripts', label: strings.scripts.nav, needs: 'view_scripts' },
  { name: 'settings', label: strings.settings.nav, needs: 'view_dialling' },
  { name: 'layouts', label: strings.nav.layouts, needs: 'edit_layouts' },
  { name: 'training', label: strings.training.nav, needs: 'order_training' },
  { name: 'staff', label: strings.nav.staff, needs: 'manage_staff' },
  { name: 'health', label: strings.nav.health, needs: 'view_metrics' },
  { name: 'audit', label: strings.nav.audit, needs: 'read_audit' },
  { name: 'contacts', label: strings.desk.result.correct.title, needs: 'correct_records', aside: true },
];

export function pagesFor(permissions: readonly string[]): readonly PageEntry[] {
  return pages.filter(({ needs, not }) => permissions.includes(needs) && !(not && permissions.includes(not)));
}

const DESK_PAGES: readonly PageName[] = ['today', 'desk'];

/** An agent's day begins with what waits and goes on at the desk; who only may use it as well begins with the overview. */
export function homePage(pages: readonly PageEntry[], role: Role): PageName | undefined {
  const others = pages.filter(({ name }) => !DESK_PAGES.includes(name) && name !== 'promises' && name !== 'hand-overs');
  return (role === 'agent' ? pages[0] : (others[0] ?? pages[0]))?.name;
}
