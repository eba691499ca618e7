/** Line result (set by telephony): the machine class of collection.md §3. The city may rename its label, never the class. */
export type LineResult =
  | 'answered_human'
  | 'answered_machine'
  | 'no_answer'
  | 'busy'
  | 'rejected'
  | 'unallocated'
  | 'temp_out'
  | 'unreachable'
  | 'fax'
  | 'trunk_error'
  | 'cancelled' // we hung up before an answer
  | 'abandoned';

/** Who was spoken to: its own axis, separate from what was said. */
export type WhoAnswered = 'principal' | 'household' | 'representative' | 'third_party' | 'wrong_person' | 'nobody';

/** Talk result (set by the agent). */
export type TalkResult =
  | 'promise'
  | 'claims_paid'
  | 'reissue'
  | 'needs_city'
  | 'direct_debit'
  | 'hardship'
  | 'refuses'
  | 'disputes'
  | 'callback'
  | 'message_left'
  | 'hung_up'
  | 'complaint'
  | 'do_not_call'
  | 'status_change'
  | 'id_failed';

export type CallState = 'created' | 'dialling' | 'ringing' | 'talking' | 'held' | 'ended';
export type CallDirection = 'outbound' | 'inbound' | 'synthetic';
/** Preview: the agent looks and dials. Progressive: dialled for a reserved agent. Predictive: dialled for the pool, by the pacing controller. */
export const CAMPAIGN_MODES = ['preview', 'progressive', 'predictive'] as const;
export type CampaignMode = (typeof CAMPAIGN_MODES)[number];
export type EndedBy = 'agent' | 'citizen' | 'system' | 'pbx_lost';

export type PartyKind = 'agent' | 'supervisor' | 'interpreter' | 'officer' | 'extension' | 'outside';
export type PartyPurpose = 'transfer' | 'three_way' | 'take_over' | 'help';
/** `dialling`: asked for, on the way, or waiting for whoever is free. `consulting`: talks with the agent while the citizen hears music. */
export type PartyState = 'dialling' | 'consulting' | 'joined' | 'left' | 'failed';

export type AgentStateName = 'offline' | 'available' | 'reserved' | 'ringing' | 'talking' | 'wrap_up' | 'break';

export type DebtClass = 'tax' | 'compulsory_public' | 'public' | 'private';
export type PhoneType = 'home' | 'mobile' | 'work' | 'other';
export type Role = 'agent' | 'supervisor' | 'manager' | 'reviewer' | 'officer' | 'administrator' | 'auditor';

export type IdentityFactor = 'birth_date' | 'address' | 'notice_no' | 'insured_no';

/** What a citizen's own call was about: asked of every inbound call, the talk result says it when nobody chose otherwise. */
export const INBOUND_CLASSES = [
  'call_back', // 返電: answers a call, an SMS or a letter
  'consult',
  'claims_paid',
  'reissue',
  'direct_debit',
  'complaint',
  'wrong_number',
  'assessment', // 課税内容の問合せ
  'other',
] as const;
export type InboundClass = (typeof INBOUND_CLASSES)[number];
