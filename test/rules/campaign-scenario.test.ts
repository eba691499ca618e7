import { expect } from 'chai';
import {
  agentSecPerAttempt,
  type CampaignMeasures,
  campaignScenario,
  type PoolSettings,
} from '../../core/rules/coverage/campaign-scenario.ts';
import { progressive } from '../../core/rules/pacing-simulation/reference-pacers/progressive.ts';
import { pacingInitOf } from '../../core/rules/pacing-simulation/scenario.ts';
import { simulate } from '../../core/rules/pacing-simulation/simulate.ts';

const none = () => ({ contact: [], absent: [], machine: [] });
const NOTHING: CampaignMeasures = {
  attempts: 0,
  failed: 0,
  answered: { contact: 0, absent: 0, machine: 0 },
  ringSec: none(),
  talkSec: none(),
  wrapSec: none(),
};
const POOL: PoolSettings = {
  seats: 4,
  trunks: 14,
  reserve: 1,
  cps: 10,
  minRingSec: 15,
  patienceSec: 2,
  ringTimeoutSec: 25,
  cap: 0.01,
  answer: 0.3,
};

describe('the campaign as the simulator sees it', () => {
  it('is the general workload before the first call, within the pool and its ring time', () => {
    const scenario = campaignScenario(NOTHING, POOL);
    expect(scenario).to.include({ agents: 4, trunks: 14, reserve: 1, ringTimeoutSec: 25 });
    const [line] = scenario.lines;
    expect(line?.parties.contact.share).to.be.closeTo(0.4, 1e-9);
    expect(line?.parties.contact.talk).to.deep.include({ kind: 'lognormal', mean: 180 });
  });

  it('takes what was measured once there is enough of it, share by share', () => {
    const talk = Array.from({ length: 40 }, () => 90);
    const measures: CampaignMeasures = {
      ...NOTHING,
      attempts: 1_000,
      failed: 200,
      answered: { contact: 300, absent: 0, machine: 0 },
      talkSec: { contact: talk, absent: [5], machine: [] },
    };
    const [line] = campaignScenario(measures, POOL).lines;
    expect(line?.failed.share).to.be.closeTo(0.2, 0.01);
    expect(line?.parties.contact.share).to.be.within(0.9, 1);
    expect(line?.parties.contact.talk).to.deep.equal({ kind: 'measured', values: talk });
    expect(line?.parties.absent.talk.kind).to.equal('lognormal');
  });

  it('knows what an attempt costs an agent: what the simulator spends in progressive, less in predictive, more in preview', () => {
    const scenario = campaignScenario(NOTHING, POOL);
    const { attemptsPerAgentHour } = simulate(scenario, progressive(pacingInitOf(scenario)), { seed: 3, days: 3 });
    const cost = agentSecPerAttempt(scenario, 'progressive');
    expect(3_600 / attemptsPerAgentHour).to.be.closeTo(cost, 0.06 * cost);
    expect(agentSecPerAttempt(scenario, 'predictive')).to.be.below(cost);
    expect(agentSecPerAttempt(scenario, 'preview')).to.be.closeTo(cost + 18, 0.01);
  });
});
