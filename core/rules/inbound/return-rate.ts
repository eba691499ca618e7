import { CAUSE_NAMES, SENT_CHANNELS, type SentChannel } from './propose-cause.ts';

/** 返電率 by channel: of what we sent over it in the period, how much was answered by a call in the same period. */
export interface ReturnCounts {
  channel: SentChannel;
  /** Calls that the network took (campaigns' and call backs), messages that left, letters posted, visits made. */
  sent: number;
  /** Inbound calls whose cause is a contact over this channel: the agent's word, else what was proposed. */
  returned: number;
}

export const RETURN_RATE_NOTE =
  '期間内の受電のうち、原因がその手段の連絡とされたもの ÷ 期間内にその手段で行った連絡。原因は従事者の入力、入力がなければ、その番号への直近30日の最後の連絡から判定します。1件の連絡に何度もかけ直されたときは、そのつど数えます。';

/** Percent; null when nothing was sent: no share is not the same as nought. */
export function returnRate({ sent, returned }: ReturnCounts): number | null {
  return sent === 0 ? null : (returned / sent) * 100;
}

/** Every channel, also one that nothing was sent over. */
export function returnRates(
  sent: Readonly<Partial<Record<SentChannel, number>>>,
  returned: Readonly<Partial<Record<SentChannel, number>>>,
): (ReturnCounts & { name: string; percent: number | null })[] {
  return SENT_CHANNELS.map((channel) => {
    const counts = { channel, sent: sent[channel] ?? 0, returned: returned[channel] ?? 0 };
    return { ...counts, name: CAUSE_NAMES[channel], percent: returnRate(counts) };
  });
}
