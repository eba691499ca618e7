import { expect } from 'chai';
import { eventually, TelephonyWorld } from '../support/telephony-world.ts';

describe('a citizen calls back', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  it('is answered, recorded, told in words, and leaves a row with the subject it called', async () => {
    world = await TelephonyWorld.create('preview');
    await world.startController();
    await eventually('ready', () => world.fake.bridges.has('hold-pbx1'));
    const channel = world.fake.addChannel('in-1', 'carrier', '0901234567', ['inbound', '0220001100']);
    const call = await world.untilCall('ended');
    expect(call).to.include({
      direction: 'inbound',
      channel_id: 'in-1',
      subject_id: '10',
      dialled_number: '0220001100',
      caller_id: '0901234567',
      line_result: 'answered_human',
      ended_by: 'system',
    });
    const recorder = world.fake.recorders.find((one) => one.channelId === channel.id);
    expect(recorder?.file).to.include(`${call['recording_id']}.raw`);
    expect(call['call_spool']).to.equal(`${call['recording_id']}.raw`);
    expect(world.fake.channels.size).to.equal(0);
  });

  it('hangs up by itself before the message is over', async () => {
    world = await TelephonyWorld.create('preview');
    await world.startController();
    await eventually('ready', () => world.fake.bridges.has('hold-pbx1'));
    const channel = world.fake.addChannel('in-2', 'carrier', '0901234567', ['inbound', '0220001100']);
    await eventually('recorded', () => world.fake.recorders.length > 0);
    world.fake.destroy(channel, 16, undefined);
    const call = await world.untilCall('ended');
    expect(call).to.include({ ended_by: 'citizen', line_result: 'answered_human' });
  });
});
