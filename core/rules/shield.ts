/**
 * 支援措置 (protection of victims of domestic violence and stalking). ONE function masks for screen, list, CSV, search, log
 * and recording list, and it fails closed: a person whose flag is not known to be false is masked, and of a masked row
 * only the fields named here survive.
 */
export const MASK_TEXT = '＊＊＊（支援措置）';

export interface ShieldViewer {
  /** Named staff who may work with shielded persons. */
  privileged: boolean;
}

/** Fields that tell nothing about where a person is or who they are. Everything else is masked, new fields included. */
const HARMLESS = new Set([
  'id',
  'personId',
  'callId',
  'targetId',
  'recordingId',
  'kind',
  'shielded',
  'personShielded',
  'masked',
  'personMasked',
  'state',
  'flags',
  'seconds',
  'startedAt',
  'direction',
  'subject',
  'agentName',
  'lineResult',
  'talkResult',
  'whoAnswered',
]);

/** @param shielded null and undefined mean "not known" and are masked. */
export function mayShow(shielded: boolean | null | undefined, viewer: ShieldViewer | null | undefined): boolean {
  return shielded === false || viewer?.privileged === true;
}

export type Masked<T> = T & { masked: boolean };

/**
 * The row as this viewer may see it: unchanged, or with every text replaced, every list emptied and everything else null.
 */
export function maskPerson<T extends { shielded?: boolean | null }>(
  row: T,
  viewer: ShieldViewer | null | undefined,
): Masked<T> {
  if (mayShow(row.shielded, viewer)) return { ...row, masked: false };
  const masked: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row)) masked[key] = HARMLESS.has(key) ? value : maskValue(value);
  masked['shielded'] = true;
  masked['masked'] = true;
  return masked as Masked<T>;
}

function maskValue(value: unknown): unknown {
  if (typeof value === 'string') return MASK_TEXT;
  return Array.isArray(value) ? [] : null;
}

/**
 * The household as this viewer may see it. The link between a shielded person and the rest is cut in both directions:
 * the card of one never tells that the other exists.
 */
export function visibleHousehold<T extends { shielded?: boolean | null }>(
  person: { shielded?: boolean | null },
  members: readonly T[],
  viewer: ShieldViewer | null | undefined,
): T[] {
  if (!mayShow(person.shielded, viewer)) return [];
  return members.filter((member) => mayShow(member.shielded, viewer));
}
