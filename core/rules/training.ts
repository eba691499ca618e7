/** Practice reaches the simulator's telephones only, whatever else is switched on; work takes every line there is. */
export function trunksFor<T extends { kind: string }>(training: boolean, trunks: readonly T[]): T[] {
  return trunks.filter(({ kind }) => !training || kind === 'simulator');
}
