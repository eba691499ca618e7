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

export type ReachChannel = 'call' | 'sms';

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

const ONE_CHANNEL: Partial<Record<StopKind, ReachChannel | 'visit'>> = {
  no_call: 'call',
  no_sms: 'sms',
  no_visit: 'visit',
};

/** Asked for, or found out, in a conversation: no other campaign calls before a person of the city decided. */
export const STOPPING_TALK: readonly TalkResult[] = ['do_not_call', 'complaint', 'status_change'];

/** 処分区分 of one period under which nobody is asked to pay it. 分納 is no stop: a plan may be reminded. */
const STOPPING_DISPOSITIONS = ['停止', '猶予', '差押'];

/** The first flag in force on a day that forbids this channel. @param today `YYYY-MM-DD` */
export function stoppedBy(flags: readonly StopFlag[], channel: ReachChannel, today: string): StopFlag | undefined {
  return flags.find(({ kind, fromOn, toOn }) => {
    const only = ONE_CHANNEL[kind];
    return fromOn <= today && (toOn === null || toOn >= today) && (only === undefined || only === channel);
  });
}

export function stopName(kind: StopKind): string {
  return STOP_NAMES[kind];
}

export function stopsByTalk(result: TalkResult | null): boolean {
  return result !== null && STOPPING_TALK.includes(result);
}

/** Substring, because core systems write 徴収猶予, 換価の猶予, 執行停止, 滞納処分停止 … */
export function stopsItem(disposition: string | null): boolean {
  return disposition !== null && STOPPING_DISPOSITIONS.some((word) => disposition.includes(word));
}
