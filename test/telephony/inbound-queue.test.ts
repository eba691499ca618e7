import { expect } from 'chai';
import { simulatedClock } from '../../core/platform/clock.ts';
import type { InboundParameters } from '../../core/rules/inbound/inbound-parameters.ts';
import { type Agent, eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

describe('a citizen waits', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  const CALLER = '09012345678';
  const callIn = (id: string, caller = CALLER) =>
    world.fake.addChannel(id, 'carrier', caller, ['inbound', '0220001100']);
  const rowOf = (id: string) =>
    eventually(`row of ${id}`, async () => (await world.calls()).find((call) => call['channel_id'] === id));
  const ended = (id: string) =>
    eventually(`${id} over`, async () => {
      const row = await rowOf(id);
      return row['ended_at'] === null ? undefined : row;
    });
  const press = (id: string, digit: string) => {
    const channel = world.fake.channels.get(id);
    if (!channel) throw new Error(`no channel ${id}`);
    world.fake.emit({
      type: 'ChannelDtmfReceived',
      atMs: Date.now(),
      digit,
      channel: world.fake.eventChannel(channel),
    });
  };
  const setting = (value: Partial<InboundParameters>) =>
    world.db.owner`insert into setting (key, value) values ('inbound', ${world.db.owner.json(value)})`;
  const events = async (callId: unknown) =>
    (await world.sql`select kind, detail from call_event where call_id = ${String(callId)} order by id`).map((row) => ({
      ...row,
    }));
  const kinds = async (callId: unknown) => (await events(callId)).map((event) => event['kind']);
  const atNight = () => {
    const evening = Date.parse('2026-11-24T22:30:00+09:00');
    world.clock = simulatedClock({ realAnchorMs: Date.now(), simulatedAnchorMs: evening, speed: 1 });
  };
  const busyAgent = async () => {
    const { agent, leg } = await world.poolAgent();
    callIn('in-busy', '07000000000');
    await world.untilAgent(agent, 'talking');
    return { agent, leg, callId: String((await rowOf('in-busy'))['id']) };
  };
  const finish = async (agent: Agent, callId: string) => {
    await world.command(agent, 'hang_up', { callId });
    await world.untilAgent(agent, 'wrap_up');
    await world.command(agent, 'wrap_up_done', { callId });
  };

  it('hears the notice to its end, while the agent has the call on the screen already', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 0 });
    await setting({ noticeText: null });
    world.fake.playMs = 2_500;
    await world.startController();
    const { agent, leg } = await world.poolAgent();
    callIn('in-1');
    const row = await world.untilAgent(agent, 'talking');
    const call = await rowOf('in-1');
    expect(row['call_id']).to.equal(call['id']);
    expect(call['bridged_at'], 'not joined before the notice is over').to.equal(null);
    expect(leg.bridgeId).to.not.equal(call['bridge_id']);
    await eventually('joined', () => leg.bridgeId === call['bridge_id']);
    expect(world.fake.played).to.have.length(1);
    expect(world.fake.played[0]).to.include('recording-notice');
    await eventually('written', async () => (await rowOf('in-1'))['bridged_at'] !== null);
  });

  it('hangs up during the notice: the agent is free again and has nothing to write', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 0 });
    await setting({ noticeText: null });
    world.fake.playMs = 5_000;
    await world.startController();
    const { agent } = await world.poolAgent();
    const channel = callIn('in-1');
    await world.untilAgent(agent, 'talking');
    world.fake.destroy(channel, 16, undefined);
    await world.untilAgent(agent, 'available');
    expect(await ended('in-1')).to.include({ ended_by: 'citizen' });
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('is told the place, and keeps it by key 1; withheld numbers are not asked', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 0 });
    await world.startController();
    await busyAgent();
    callIn('in-2');
    await eventually(
      'music',
      async () => world.fake.bridges.get(String((await rowOf('in-2'))['bridge_id']))?.moh === 'hold',
    );
    callIn('in-3', '');
    await eventually('told', () => world.fake.played.length === 2);
    expect(world.fake.played[0]).to.include('please-wait').and.include('position-1').and.include('keep-place-offer');
    expect(world.fake.played[1]).to.include('position-2').and.not.include('keep-place-offer');
    press('in-3', '1');
    press('in-2', '5');
    press('in-2', '1');
    const kept = await ended('in-2');
    expect(world.fake.played.at(-1)).to.include('keep-place-kept');
    expect(kept).to.include({ ended_by: 'system', agent_id: null });
    expect(await events(kept['id'])).to.deep.include({ kind: 'keep_place', detail: { place: 1 } });
    expect((await rowOf('in-3'))['ended_at']).to.equal(null);
  });

  it('everybody reads a case: who has waited a while is brought to one of them, and the case goes back', async () => {
    world = await TelephonyWorld.create('preview', { targets: 1 });
    world.limits = { ...world.limits, readersAfterMs: 900 };
    await world.startController();
    const { agent, leg } = await world.poolAgent();
    const { target_id: targetId } = await world.untilAgent(agent, 'reserved');
    const since = performance.now();
    callIn('in-1');
    const call = await rowOf('in-1');
    await eventually('joined', () => leg.bridgeId === call['bridge_id']);
    expect(performance.now() - since).to.be.above(850);
    const row = await world.agentRow(agent);
    expect(row).to.include({ state: 'talking', call_id: call['id'], target_id: null });
    expect(row['notice']).to.include('着信');
    const [target] =
      await world.sql`select state, reason, lease_agent_id from target_progress where target_id = ${Number(targetId)}`;
    expect({ ...target }).to.deep.equal({ state: 'queued', reason: 'called_away', lease_agent_id: null });
    await world.command(agent, 'agent_break', { reason: 'meal' });
    await finish(agent, String(call['id']));
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('somebody is free before that: whoever reads reads on', async () => {
    world = await TelephonyWorld.create('preview', { targets: 1 });
    world.limits = { ...world.limits, readersAfterMs: 20_000 };
    await world.startController();
    const { agent } = await world.poolAgent();
    await world.untilAgent(agent, 'reserved');
    callIn('in-1');
    const call = await rowOf('in-1');
    const free = await world.poolAgent();
    await eventually('joined', () => free.leg.bridgeId === call['bridge_id']);
    expect(await world.agentRow(agent)).to.include({ state: 'reserved', notice: null });
  });

  it('is told again from time to time, and the place moves on', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 0 });
    await setting({ positionEverySec: 1 });
    await world.startController();
    await busyAgent();
    const first = callIn('in-2');
    await eventually('greeted', () => world.fake.played.length === 1);
    callIn('in-3', '07000000001');
    await eventually('second', () => world.fake.played.some((media) => media.includes('position-2')));
    world.fake.destroy(first, 16, undefined);
    await eventually('moved on', () => {
      const last = world.fake.played.findLast((media) => !media.includes('please-wait'));
      return last?.includes('position-1') && world.fake.channels.has('in-3') && !world.fake.channels.has('in-2');
    });
    await eventually(
      'music again',
      async () => world.fake.bridges.get(String((await rowOf('in-3'))['bridge_id']))?.moh === 'hold',
    );
  });

  it('is brought to who spoke with the number last, and to anybody when that one does not come in time', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 0 });
    await setting({ lastAgentSec: 2 });
    await world.startController();
    const known = await world.poolAgent();
    callIn('in-1');
    await world.untilAgent(known.agent, 'talking');
    const callId = String((await rowOf('in-1'))['id']);
    await eventually('joined', async () => (await rowOf('in-1'))['bridged_at'] !== null);
    await finish(known.agent, callId);
    await world.untilAgent(known.agent, 'available');
    const other = await world.poolAgent();
    // The other one has waited longer; the known one is asked all the same.
    await world.db
      .owner`update agent_state set since_real = now() - interval '1 hour' where agent_id = ${other.agent.id}`;
    callIn('in-2');
    const again = await world.untilAgent(known.agent, 'talking');
    expect(again['call_id']).to.equal((await rowOf('in-2'))['id']);
    callIn('in-3');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await world.agentRow(other.agent))['state'], 'waits for the known one').to.equal('available');
    expect((await world.untilAgent(other.agent, 'talking'))['call_id']).to.equal((await rowOf('in-3'))['id']);
  });

  it('is brought to who speaks the language first', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 1 });
    await setting({ noticeText: null });
    await world.db.owner`update person set language = 'vi'`;
    await world.db.owner`update campaign set state = 'finished'`;
    await world.startController();
    const plain = await world.poolAgent();
    const speaker = await world.poolAgent();
    await world.db.owner`update staff_account set languages = '{vi}' where id = ${speaker.agent.id}`;
    await world.db
      .owner`update agent_state set since_real = now() - interval '1 hour' where agent_id = ${plain.agent.id}`;
    callIn('in-1', world.number(0));
    const row = await world.untilAgent(speaker.agent, 'talking');
    expect(await rowOf('in-1')).to.include({ id: row['call_id'], language: 'vi' });
    await eventually('the notice', () => world.fake.played.length > 0);
    expect(world.fake.played[0], 'the notice in both languages').to.match(/recording-notice,.*recording-notice-vi/);
  });

  it('leaves a message outside the hours: recorded like every call, from where to where is written down', async () => {
    world = await TelephonyWorld.create('preview', { targets: 0 });
    atNight();
    await setting({ voicemailClosed: true, noticeText: null });
    await world.startController();
    await eventually('ready', () => world.fake.bridges.has('hold-pbx1'));
    const channel = callIn('in-1');
    const call = await rowOf('in-1');
    await eventually('speaks', async () => (await kinds(call['id'])).includes('voicemail'));
    expect(world.fake.played[0]?.split(',').map((part) => part.split('/').at(-1))).to.deep.equal([
      'recording-notice',
      'inbound-closed',
      'voicemail-after-tone',
      'beep',
    ]);
    await eventually('silence', () => world.fake.bridges.get(String(call['bridge_id']))?.moh === 'silence');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    world.fake.destroy(channel, 16, undefined);
    await ended('in-1');
    const end = (await events(call['id'])).find((event) => event['kind'] === 'voicemail_ended');
    expect(end?.['detail']).to.have.property('seconds').within(1, 3);
    expect(world.fake.recorders.some((one) => one.channelId === 'in-1')).to.equal(true);
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('ends a message by # or at the limit, with thanks; a holiday is not the evening', async () => {
    world = await TelephonyWorld.create('preview', { targets: 0 });
    const holiday = Date.parse('2026-11-23T10:00:00+09:00');
    world.clock = simulatedClock({ realAnchorMs: Date.now(), simulatedAnchorMs: holiday, speed: 1 });
    await setting({ voicemailClosed: true });
    await world.startController();
    await eventually('ready', () => world.fake.bridges.has('hold-pbx1'));
    callIn('in-1');
    const call = await rowOf('in-1');
    await eventually('speaks', async () => (await kinds(call['id'])).includes('voicemail'));
    press('in-1', '#');
    await ended('in-1');
    expect(world.fake.played[0]).to.include('inbound-holiday');
    expect(world.fake.played.at(-1)).to.include('voicemail-thanks');
  });
});

describe('a citizen is called back', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });
  const open = () =>
    world.db
      .owner`insert into calling_window (subject_id, day_kind, opens, closes) values ('10', 'weekday', '09:00', '20:00')`;
  const missed = async (caller = '09012345678') => {
    const [row] = await world.db.owner<{ id: string }[]>`
      insert into call (id, node, direction, subject_id, caller_id, state, created_at, ended_at)
      values (gen_random_uuid(), 'pbx1', 'inbound', '10', ${caller}, 'ended', ${world.clock.now()}, ${world.clock.now()}) returning id`;
    return String(row?.id);
  };

  it('on the number that called, from a break as well; recorded, in wrap-up without a target', async () => {
    world = await TelephonyWorld.create('preview', { targets: 0 });
    await open();
    world.fake.behaviours.set('09012345678', { kind: 'answer', afterMs: 50 });
    await world.startController();
    const agent = await world.addAgent();
    await world.seat(agent);
    const inboundCallId = await missed();
    const answer = await world.command(agent, 'call_back', { inboundCallId, personId: null, subjectId: '10' });
    expect(answer).to.deep.include({ state: 'done' });
    await world.untilAgent(agent, 'talking');
    const [call] = await world.sql`select * from call where id = ${String(answer.result.callId)}`;
    expect(call).to.include({
      direction: 'outbound',
      mode: 'manual',
      dialled_number: '09012345678',
      caller_id: '0220001100',
      target_id: null,
    });
    const callId = String(answer.result.callId);
    await world.command(agent, 'hang_up', { callId });
    await world.untilAgent(agent, 'wrap_up');
    await world.command(agent, 'wrap_up_done', { callId });
    await world.untilAgent(agent, 'break');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('never outside the hours, with a stop, past the shield, or without a number', async () => {
    world = await TelephonyWorld.create('preview', { targets: 1 });
    await open();
    await world.startController();
    const agent = await world.addAgent();
    await world.seat(agent);
    const inboundCallId = await missed();
    const [person] = await world.sql<{ id: number }[]>`select id from person`;
    const personId = person?.id ?? 0;
    const ask = async (more: { personId?: number | null; inboundCallId?: string } = {}) => {
      const { state, result } = await world.command(agent, 'call_back', {
        inboundCallId,
        personId: null,
        subjectId: '10',
        ...more,
      });
      return `${state} ${result.code}`;
    };
    // Whoever calls chooses what is shown: extra-charge numbers, codes and foreign prefixes are never dialled.
    for (const shown of ['', '0990512345', '0570012345', '00144155501', '0120000000', '110'])
      expect(await ask({ inboundCallId: await missed(shown) }), shown).to.equal('refused callback/no-number');
    await world.db
      .owner`insert into stop_flag (person_id, kind, from_on, source) values (${personId}, 'no_call', '2026-01-01', 'manual')`;
    expect(await ask({ personId })).to.equal('refused stopped');
    await world.db.owner`delete from stop_flag`;
    await world.db.owner`update person set shielded = true`;
    expect(await ask({ personId })).to.equal('refused shielded');
    await world.db.owner`update calling_window set closes = '09:30'`;
    expect(await ask()).to.match(/^refused .*(window|hours|closed)/);
    expect((await world.agentRow(agent))['state']).to.equal('break');
    expect(world.fake.dials).to.deep.equal([]);
  });

  it('is named by the agent, and by nobody else', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 1 });
    await world.db.owner`update campaign set state = 'finished'`;
    await world.startController();
    const { agent } = await world.poolAgent();
    world.fake.addChannel('in-1', 'carrier', '09012345678', ['inbound', '0220001100']);
    const { call_id: id } = await world.untilAgent(agent, 'talking');
    const callId = String(id);
    const [person] = await world.sql<{ id: number }[]>`select id from person`;
    const other = await world.addAgent();
    const payload = { callId, personId: person?.id ?? 0 };
    expect((await world.command(other, 'identify_caller', payload)).result.code).to.equal('call/not-yours');
    expect((await world.command(agent, 'identify_caller', payload)).state).to.equal('done');
    expect((await world.calls())[0]).to.include({ person_id: person?.id });
  });
});
