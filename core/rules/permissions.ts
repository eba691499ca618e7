import type { Role } from './vocabulary.ts';

/**
 * What somebody may do, as sets by role. Three narrower conditions come on top and are checked where the data is read:
 * the subjects and centres of the account (`inScope`), and `privileged` for shielded persons (支援措置).
 */
export const PERMISSIONS = [
  /** Work at the desk: SIP identity, calls, the case in hand and no other. */
  'desk',
  /** A live call to a number that is on no list of the city's. */
  'transfer_outside',
  /** See who asks for help, and join their call. */
  'help_agents',
  /** Send an agent into training and take that back; see who practises. */
  'order_training',
  /** Call back a number that called and that nobody is known to have. */
  'call_unknown_back',
  'search_person',
  'view_person',
  /** Amounts and periods in desk work, outside a live call (officers, managers). */
  'view_debt',
  /** Post a payment told before its file (速報), and take it back. */
  'post_payment',
  /** 約束・予約管理, 本日の作業: what was promised on the own lines, and the next step for one's own promises. */
  'view_promises',
  /** The next step for anybody's promises of the lines. */
  'follow_promises',
  /** 連絡事項 on the page a shift begins with. */
  'post_notices',
  /** Days of grace: the city's word. */
  'edit_promises',
  /** 引継: what one raised oneself, and the city's answers to it. */
  'view_hand_overs',
  /** 引継, complaints at once: those of one's lines; says what the centre did, sends the day's complaints to the city. */
  'follow_hand_overs',
  /** Correct what one saved oneself, the same day. */
  'correct_records',
  /** Correct any record of the lines. */
  'correct_any_record',
  /** Take, answer and close what was handed over: the city. */
  'answer_hand_overs',
  /** 付箋: put and take off. */
  'label_persons',
  /** Contact roles by their papers, wishes of how to be reached, what was found out about numbers. */
  'edit_contacts',
  'view_scripts',
  /** What agents say: texts, branches, days. */
  'edit_scripts',
  /** What the desk shows before the check and what the check asks: the city's word, never the entrusted firm's. */
  'edit_disclosure',
  'view_subjects',
  'edit_subjects',
  'view_calendar',
  /** Draft months of the calendar and ask the city for them. */
  'edit_calendar',
  /** Hours, year end, closing days, interpreters: the city's own values, which no month goes against. */
  'edit_city_calendar',
  /** Say that the clock is right and dialling may go on. */
  'confirm_hold',
  /** Stop every new call of the centre at once, with a reason, and let it go on. */
  'hold_dialling',
  /** How the centre dials: caps, delays, ring time, answering machines. */
  'view_dialling',
  'edit_dialling',
  /** Which stop keeps whom from being called: the city's word, never the entrusted firm's. */
  'edit_stop_policy',
  'view_campaigns',
  /** Create, start, finish, switch the mode of campaigns, set their plan. */
  'run_campaigns',
  /** Only stop: whoever watches the floor may end harm at once, and not start it. */
  'pause_campaigns',
  /** See 依頼, saved conditions and lists with their counts; pages of persons are limited and written down. */
  'view_lists',
  /** 依頼: entrust a population to the centre. */
  'entrust',
  /** Choose among the entrusted, ask for a list, queue what was approved. Never anybody outside the 依頼. */
  'extract_lists',
  /** Take the persons of a list out of the product, as a file or on paper: the city's own staff, who answer for where it lies. */
  'export_lists',
  /** How many SMS went out against the caps, and whether the way to the carrier is open: no person. */
  'view_sms_counts',
  /** Templates, sends and counters of SMS; results with the person, limited and written down. */
  'view_sms',
  /** Write templates, ask for sends, pause and cancel them, settle what is uncertain. */
  'manage_sms',
  /** One approved text to one person, by hand; and the person's wish for no more. */
  'send_sms',
  /** How many the city sends a day and a year. */
  'set_sms_limits',
  /** Hear what the network said instead of an answer, and say what it was. */
  'check_numbers',
  'list_recordings',
  'play_recordings',
  /** Start an import and see its counts; shows no person. */
  'import',
  /** Rejected rows with their original bytes: those are persons. */
  'view_import_errors',
  'edit_layouts',
  'manage_staff',
  'read_audit',
  'view_metrics',
  /** Ask a city officer for a decision (lists, months of the calendar, predictive calling) and read the answers. */
  'propose',
  /** 分納承認, 充当決定, 還付決定, 猶予, 執行停止: acts of public authority, city officers only (W01). */
  'decide',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Roles that the entrusted firm fills. None of them ever decides. */
export const CONTRACTOR_ROLES: readonly Role[] = ['agent', 'supervisor', 'manager', 'reviewer'];

const BY_ROLE: Record<Role, readonly Permission[]> = {
  agent: [
    'call_unknown_back',
    'correct_records',
    'view_hand_overs',
    'send_sms',
    'desk',
    'view_promises',
    'check_numbers',
    'search_person',
    'view_subjects',
    'view_calendar',
  ],
  supervisor: [
    'call_unknown_back',
    'correct_records',
    'correct_any_record',
    'view_hand_overs',
    'follow_hand_overs',
    'view_sms_counts',
    'view_sms',
    'send_sms',
    'desk',
    'transfer_outside',
    'help_agents',
    'order_training',
    'view_promises',
    'follow_promises',
    'post_notices',
    'check_numbers',
    'search_person',
    'view_person',
    'label_persons',
    'view_subjects',
    'view_calendar',
    'hold_dialling',
    'view_dialling',
    'view_campaigns',
    'pause_campaigns',
    'list_recordings',
    'play_recordings',
    'edit_contacts',
    'view_scripts',
  ],
  manager: [
    'order_training',
    'correct_records',
    'correct_any_record',
    'view_hand_overs',
    'follow_hand_overs',
    'view_sms_counts',
    'view_sms',
    'manage_sms',
    'send_sms',
    'check_numbers',
    'search_person',
    'view_promises',
    'follow_promises',
    'post_notices',
    'view_person',
    'label_persons',
    'view_debt',
    'post_payment',
    'view_subjects',
    'view_calendar',
    'edit_calendar',
    'confirm_hold',
    'hold_dialling',
    'view_dialling',
    'edit_dialling',
    'view_campaigns',
    'run_campaigns',
    'pause_campaigns',
    'view_lists',
    'extract_lists',
    'list_recordings',
    'play_recordings',
    'import',
    'view_import_errors',
    'edit_layouts',
    'propose',
    'edit_contacts',
    'view_scripts',
    'edit_scripts',
  ],
  reviewer: ['view_subjects', 'view_calendar', 'view_scripts', 'view_campaigns', 'list_recordings', 'play_recordings'],
  officer: [
    'correct_records',
    'correct_any_record',
    'view_hand_overs',
    'follow_hand_overs',
    'answer_hand_overs',
    'view_sms_counts',
    'view_sms',
    'manage_sms',
    'send_sms',
    'set_sms_limits',
    'search_person',
    'view_promises',
    'edit_promises',
    'view_person',
    'label_persons',
    'view_debt',
    'post_payment',
    'view_subjects',
    'view_calendar',
    'edit_city_calendar',
    'edit_subjects',
    'view_dialling',
    'edit_dialling',
    'edit_stop_policy',
    'view_campaigns',
    'run_campaigns',
    'pause_campaigns',
    'view_lists',
    'entrust',
    'extract_lists',
    'export_lists',
    'list_recordings',
    'play_recordings',
    'import',
    'view_import_errors',
    'propose',
    'decide',
    'edit_contacts',
    'view_scripts',
    'edit_scripts',
    'edit_disclosure',
  ],
  // Runs the system and sees no person by default.
  administrator: [
    'view_sms_counts',
    'set_sms_limits',
    'view_subjects',
    'view_calendar',
    'edit_city_calendar',
    'confirm_hold',
    'edit_subjects',
    'import',
    'edit_layouts',
    'manage_staff',
    'view_metrics',
  ],
  auditor: ['read_audit'],
};

export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return new Set(BY_ROLE[role]);
}

export function mayDo(role: Role, permission: Permission): boolean {
  return BY_ROLE[role].includes(permission);
}

/** Subject and centre limits of an account; null = every one. */
export interface Scope {
  subjectScope: readonly string[] | null;
  centreScope: readonly string[] | null;
}

/** Works for every subject and centre: what holds for all of them is theirs to change. */
export function isUnlimited({ subjectScope, centreScope }: Scope): boolean {
  return subjectScope === null && centreScope === null;
}

/** @param centre null = what holds for every centre */
export function answersForCentre({ centreScope }: Scope, centre: string | null): boolean {
  return centreScope === null || (centre !== null && centreScope.includes(centre));
}

/** A subject without a centre belongs to every centre. */
export function inScope(scope: Scope, subject: { id: string; centreId: string | null }): boolean {
  if (scope.subjectScope !== null && !scope.subjectScope.includes(subject.id)) return false;
  if (scope.centreScope === null || subject.centreId === null) return true;
  return scope.centreScope.includes(subject.centreId);
}
