import { expect } from 'chai';
import { Stopwatch } from '../support/stopwatch.ts';
import { eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

describe('modes on one engine', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  const setMode = (mode: string) => world.db.owner`update campaign set mode = ${mode} where id = ${world.campaignId}`;
  const dialled = () => world.fake.dials.map(({ number }) => number);

  it('preview, predictive, progressive while agents work: every contact once, none lost', async () => {
    world = await TelephonyWorld.create('preview', { targets: 3 });
    for (const index of [0, 1, 2])
      world.fake.behaviours.set(world.number(index), { kind: 'answer', afterMs: 400, hangUpAfterMs: 1_500 });
    await world.startController();
    const { agent } = await world.poolAgent();
    const finish = async () => {
      const row = await world.untilAgent(agent, 'wrap_up');
      await world.saveResult(agent, String(row['call_id']));
      await world.command(agent, 'wrap_up_done', { callId: String(row['call_id']) });
    };
    const reserved = await world.untilAgent(agent, 'reserved');
    expect(reserved['reserved_until']).to.be.instanceOf(Date);
    await setMode('predictive');
    // The case in hand is finished the way it began: nothing dials it but the agent.
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(dialled()).to.deep.equal([]);
    await world.command(agent, 'dial', { targetId: Number(reserved['target_id']), phoneId: null });
    await finish();
    await eventually('the pool dials', () => dialled().length === 2);
    await setMode('progressive');
    await world.untilAgent(agent, 'talking');
    await finish();
    await eventually('progressive dials', () => dialled().length === 3);
    await finish();
    await world.untilAgent(agent, 'available');
    const calls = await world.calls();
    expect(calls.map(({ mode }) => mode)).to.deep.equal(['preview', 'predictive', 'progressive']);
    expect(new Set(dialled()).size).to.equal(3);
    expect(calls.every((call) => call['connected_real_ms'] !== null && call['full_ring'] === true)).to.equal(true);
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('nothing is dialled for the pool without the city’s approval in force', async () => {
    world = await TelephonyWorld.create('predictive');
    await world.db.owner`update predictive_approval set valid_to = '2020-12-31'`;
    await world.startController();
    await world.poolAgent();
    const status = await eventually('status', async () => (await world.sql`select sentence from pacing_status`)[0]);
    expect(status['sentence']).to.include('ありません');
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(dialled()).to.deep.equal([]);
  });

  it('a preview that takes too long goes back with its reason, and its agent is on break', async () => {
    world = await TelephonyWorld.create('preview');
    await world.db.owner`update campaign set preview_limit_sec = 1`;
    await world.startController();
    const { agent } = await world.poolAgent();
    await world.untilAgent(agent, 'reserved');
    const row = await world.untilAgent(agent, 'break');
    expect(row).to.include({ target_id: null, reserved_until: null, intent: 'break' });
    expect(row['notice']).to.include('時間が過ぎた');
    const [target] = await world.sql`select state, reason from target_progress`;
    expect(target).to.deep.equal({ state: 'queued', reason: 'preview_over' });
  });

  it('a skip keeps the words of the agent', async () => {
    world = await TelephonyWorld.create('preview');
    await world.startController();
    const { agent } = await world.poolAgent();
    const row = await world.untilAgent(agent, 'reserved');
    await world.command(agent, 'skip', { targetId: Number(row['target_id']), reason: '昨日来庁された方' });
    await world.untilAgent(agent, 'available');
    const [target] = await world.sql`select reason from target_progress`;
    expect(target?.['reason']).to.include('昨日来庁された方');
  });

  it('never cut where the promise of a date needs telephones that ring in full', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 2, ringTimeoutSec: 4 });
    await world.patience(2, { minRingSec: 0.3 });
    await world.db.owner`insert into coverage_watch (campaign_id, at, ring_in_full, left_if_cut, left_if_full)
      values (${world.campaignId}, now(), true, 3, 0)`;
    let asked = 0;
    world.createPacer = (init) => {
      expect(init.lines.map(({ minRingSec }) => minRingSec)).to.deep.equal([init.ringTimeoutSec]);
      const pacer = world.ratio(init, 2);
      const rings: (string | number)[] = [];
      return {
        ...pacer,
        step(now, events) {
          for (const event of events) if (event.e === 'dialled') rings.push(event.call);
          asked += rings.length;
          return { ...pacer.step(now, events), cancel: [...rings] };
        },
      };
    };
    await world.startController();
    await world.poolAgent();
    const ended = await eventually('both rang to their end', async () => {
      const calls = await world.calls();
      return calls.length === 2 && calls.every((call) => call['ended_at'] !== null) ? calls : undefined;
    });
    expect(asked).to.be.above(4);
    expect(ended.map((call) => [call['cut_by'], call['full_ring'], call['line_result']])).to.deep.equal([
      [null, true, 'no_answer'],
      [null, true, 'no_answer'],
    ]);
  });

  it('cut by the pacing controller only after the shortest ring, and never twice running', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 2, ringTimeoutSec: 6 });
    await world.patience(2, { minRingSec: 0.8 });
    world.createPacer = (init) => {
      const pacer = world.ratio(init, 2);
      return {
        ...pacer,
        step: (now, events) => ({
          ...pacer.step(now, events),
          cancel: events.flatMap((event) => (event.e === 'dialled' ? [event.call] : [])).concat([...seen]),
        }),
      };
    };
    const seen: (string | number)[] = [];
    await world.startController();
    await world.poolAgent();
    await eventually(
      'both ring',
      async () => (await world.calls()).filter((call) => call['ringing_at'] !== null).length === 2,
    );
    const calls = await world.calls();
    seen.push(...calls.map((call) => String(call['id'])));
    await world.db
      .owner`update target_progress set cut_in_row = 1 where target_id = ${Number(calls[1]?.['target_id'])}`;
    const cut = await eventually('cut', async () => (await world.calls()).find((call) => call['ended_at'] !== null));
    expect(cut).to.include({ id: calls[0]?.['id'], cut_by: 'pacing', full_ring: false, line_result: 'cancelled' });
    const rang = (cut['ended_at'] as Date).getTime() - (cut['ringing_at'] as Date).getTime();
    expect(rang).to.be.at.least(800);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const other = (await world.calls()).find((call) => call['id'] === calls[1]?.['id']);
    expect(other?.['ended_at']).to.equal(null);
  });
});

describe('paid or stopped while it rings', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  const stop = () =>
    world.db
      .owner`insert into stop_flag (person_id, kind, from_on, source) select id, 'no_call', '2020-01-01', 'test' from person`;

  it('a call of the pool is hung up within two seconds of the commit', async () => {
    world = await TelephonyWorld.create('predictive', { ringTimeoutSec: 20 });
    await world.startController();
    await world.poolAgent();
    await world.untilCall('ringing');
    const watch = new Stopwatch();
    await stop();
    const call = await world.untilCall('ended');
    expect(watch.tookMs).to.be.below(2_000);
    expect(call).to.include({ cut_by: 'stopped', full_ring: false, line_result: 'cancelled', ended_by: 'system' });
    const [target] = await world.sql`select state from target_progress`;
    expect(target?.['state']).to.equal('withdrawn');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('so is a progressive one, and its agent is told why', async () => {
    world = await TelephonyWorld.create('progressive', { ringTimeoutSec: 20 });
    await world.startController();
    const { agent } = await world.poolAgent();
    await world.untilCall('ringing');
    await stop();
    const call = await world.untilCall('ended');
    expect(call).to.include({ cut_by: 'stopped', line_result: 'cancelled' });
    await world.untilAgent(agent, 'available');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('a case in preview leaves the desk with the reason', async () => {
    world = await TelephonyWorld.create('preview');
    await world.startController();
    const { agent } = await world.poolAgent();
    await world.untilAgent(agent, 'reserved');
    await stop();
    const row = await world.untilAgent(agent, 'available');
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(row['target_id']).to.equal(null);
    // Still to be read while the next case is looked for.
    expect((await world.agentRow(agent))['notice']).to.equal('対象が停止になりました。');
    expect(world.fake.dials).to.have.length(0);
  });

  it('whom somebody talks to already is left to the conversation', async () => {
    world = await TelephonyWorld.create('predictive');
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 50 });
    await world.startController();
    const { agent } = await world.poolAgent();
    await world.untilAgent(agent, 'talking');
    await stop();
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect((await world.agentRow(agent))['state']).to.equal('talking');
    expect((await world.calls())[0]).to.include({ cut_by: null, ended_at: null });
  });
});
