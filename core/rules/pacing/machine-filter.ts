/** What answering-machine detection lets through: learnt from what it filtered and from what agents met all the same. */
export interface MachineFilter {
  /** Share of machines that come to an agent; 1 where there is no detection. */
  readonly pass: number;
  filtered(): void;
  /** @param machines one, or the chance that it was one */
  passed(machines: number): void;
  save(): number[];
  restore(saved: number[]): void;
}

/** Until it is known: detection is taken to miss three of twenty. */
const PRIOR_PASSED = 3;
const PRIOR_MACHINES = 20;
const KEEP = 0.999;

export function createMachineFilter(amd: boolean): MachineFilter {
  let missed = PRIOR_PASSED;
  let machines = PRIOR_MACHINES;
  const seen = (passed: number, all: number) => {
    missed = missed * KEEP ** all + passed;
    machines = machines * KEEP ** all + all;
  };
  return {
    get pass() {
      return amd ? missed / machines : 1;
    },
    filtered: () => seen(0, 1),
    passed: (count) => seen(count, count),
    save: () => [missed, machines],
    restore([passed = PRIOR_PASSED, all = PRIOR_MACHINES]) {
      missed = passed;
      machines = all;
    },
  };
}
