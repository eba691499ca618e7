/**
 * Practice reaches the simulator's telephones only, whatever else is switched on. Work goes over the simulator only where there is nothing else
 * (demo, tests): beside a real trunk a citizen's call that came out there would have been answered by nobody.
 */
export function trunksFor<T extends { kind: string }>(training: boolean, trunks: readonly T[]): T[] {
  const real = trunks.filter(({ kind }) => kind !== 'simulator');
  if (training) return trunks.filter(({ kind }) => kind === 'simulator');
  return real.length > 0 ? real : [...trunks];
}
