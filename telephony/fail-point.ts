import { existsSync, readFileSync, rmSync } from 'node:fs';

/** Places between two effects where a crash must cost nothing. In order of one outbound attempt. */
export const FAIL_POINTS = [
  'before-row',
  'after-row',
  'after-bridge',
  'after-create',
  'after-ring-recorder',
  'after-join',
  'before-dial',
  'after-dial',
  'after-answer',
  'after-call-recorder',
  'before-close',
  'after-hang-up',
  'after-close',
] as const;
/** Of a call of the pool only, between the answer and the talk. */
export const POOL_FAIL_POINTS = ['after-seat', 'after-connect', 'before-message'] as const;
/** Of a call that somebody joins or takes over. In order of an attended transfer. */
export const PARTY_FAIL_POINTS = [
  'after-party-row',
  'after-party-create',
  'after-party-dial',
  'after-party-answer',
  'after-consult',
  'after-pass-on',
  'after-party-bridge',
] as const;
/** Of a call whose agent did not come back. */
export const TAKE_OVER_FAIL_POINTS = ['after-take-over-row', 'after-party-seat'] as const;
export type FailPoint =
  | (typeof FAIL_POINTS)[number]
  | (typeof POOL_FAIL_POINTS)[number]
  | (typeof PARTY_FAIL_POINTS)[number]
  | (typeof TAKE_OVER_FAIL_POINTS)[number];

/**
 * `TORITSUGI_FAILPOINT=after-row` ends this process by SIGKILL when it gets there: no clean-up runs, as in a real crash.
 * `TORITSUGI_FAILPOINT=@/a/file` does it at the point whose name stands in that file, and takes the file away first: a launcher that starts
 * the next controller with the same environment sees one crash, not one after the other. Without the variable it is a no-op.
 */
export function failPointFromEnvironment(named = process.env['TORITSUGI_FAILPOINT']): (point: FailPoint) => void {
  if (!named) return () => undefined;
  const file = named.startsWith('@') ? named.slice(1) : undefined;
  return (point) => {
    if (point !== (file === undefined ? named : wantedBy(file))) return;
    if (file !== undefined) rmSync(file);
    process.kill(process.pid, 'SIGKILL');
  };
}

/** Read at every point, because it is written while this process runs. */
function wantedBy(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
