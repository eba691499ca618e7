import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { AGENT_TONE_NUMBER, CITIZEN_TONE_NUMBER } from '../../telephony/self-test/synthetic-call.ts';
import { eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

describe('a self-test, against an Asterisk that behaves', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  it('seats its tone and talks to the other, however late the channels enter the application', async () => {
    world = await TelephonyWorld.create('preview');
    world.carrier = { logFile: join(tmpdir(), 'no-such-log'), soundDir: tmpdir() };
    world.fake.enterAfterMs = 120;
    world.fake.behaviours.set(AGENT_TONE_NUMBER, { kind: 'answer', afterMs: 20 });
    world.fake.behaviours.set(CITIZEN_TONE_NUMBER, { kind: 'answer', afterMs: 50, hangUpAfterMs: 300 });
    await world.startController();
    await world.db.owner`insert into command (kind, payload) values ('self_test', '{}')`;
    const call = await world.untilCall('talking');
    const tone = await eventually('the tone', () => world.fake.channels.get(`tone-${String(call['id'])}`));
    expect(tone.bridgeId).to.equal(call['bridge_id']);
    expect(world.fake.dials.map(({ number }) => number)).to.deep.equal([AGENT_TONE_NUMBER, CITIZEN_TONE_NUMBER]);
    await world.untilCall('ended');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });
});
