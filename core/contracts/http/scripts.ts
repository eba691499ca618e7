import type { ScriptAttribute } from '../../rules/choose-script.ts';
import type { ScriptBlock } from '../../rules/script-blocks.ts';

/**
 * GET  /api/scripts          → ScriptEntry[]   of the caller's subjects and those of every subject, ended ones last
 * POST /api/scripts          ScriptSave → {id}  a new one, or (replaces) a new version from a day on
 * POST /api/scripts/:id/end  {lastDay}
 */
export interface ScriptEntry {
  id: string;
  subjectId: string | null;
  name: string;
  stage: string | null;
  attribute: ScriptAttribute | null;
  language: string | null;
  blocks: ScriptBlock[];
  validFrom: string;
  validTo: string | null;
  /** By the product's today. */
  state: 'past' | 'current' | 'coming';
}

export interface ScriptSave extends Omit<ScriptEntry, 'id' | 'state' | 'validTo'> {
  /** The version that ends the day before. */
  replaces: string | null;
}
