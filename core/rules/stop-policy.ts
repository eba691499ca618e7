import type { TalkResult } from './vocabulary.ts';

export type StopKind =
  | 'no_call'
  | 'no_sms'
  | 'no_visit'
  | 'lawyer'
  | 'bankruptcy'
  | 'inheritance_waived'
  | 'grace'
  | 'enforcement_stop'
  | 'lawsuit'
  | 'seized'
  | 'complaint';

export const REACH_CHANNELS = ['call', 'sms', 'letter', 'visit'] as const;
export type ReachChannel = (typeof REACH_CHANNELS)[number];

export interface StopFlag {
  kind: StopKind;
  /** `YYYY-MM-DD`, inclusive. */
  fromOn: string;
  toOn: string | null;
}

/** What the agent or the manager reads. Kinds that forbid one channel only name it; the rest forbid all. */
const STOP_NAMES: Record<StopKind, string> = {
  no_call: '架電禁止',
  no_sms: 'SMS禁止',
  no_visit: '訪問禁止',
  lawyer: '弁護士等受任',
  bankruptcy: '破産手続中',
  inheritance_waived: '相続放棄',
  grace: '猶予中',
  enforcement_stop: '執行停止',
  lawsuit: '訴訟中',
  seized: '差押済',
  complaint: '苦情対応中',
};

export const STOP_KINDS = Object.keys(STOP_NAMES) as StopKind[];

/** Which flag, and which word in a period's 処分区分, stops which channels. */
export interface StopPolicy {
  flags: Readonly<Record<StopKind, readonly ReachChannel[]>>;
  /** By substring, because core systems write 徴収猶予, 換価の猶予, 執行停止, 滞納処分停止 … 分納 is not among them: a plan may be reminded. */
  dispositions: readonly { word: string; channels: readonly ReachChannel[] }[];
}

const ALL = REACH_CHANNELS;

/** Until the city says otherwise (setting `stop_policy`, valid from a day): whoever is in proceedings is left alone. */
export const DEFAULT_STOP_POLICY: StopPolicy = {
  flags: {
    no_call: ['call'],
    no_sms: ['sms'],
    no_visit: ['visit'],
    lawyer: ALL,
    bankruptcy: ALL,
    inheritance_waived: ALL,
    grace: ALL,
    enforcement_stop: ALL,
    lawsuit: ALL,
    seized: ALL,
    complaint: ALL,
  },
  dispositions: [
    { word: '停止', channels: ALL },
    { word: '猶予', channels: ALL },
    { word: '差押', channels: ALL },
  ],
};

/** What a flag means by its very name; no setting takes it away. */
export const BY_NAME: Partial<Record<StopKind, ReachChannel>> = { no_call: 'call', no_sms: 'sms', no_visit: 'visit' };

/**
 * The city's table over the default: `{"flags": {"seized": ["call", "sms"]}, "dispositions": [{"word": "分納", "channels":
 * ["call"]}]}`. A list of dispositions replaces the default one. What is not understood is ignored: a stop never ends by a typing
 * error.
 */
export function stopPolicy(stored: unknown): StopPolicy {
  if (stored === null || typeof stored !== 'object') return DEFAULT_STOP_POLICY;
  const { flags, dispositions } = stored as { flags?: unknown; dispositions?: unknown };
  const merged = { ...DEFAULT_STOP_POLICY.flags };
  for (const kind of STOP_KINDS) {
    const channels = channelsOf((flags as Record<string, unknown> | null | undefined)?.[kind]);
    const named = BY_NAME[kind];
    if (channels) merged[kind] = named && !channels.includes(named) ? [...channels, named] : channels;
  }
  return { flags: merged, dispositions: dispositionsOf(dispositions) ?? DEFAULT_STOP_POLICY.dispositions };
}

function channelsOf(value: unknown): ReachChannel[] | undefined {
  if (!Array.isArray(value) || !value.every((one) => REACH_CHANNELS.includes(one))) return undefined;
  return REACH_CHANNELS.filter((channel) => value.includes(channel));
}

function dispositionsOf(value: unknown): StopPolicy['dispositions'] | undefined {
  if (!Array.isArray(value)) return undefined;
  const rows = value.map((row: unknown) => {
    const { word, channels } = (row ?? {}) as { word?: unknown; channels?: unknown };
    const known = channelsOf(channels);
    return typeof word === 'string' && word !== '' && known ? { word, channels: known } : undefined;
  });
  return rows.every((row) => row !== undefined) ? rows : undefined;
}

/** Asked for, or found out, in a conversation: no other campaign calls before a person of the city decided. */
export const STOPPING_TALK: readonly TalkResult[] = ['do_not_call', 'complaint', 'status_change'];

/** The first flag in force on a day that forbids this channel. @param today `YYYY-MM-DD` */
export function stoppedBy(
  flags: readonly StopFlag[],
  channel: ReachChannel,
  today: string,
  policy: StopPolicy = DEFAULT_STOP_POLICY,
): StopFlag | undefined {
  return flags.find(({ kind, fromOn, toOn }) => {
    // A kind that a newer version wrote and this one does not know stops everything.
    const channels = (policy.flags as Partial<StopPolicy['flags']>)[kind] ?? ALL;
    return fromOn <= today && (toOn === null || toOn >= today) && channels.includes(channel);
  });
}

export function stopName(kind: StopKind): string {
  return STOP_NAMES[kind];
}

export function stopsByTalk(result: TalkResult | null): boolean {
  return result !== null && STOPPING_TALK.includes(result);
}

/** May nobody be asked over this channel to pay a period with this 処分区分? */
export function stopsItem(
  disposition: string | null,
  channel: ReachChannel = 'call',
  policy: StopPolicy = DEFAULT_STOP_POLICY,
): boolean {
  if (disposition === null) return false;
  return policy.dispositions.some(({ word, channels }) => disposition.includes(word) && channels.includes(channel));
}
