import type { LabelColour } from '../../rules/label-colours.ts';
import type { SearchKind } from '../../rules/recognise-search.ts';
import type { CampaignMode, LineResult, Role, TalkResult, WhoAnswered } from '../calls.ts';
import type { CasePhone, CaseView, ContactPreferenceView, ContactRoleView, HistoryItem } from './desk.ts';

/**
 * GET /api/persons?q=…&by=kana|name|birth|address|phone|notice|addressee → PersonHit[] (masked, audited `search`)
 * GET /api/person-search?q=… → FoundPersons (what was typed is recognised; masked, audited `search`)
 * GET /api/persons/:id → PersonCard (audited `view_person`)
 * GET /api/persons/:id/debt?on= → DebtView (permission `view_debt`, audited; never in a live call before the identity check)
 * GET /api/subjects, GET /api/campaigns, POST /api/campaigns, POST /api/campaigns/:id/{start|pause|finish}
 * GET /api/recordings?…, GET /api/recordings/:id, GET /api/recordings/:id/audio
 * GET /api/imports…, GET /api/layouts…   GET /api/staff (administrator)   GET /api/audit (auditor)
 */
export interface PersonHit {
  id: number;
  addresseeNo: string;
  name: string;
  kana: string;
  birthDate: string | null;
  address: string | null;
  phoneTail: string | null;
  shielded: boolean;
  /** True when name, address and numbers are replaced because the viewer may not see a shielded person. */
  masked: boolean;
}

export interface FoundPersons {
  /** As what it was understood; null = as nothing. */
  by: SearchKind | null;
  hits: PersonHit[];
  /** Why there is nothing, when it is not that nobody was found. */
  note: string | null;
}

/** Desk work outside a call: facts of the subjects in the viewer's scope, without amounts. */
export interface PersonCard {
  person: CaseView['person'];
  /** True when everything but the id is replaced (支援措置). */
  masked: boolean;
  household: CaseView['household'];
  phones: Omit<CasePhone, 'preferred' | 'manualOnlyReason' | 'lastResult'>[];
  /** Also ended ones. */
  roles: ContactRoleView[];
  /** Newest first: the first holds. */
  preferences: ContactPreferenceView[];
  history: HistoryItem[];
}

/** 付箋 */
export interface PersonLabel {
  id: number;
  colour: LabelColour;
  text: string;
  /** Last day it counts, `YYYY-MM-DD`. */
  endsOn: string | null;
  subjectName: string | null;
  byName: string | null;
}

export interface RecordingRow {
  id: string;
  callId: string;
  startedAt: string;
  seconds: number | null;
  state: string;
  flags: string[];
  subject: { id: string; shortName: string; colour: string } | null;
  direction: string;
  agentName: string | null;
  personName: string | null;
  personMasked: boolean;
  lineResult: LineResult | null;
  talkResult: TalkResult | null;
  whoAnswered: WhoAnswered | null;
}

export interface RecordingDetail extends RecordingRow {
  talkMs: number | null;
  recordedMs: number | null;
  farMs: number | null;
  channels: { left: string; right: string };
  peaks: { perSecond: number; left: number[]; right: number[] } | null;
  events: { atMs: number; kind: string; label: string }[];
  playable: boolean;
  /** Why not, in one Japanese sentence. */
  unplayableReason: string | null;
}

export interface CampaignRow {
  id: string;
  name: string;
  subjectId: string;
  mode: CampaignMode;
  state: 'draft' | 'running' | 'paused' | 'finished';
  targets: number;
  done: number;
  waiting: number;
  inProgress: number;
  startedAt: string | null;
  privileged: boolean;
  /** Smaller is first, within one subject and in preview. */
  priority: number;
  /** `YYYY-MM-DD`: every case tried in two time bands by this day. */
  dueOn: string | null;
  /** Contact rate to be reached, per cent of the persons asked to be called. */
  goalPercent: number;
  /** The approved list the persons come from; null when made directly. */
  listName: string | null;
}

export interface ImportRunView {
  id: string;
  state: string;
  stage: string | null;
  source: string;
  layout: string;
  rowsDone: number;
  rowsTotal: number | null;
  createdAt: string;
  finishedAt: string | null;
  error: string | null;
  files: {
    kind: 'person' | 'arrears' | 'payment';
    name: string;
    rows: number | null;
    accepted: number | null;
    rejected: number | null;
    changed: number | null;
    unchanged: number | null;
    rejectedByReason: Record<string, number>;
  }[];
  report: Record<string, unknown> | null;
}

export interface ImportErrorRow {
  id: number;
  kind: 'person' | 'arrears' | 'payment';
  lineNo: number;
  reason: string;
  field: string | null;
  /** Decoded as well as it goes. */
  text: string;
  hex: string;
}

export interface StaffRow {
  id: string;
  login: string;
  displayName: string;
  role: Role;
  seatNo: number | null;
  disabled: boolean;
  /** Subjects whose lines ring for this agent; null = every one of the scope. */
  skills: string[] | null;
  /** Subjects the account is limited to; null = every one. */
  subjectScope: string[] | null;
  /** ISO 639-1. */
  languages: string[];
  /** Stay on a line for so many calls; 0 = no wish. */
  stayCalls: number;
  privileged: boolean;
}

/** POST /api/staff/:id/change: what is left out stays. */
export interface StaffChange {
  displayName?: string;
  seatNo?: number | null;
  skills?: string[] | null;
  languages?: string[];
  stayCalls?: number;
  disabled?: boolean;
}
