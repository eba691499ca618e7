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
export type FailPoint = (typeof FAIL_POINTS)[number] | (typeof POOL_FAIL_POINTS)[number];

/**
 * `TORITSUGI_FAILPOINT=after-row` ends this process by SIGKILL the first time it gets there: no clean-up runs, as in a
 * real crash. Without the variable it is a no-op.
 */
export function failPointFromEnvironment(name = process.env['TORITSUGI_FAILPOINT']): (point: FailPoint) => void {
  if (!name) return () => undefined;
  return (point) => {
    if (point === name) process.kill(process.pid, 'SIGKILL');
  };
}
