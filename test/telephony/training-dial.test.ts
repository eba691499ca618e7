import { expect } from 'chai';
import { newId } from '../../core/platform/ids.ts';
import { DialerStage } from './dialer-stage.ts';

describe('the dialer in training', () => {
  const stage = new DialerStage();

  async function practice(): Promise<string> {
    const { sql } = stage;
    const id = newId();
    await sql`insert into campaign (id, subject_id, name, mode, state, training) values (${id}, 'tax', '研修', 'preview', 'running', true)`;
    const personId = await stage.person({ numbers: [{ digits: '0990000001', type: 'home' }] });
    await sql`update person set training = true where id = ${personId}`;
    await sql`insert into campaign_target (campaign_id, person_id, position) values (${id}, ${personId}, 1)`;
    return id;
  }
  const trunks = async (kinds: readonly string[]) => {
    await stage.sql`update trunk set enabled = false`;
    for (const kind of kinds)
      await stage.sql`insert into trunk (id, name, kind, node, endpoint, channels, enabled)
        values (${`t-${kind}`}, ${kind}, ${kind}, 'node1', ${kind}, 4, true) on conflict (id) do update set enabled = true`;
  };

  it('takes the simulator’s line, with a real one switched on beside it', async () => {
    await trunks(['sip', 'simulator']);
    const plan = await stage.planned(await practice());
    expect(plan).to.include({ trunkId: 't-simulator', endpoint: 'simulator' });
  });

  it('refuses when only a real line is there', async () => {
    await trunks(['sip']);
    expect(await stage.reserve(await practice())).to.include({ kind: 'nothing', code: 'training_no_simulator' });
  });

  it('gives nobody of the training to who works every line, nor to the pool', async () => {
    await trunks(['simulator']);
    await practice();
    expect(await stage.reserve(null)).to.include({ kind: 'nothing', code: 'no_line' });
    expect((await stage.take()).kind).to.equal('nothing');
  });
});
