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
  | 'notices'
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

export interface PageEntry {
  name: PageName;
  label: string;
  /** Any of them opens the page; it shows what each allows. */
  needs: readonly Permission[];
  /** What is set up now and then: below one button of a long menu. */
  seldom?: true;
  /** Reached from where its things stand, never from the menu. */
  aside?: true;
  /** Whoever may do this has it elsewhere. */
  not?: Permission;
}

/** In the order of the menu: the desk, the work of the day, what was recorded, then what is set up. What the server would refuse is not offered. */
const pages: readonly PageEntry[] = [
  { name: 'today', label: strings.today.nav, needs: ['desk'] },
  { name: 'desk', label: strings.nav.desk, needs: ['desk'] },
  { name: 'promises', label: strings.promises.nav, needs: ['view_promises'] },
  { name: 'hand-overs', label: strings.handOvers.nav, needs: ['view_hand_overs'], not: 'propose' },
  { name: 'inbox', label: strings.nav.inbox, needs: ['propose'] },
  { name: 'lists', label: strings.nav.lists, needs: ['view_lists'] },
  { name: 'campaigns', label: strings.nav.campaigns, needs: ['view_campaigns'] },
  { name: 'coverage', label: strings.nav.coverage, needs: ['view_campaigns'] },
  { name: 'sms', label: strings.sms.title, needs: ['view_sms_counts'] },
  { name: 'persons', label: strings.nav.persons, needs: ['search_person'] },
  { name: 'recordings', label: strings.nav.recordings, needs: ['list_recordings'] },
  { name: 'number-checks', label: strings.numberChecks.title, needs: ['check_numbers'] },
  { name: 'imports', label: strings.nav.imports, needs: ['import'], seldom: true },
  { name: 'calendar', label: strings.calendar.title, needs: ['view_calendar'], seldom: true },
  { name: 'notices', label: strings.today.notices, needs: ['post_notices'], not: 'desk', seldom: true },
  { name: 'scripts', label: strings.scripts.nav, needs: ['view_scripts'], seldom: true },
  { name: 'settings', label: strings.settings.nav, needs: ['view_dialling', 'edit_subjects'], seldom: true },
  { name: 'training', label: strings.training.nav, needs: ['order_training'], seldom: true },
  { name: 'layouts', label: strings.nav.layouts, needs: ['edit_layouts'], seldom: true },
  { name: 'staff', label: strings.nav.staff, needs: ['manage_staff'] },
  { name: 'health', label: strings.nav.health, needs: ['view_metrics'] },
  { name: 'audit', label: strings.nav.audit, needs: ['read_audit'] },
  { name: 'contacts', label: strings.desk.result.correct.title, needs: ['correct_records'], aside: true },
];

export function pagesFor(permissions: readonly string[]): readonly PageEntry[] {
  return pages.filter(
    ({ needs, not }) => needs.some((one) => permissions.includes(one)) && !(not && permissions.includes(not)),
  );
}

/** As many stand beside name and clock at 1366 pixels. */
const ROOM = 10;

/** A short menu shows every page; of a long one what is seldom wanted goes below one button. */
export function menuOf(pages: readonly PageEntry[]): {
  often: readonly PageEntry[];
  seldom: readonly PageEntry[];
} {
  if (pages.length <= ROOM) return { often: pages, seldom: [] };
  return { often: pages.filter(({ seldom }) => !seldom), seldom: pages.filter(({ seldom }) => seldom) };
}

/** Where the day of each begins. */
const HOMES: Partial<Record<Role, PageName>> = {
  agent: 'today',
  supervisor: 'campaigns',
  manager: 'campaigns',
  officer: 'inbox',
  reviewer: 'recordings',
  administrator: 'health',
};

export function homePage(pages: readonly PageEntry[], role: Role): PageName | undefined {
  return (pages.find(({ name }) => name === HOMES[role]) ?? pages[0])?.name;
}
