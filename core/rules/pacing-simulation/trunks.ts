import type { Scenario } from './scenario.ts';

/** What the exchange enforces whatever the pacer wishes: trunks, those kept free for call-backs, originates a second. */
export interface Trunks {
  mayDial(now: number): boolean;
  dialled(now: number): void;
  /** False: the caller hears busy. */
  takeInbound(): boolean;
  free(): void;
}

export function createTrunks({ trunks, reserve, cps }: Scenario): Trunks {
  let taken = 0;
  let recent: number[] = [];
  return {
    mayDial(now) {
      recent = recent.filter((at) => at > now - 1);
      return taken < trunks - reserve && recent.length < cps;
    },
    dialled(now) {
      taken += 1;
      recent.push(now);
    },
    takeInbound() {
      if (taken >= trunks) return false;
      taken += 1;
      return true;
    },
    free() {
      taken -= 1;
    },
  };
}
