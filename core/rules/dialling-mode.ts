import type { CampaignMode } from './vocabulary.ts';

export interface ModeFacts {
  campaignMode: CampaignMode;
  /** The queue of shielded persons: named agents only, so never the pool. */
  privileged: boolean;
  /** The city lets this subject be called predictively today. */
  predictiveApproved: boolean;
  /** A call promised for a time: the agent must know to whom. */
  callback: boolean;
  /** `preview` after an abandoned call, whatever the campaign does. */
  nextMode: 'preview' | null;
}

/** How this target is called next. Predictive only where nothing asks for a human who looks first. */
export function diallingMode(facts: ModeFacts): CampaignMode {
  if (facts.callback || facts.nextMode === 'preview') return 'preview';
  return isPooled(facts) || facts.campaignMode !== 'predictive' ? facts.campaignMode : 'preview';
}

/** Are the campaign's ordinary targets dialled for the pool? A predictive campaign without the city's yes is a preview campaign. */
export function isPooled(facts: Pick<ModeFacts, 'campaignMode' | 'privileged' | 'predictiveApproved'>): boolean {
  return facts.campaignMode === 'predictive' && facts.predictiveApproved && !facts.privileged;
}
