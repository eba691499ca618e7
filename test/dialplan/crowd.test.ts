import { expect } from 'chai';
import { behaviourNames, parseBehaviour } from '../../dialplan/carrier/behaviour.ts';
import {
  type CrowdPlan,
  crowdPlan,
  drawLognormal,
  moodDrift,
  ordinaryCrowd,
  printPlans,
  profileAt,
  whoPickedUp,
} from '../../dialplan/carrier/crowd.ts';

const numbers = Array.from({ length: 4_000 }, (_, index) => `0900${String(index).padStart(7, '0')}`);
const plans = numbers.map((number) => crowdPlan(ordinaryCrowd, 7, number, 1));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function ofWho(who: string): CrowdPlan[] {
  return plans.filter(({ behaviour }) => (behaviour.who ?? behaviour.name) === who);
}

describe('the crowd of a drill', () => {
  it('is the same for the same seed, number and attempt, and another for another', () => {
    expect(crowdPlan(ordinaryCrowd, 7, '0901', 2)).to.deep.equal(crowdPlan(ordinaryCrowd, 7, '0901', 2));
    const texts = [
      [7, '0901', 1],
      [7, '0901', 2],
      [7, '0902', 1],
      [8, '0901', 1],
    ].map(([seed, number, attempt]) =>
      printPlans([crowdPlan(ordinaryCrowd, seed as number, String(number), attempt as number)]),
    );
    expect(new Set(texts).size).to.equal(4);
  });

  it('has the shares of the workload', () => {
    expect(ofWho('busy').length / plans.length).to.be.closeTo(0.06, 0.012);
    const up = plans.length - ofWho('busy').length;
    expect(ofWho('contact').length / up).to.be.closeTo(0.4, 0.025);
    expect(ofWho('absent').length / up).to.be.closeTo(0.25, 0.025);
    expect(ofWho('machine').length / up).to.be.closeTo(0.35, 0.025);
    for (const share of [0.15, 0.3, 0.45])
      expect(plans.filter(({ limit, behaviour }) => behaviour.name !== 'busy' && limit < share).length).to.be.closeTo(
        share * plans.length,
        0.025 * plans.length,
      );
  });

  it('has the times of the workload', () => {
    const about = (who: string, what: 'ring' | 'talk') => mean(ofWho(who).map(({ behaviour }) => behaviour[what] ?? 0));
    expect(about('contact', 'ring')).to.be.closeTo(10, 0.5);
    expect(about('absent', 'ring')).to.be.closeTo(11, 0.6);
    expect(about('machine', 'ring')).to.be.closeTo(20, 0.5);
    expect(about('contact', 'talk')).to.be.closeTo(180, 12);
    expect(about('absent', 'talk')).to.be.closeTo(20, 1.2);
    expect(about('machine', 'talk')).to.be.closeTo(18, 0.7);
    for (const { behaviour } of ofWho('busy')) expect(behaviour.ring).to.be.within(1.5, 4);
    for (const { behaviour } of ofWho('machine')) expect(behaviour.ring).to.be.at.least(6);
  });

  it('draws with the wanted mean and spread', () => {
    const values = numbers.map((number) => drawLognormal({ mean: 60, cv: 0.5 }, 'wrap', number));
    const middle = mean(values);
    const deviation = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
    expect(middle).to.be.closeTo(60, 2);
    expect(deviation / middle).to.be.closeTo(0.5, 0.05);
  });

  it('says in words what the carrier reads back', () => {
    const text = printPlans(plans.slice(0, 8));
    const parts = text.split('|').map((part) => part.split(':'));
    expect(parts).to.have.length(8);
    for (const [limit, behaviour] of parts) {
      expect(Number(limit)).to.be.within(0, 9_999);
      expect(behaviourNames).to.include(parseBehaviour(behaviour ?? '').name);
    }
    // A line of the manager interface holds 1,024 bytes.
    const longest = numbers.map((number) =>
      printPlans([1, 2, 3, 4].map((attempt) => crowdPlan(ordinaryCrowd, 7, number, attempt))),
    );
    expect(Math.max(...longest.map((one) => one.length))).to.be.below(250);
  });

  it('names who picked up, out of the log', () => {
    expect(whoPickedUp('person;ring=2;talk=9;who=absent')).to.equal('absent');
    expect(whoPickedUp('machine;ring=20;talk=9')).to.equal('machine');
    expect(whoPickedUp('no-answer')).to.equal(undefined);
  });

  it('has a day that rises to its middle, and a mood that drifts slowly', () => {
    expect([0, 0.25, 0.5, 0.625, 1].map(profileAt)).to.deep.equal([0.85, 1, 1.25, 0.95, 1]);
    expect(profileAt(0.125)).to.be.closeTo(0.925, 1e-9);
    const drift = moodDrift(3, 20_000, 1);
    expect(mean(drift)).to.be.closeTo(1, 0.05);
    const logs = drift.map(Math.log);
    const centre = mean(logs);
    expect(Math.sqrt(mean(logs.map((value) => (value - centre) ** 2)))).to.be.closeTo(0.15, 0.03);
    const steps = logs.slice(1).map((value, index) => Math.abs(value - (logs[index] ?? 0)));
    expect(Math.max(...steps)).to.be.below(0.2);
    expect(moodDrift(3, 5, 1)).to.deep.equal(moodDrift(3, 5, 1));
  });
});
