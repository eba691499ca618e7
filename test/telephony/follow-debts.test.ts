import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Waker } from '../../core/platform/bus.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { startFollowingDebts } from '../../telephony/pool/follow-debts.ts';
import { seedCampaign } from './dialer-population.ts';
import { DialerStage } from './dialer-stage.ts';

/** What the city was promised, from the commit. */
const GOAL_MS = 2_000;

describe('who waits in a list', () => {
  const stage = new DialerStage();
  let waker: Waker | undefined;
  afterEach(() => waker?.stop());

  const follow = async () => {
    const { sql, dialer } = stage;
    waker = await startFollowingDebts({ sql, dialer, logger: createLogger('test', 'error') });
    // The look at the start, and the pause behind it.
    await sleep(100);
  };
  const stateOf = async (personId: number) => {
    const [row] = await stage.sql<{ state: string }[]>`
      select coalesce(tp.state, 'queued') as state from campaign_target ct left join target_progress tp on tp.target_id = ct.id
      where ct.person_id = ${personId}`;
    return row?.state;
  };
  const becomes = async (personId: number, state: string) => {
    const from = performance.now();
    while ((await stateOf(personId)) !== state && performance.now() - from < GOAL_MS) await sleep(20);
    expect(await stateOf(personId)).to.equal(state);
  };
  const pay = (personId: number) => stage.sql`update arrears_item set paid = principal where person_id = ${personId}`;
  const takeBack = (personId: number) => stage.sql`update arrears_item set paid = 0 where person_id = ${personId}`;

  it('leaves it within two seconds of a payment, one after the other, and comes back when it is taken back', async () => {
    const [untouched, tried, other] = [await stage.person({}), await stage.person({}), await stage.person({})];
    const campaign = await seedCampaign(stage.sql, 'tax', { persons: [untouched, tried, other] });
    await stage.sql`insert into target_progress (target_id, state, next_at)
      select id, 'waiting', now() + interval '1 hour' from campaign_target where person_id = ${tried}`;
    await follow();
    await pay(untouched);
    await becomes(untouched, 'withdrawn');
    await pay(tried);
    await becomes(tried, 'withdrawn');
    expect(await stateOf(other)).to.equal('queued');
    await takeBack(untouched);
    await becomes(untouched, 'queued');
    expect((await stage.reserve(campaign)).kind).to.equal('reserved');
  });

  it('does not wait for somebody who is at work on another target', async () => {
    const [busy, paid] = [await stage.person({}), await stage.person({})];
    await seedCampaign(stage.sql, 'tax', { persons: [busy, paid] });
    await stage.sql`insert into target_progress (target_id, state) select id, 'queued' from campaign_target`;
    await follow();
    await stage.sql.begin(async (tx) => {
      await tx`select 1 from target_progress tp join campaign_target ct on ct.id = tp.target_id
        where ct.person_id = ${busy} for update of tp`;
      await pay(busy);
      await pay(paid);
      await becomes(paid, 'withdrawn');
    });
    expect(await stateOf(busy)).to.equal('queued');
  });
});
