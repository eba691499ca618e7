/** From here on the agent is warned: time enough to press one key. */
export const WARN_SEC = 20;

/** Whole seconds left of a preview, by the page's monotonic clock; null without a timer. */
export function previewLeftSec(endsAtMs: number | null, nowMs: number): number | null {
  return endsAtMs === null ? null : Math.max(0, Math.ceil((endsAtMs - nowMs) / 1_000));
}

export function isPreviewEnding(leftSec: number | null): boolean {
  return leftSec !== null && leftSec <= WARN_SEC;
}
