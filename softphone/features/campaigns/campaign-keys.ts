import type { CampaignMode } from '../../../core/contracts/calls.ts';
import { CAMPAIGN_MODES } from '../../../core/rules/vocabulary.ts';

export type CampaignAct =
  | { type: 'start' | 'pause' | 'finish' | 'ask' | 'open' | 'close' | 'hold' }
  | { type: 'mode'; mode: CampaignMode }
  | { type: 'move'; by: 1 | -1 };

export interface CampaignPress {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  isComposing: boolean;
}

/** The page's act for a key; nothing while somebody writes. What may not be done is refused where it is done. */
export function campaignKey(press: CampaignPress, editing: boolean): CampaignAct | null {
  if (press.isComposing || press.key === 'Process' || press.ctrlKey || press.altKey || press.metaKey) return null;
  if (press.key === 'Escape') return { type: 'close' };
  if (editing) return null;
  if (press.key === 'j' || press.key === 'ArrowDown') return { type: 'move', by: 1 };
  if (press.key === 'k' || press.key === 'ArrowUp') return { type: 'move', by: -1 };
  if (press.repeat) return null;
  const mode = CAMPAIGN_MODES[['1', '2', '3'].indexOf(press.key)];
  if (mode) return { type: 'mode', mode };
  if (press.key === 's') return { type: 'start' };
  if (press.key === 'p') return { type: 'pause' };
  if (press.key === 'h') return { type: 'hold' };
  return press.key === 'e' || press.key === 'Enter' ? { type: 'open' } : null;
}
