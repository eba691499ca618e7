import { dayAndTime } from './tokyo-time.ts';

export interface CampaignPace {
  /** What the gate says of the campaign as a whole; null = it may dial. */
  gate: { message: string; again: Date | null } | null;
  mode: 'preview' | 'progressive' | 'predictive';
  untouched: number;
  due: number;
  waiting: number;
  inWork: number;
  nextAt: Date | null;
  /** Most frequent reason to wait, in Japanese, with its count. */
  mostWait: { reason: string; count: number } | null;
  agents: { ready: number; working: number; onBreak: number };
  freeChannels: number;
  /** The pacing controller's own sentence, for predictive lines. */
  pacing: string | null;
}

/** First things first: what, if it were gone, would make the campaign faster at once. */
export function whySlow(pace: CampaignPace): string[] {
  const { gate, agents, untouched, due, waiting, mostWait } = pace;
  const sentences: string[] = [];
  if (gate) sentences.push(gate.again ? `${gate.message}次は${dayAndTime(gate.again)}からです。` : gate.message);
  if (agents.ready + agents.working === 0) {
    sentences.push(
      agents.onBreak > 0
        ? `受付可の従事者がいません（離席 ${agents.onBreak}人）。`
        : 'この業務に就いている従事者がいません。',
    );
  }
  if (untouched + due === 0) sentences.push(nothingDue(pace));
  else if (!gate && agents.ready === 0 && agents.working > 0)
    sentences.push(`従事者${agents.working}人が全員対応中です。空き次第、残り${untouched + due}件にかけます。`);
  if (!gate && pace.freeChannels === 0) sentences.push('回線がすべて使用中です。');
  if (!gate && pace.mode === 'predictive' && pace.pacing) sentences.push(pace.pacing);
  if (mostWait && waiting > 0 && mostWait.count * 2 >= waiting)
    sentences.push(`待ちの主な理由: ${mostWait.reason}（${mostWait.count}件）`);
  return sentences.length > 0 ? sentences : ['滞りなく進んでいます。'];
}

function nothingDue({ waiting, inWork, nextAt }: CampaignPace): string {
  if (waiting === 0) return inWork > 0 ? `残りは対応中の${inWork}件だけです。` : '架電できる対象が残っていません。';
  return nextAt
    ? `今かけられる対象がありません。次は${dayAndTime(nextAt)}の予定です。`
    : '今かけられる対象がありません。';
}
