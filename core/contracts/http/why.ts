import type { CampaignMode, LineResult, TalkResult } from '../calls.ts';
import type { WhyCampaign, WhyNow } from '../why.ts';

/** One campaign a person is in. */
export interface PersonTarget {
  targetId: number;
  campaignId: string;
  campaignName: string;
  subjectId: string;
  subjectName: string;
  state: string;
  reason: string | null;
  /** ISO, product clock: before it nobody calls; null when nothing has to be waited for. */
  nextAt: string | null;
}

export interface WhyReason {
  rule: string;
  value: string;
}

export interface WhyPastCall {
  id: string;
  /** ISO, product clock. */
  at: string;
  mode: CampaignMode | 'manual' | null;
  band: string | null;
  numberTail: string | null;
  lineResult: LineResult | null;
  talkResult: TalkResult | null;
  /** Why we ended it before an answer. */
  cutBy: string | null;
  fullRing: boolean | null;
  /** The gate's reasons at the dial. */
  why: WhyReason[];
}

/** Why was it dialled, why not, what is next and when. */
export interface TargetWhy {
  targetId: number;
  campaign: { id: string; name: string; mode: CampaignMode; state: string };
  subject: { id: string; name: string };
  now: WhyNow;
  next: {
    state: string;
    at: string | null;
    mode: 'preview' | null;
    band: string | null;
    channel: string;
    numberTail: string | null;
    owner: string | null;
    code: string | null;
    reason: string | null;
    /** The rule behind the reason, with its values, as the engine kept it. */
    rule: Record<string, unknown> | null;
  };
  calls: WhyPastCall[];
}

/** Why is a campaign slow now? `sentences` first things first; the figures behind them below. */
export interface CampaignWhy {
  campaignId: string;
  sentences: string[];
  gate: WhyCampaign;
  /** Nobody has called yet / may be called now / wait for a time / are in work. */
  counts: { untouched: number; due: number; waiting: number; inWork: number };
  waiting: { code: string; reason: string; count: number; nextAt: string | null }[];
  ended: { code: string; reason: string; count: number }[];
  agents: { ready: number; working: number; onBreak: number };
  pacing: string | null;
}
