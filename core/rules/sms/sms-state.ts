export const SMS_STATES = ['waiting', 'sending', 'accepted', 'delivered', 'failed', 'refused', 'uncertain'] as const;
export type SmsState = (typeof SMS_STATES)[number];

/** What people read. Nobody may take a message that a carrier accepted for one that a person has. */
export const SMS_STATE_NAMES: Record<SmsState, string> = {
  waiting: '送信待ち',
  sending: '送信中',
  accepted: '受付済(到達は未確認)',
  delivered: '到達',
  failed: '不達',
  refused: '送信せず',
  uncertain: '送信不明',
};

export type PartState = 'accepted' | 'delivered' | 'failed';

/** A message is delivered when every part is, and failed as soon as one is: half a text is no text. */
export function stateOfParts(parts: readonly PartState[]): PartState {
  if (parts.includes('failed')) return 'failed';
  return parts.length > 0 && parts.every((state) => state === 'delivered') ? 'delivered' : 'accepted';
}

const RANK: Record<PartState, number> = { accepted: 0, delivered: 1, failed: 1 };

/** Reports come twice and in any order: the first last word counts. */
export function nextPartState(now: PartState, told: PartState): PartState {
  return RANK[told] > RANK[now] ? told : now;
}
