import { expect } from 'chai';
import { shareGoals } from '../../api/goals/shared-goals.ts';
import type { CampaignGoals } from '../../core/contracts/http/goals.ts';

const everybody = { subjectScope: null, centreScope: null, privileged: false };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('figures shared by who may see the same', () => {
  it('are made once while they are made, and again afterwards when that is quick', async () => {
    let made = 0;
    const goals = shareGoals(async () => {
      made += 1;
      await wait(20);
      return [];
    });
    await Promise.all([goals(everybody), goals(everybody), goals({ ...everybody })]);
    expect(made).to.equal(1);
    await goals(everybody);
    expect(made).to.equal(2);
  });

  it('are kept when making them is slow, but never for somebody who may see other campaigns', async () => {
    let made = 0;
    const goals = shareGoals(async ({ privileged }) => {
      made += 1;
      await wait(520);
      return privileged ? [{ campaignId: 'hidden' } as CampaignGoals] : [];
    });
    await goals(everybody);
    await wait(50);
    expect(await goals(everybody)).to.deep.equal([]);
    expect(made).to.equal(1);
    expect(await goals({ ...everybody, privileged: true })).to.have.length(1);
    expect(await goals({ ...everybody, subjectScope: ['tax'] })).to.deep.equal([]);
    expect(made).to.equal(3);
  });

  it('are not kept when they failed', async () => {
    let made = 0;
    const goals = shareGoals(async () => {
      made += 1;
      throw new Error('no database');
    });
    for (let time = 0; time < 2; time += 1) await goals(everybody).catch(() => undefined);
    expect(made).to.equal(2);
  });
});
