import { expect } from 'chai';
import { createPacer } from '../../../core/rules/pacing/create-pacer.ts';
import { arrearsLine, arrearsScenario } from '../../../core/rules/pacing-simulation/arrears-workload.ts';
import { progressive } from '../../../core/rules/pacing-simulation/reference-pacers/progressive.ts';
import { pacingInitOf } from '../../../core/rules/pacing-simulation/scenario.ts';
import { simulate } from '../../../core/rules/pacing-simulation/simulate.ts';

/** Short runs with fixed seeds: far below what the bench measures (docs/pacing.md), far above what a broken controller reaches. */
describe('the pacer on simulated days', () => {
  const run = { seed: 21, days: 1 };

  for (const { agents, days, floor } of [
    { agents: 1, days: 4, floor: 6 },
    { agents: 5, days: 2, floor: 12 },
    { agents: 12, days: 1, floor: 18 },
  ]) {
    it(`keeps ${agents} agents at least ${floor} points busier than progressive dialling, within the cap`, () => {
      const scenario = arrearsScenario(agents, 0.3, 0.03);
      const ours = simulate(scenario, createPacer(pacingInitOf(scenario)), { ...run, days });
      const plain = simulate(scenario, progressive(pacingInitOf(scenario)), { ...run, days });
      expect(100 * (ours.occupancy - plain.occupancy)).to.be.at.least(floor);
      expect(ours.abandonment).to.be.at.most(0.04);
      expect(ours.refusedCancels).to.equal(0);
    });
  }

  it('gives every line its turn and keeps each to its own cap', () => {
    const lines = [arrearsLine('A', 0.01, 0.3), arrearsLine('B', 0.03, 0.3), arrearsLine('C', 0.01, 0.3)];
    const scenario = arrearsScenario(10, 0.3, 0.03, { lines });
    const { lines: results, occupancy } = simulate(scenario, createPacer(pacingInitOf(scenario)), run);
    const all = results.reduce((total, line) => total + line.dialled, 0);
    for (const line of results) {
      expect(line.dialled / all, `share of ${line.id}`).to.be.at.least(0.1);
      expect(line.droppedPersons, line.id).to.be.at.most(Math.max(3, 1.6 * line.cap * (line.contacts + line.absents)));
    }
    expect(occupancy).to.be.at.least(0.75);
  });
});
