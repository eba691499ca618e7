import { expect } from 'chai';
import { createLogger } from '../../core/platform/logger.ts';
import { ClockWatch } from '../../telephony/clock-watch.ts';
import { seedAgent, seedCampaign } from './dialer-population.ts';
import { DialerStage } from './dialer-stage.ts';

const logger = createLogger('clock-watch-test', 'silent');

/** Clocks of a machine, moved by hand. */
class Clocks {
  wall = 1_800_000_000_000;
  steady = 5_000;
  bootId: string | null = 'boot-1';
  wallMs = () => this.wall;
  steadyMs = () => this.steady;
  pass(ms: number, wallMs = ms): void {
    this.steady += ms;
    this.wall += wallMs;
  }
}

describe('the watch over the wall clock', () => {
  const stage = new DialerStage();
  let clocks: Clocks;
  let watch: ClockWatch;
  const holds = () => stage.sql<{ id: number; node: string; detail: { jumpMs: number }; confirmed_at: Date | null }[]>`
    select id, node, detail, confirmed_at from dialling_hold order by id`;
  const open = async () => (await holds()).filter(({ confirmed_at }) => confirmed_at === null).length;
  const tick = async (ms: number, wallMs = ms) => {
    clocks.pass(ms, wallMs);
    await watch.look();
  };
  const confirm = async () => {
    const by = await seedAgent(stage.sql);
    await stage.sql`update dialling_hold set confirmed_by = ${by}, confirmed_at = now() where confirmed_at is null`;
  };

  beforeEach(async () => {
    await stage.sql`delete from dialling_hold`;
    await stage.sql`delete from clock_anchor`;
    clocks = new Clocks();
    watch = new ClockWatch({ sql: stage.sql, node: 'node1', logger }, clocks);
  });

  it('says nothing while both clocks go alike, over any time and at any load', async () => {
    for (const ms of [500, 500, 40_000, 3_600_000, 500]) await tick(ms);
    expect(await holds()).to.have.length(0);
  });

  it('lets a time service turn the clock slowly, more than a minute in three days', async () => {
    for (let step = 0; step < 400; step += 1) {
      clocks.pass(600_000, 600_000 + 250);
      await watch.look();
    }
    expect(await holds()).to.have.length(0);
  });

  for (const [name, wallMs, jumpMs] of [
    ['forward', 500 + 61_000, 61_000],
    ['back', 500 - 61_000, -61_000],
    ['a day back', 500 - 86_400_000, -86_400_000],
  ] as const) {
    it(`stops dialling after a jump ${name}`, async () => {
      await tick(500);
      await tick(500, wallMs);
      expect((await holds()).map(({ node, detail }) => [node, Math.round(detail.jumpMs)])).to.deep.equal([
        ['node1', jumpMs],
      ]);
    });
  }

  it('lets 59 seconds pass, and not twice', async () => {
    await tick(500, 59_000);
    expect(await open()).to.equal(0);
    await tick(500, 59_000);
    expect(await open()).to.equal(1);
  });

  it('keeps one open stop, and fires again only for a new jump after the person’s word', async () => {
    await tick(500, 7_200_000);
    await tick(500);
    await tick(500, -7_200_000);
    expect(await holds()).to.have.length(1);
    await confirm();
    await tick(500);
    expect(await open()).to.equal(0);
    await tick(500, -120_000);
    expect(await open()).to.equal(1);
  });

  it('holds the gate of this node, after a restart too, until a person confirms', async () => {
    await stage.person();
    await stage.person();
    const campaign = await seedCampaign(stage.sql, 'tax');
    const { targetId } = await stage.reserved(campaign);
    await tick(500, 3_600_000);
    const refused = await stage.prepare(targetId);
    expect(refused).to.include({ kind: 'refused', code: 'dialling_hold', targetGone: true });
    expect(refused).to.have.property('message').that.includes('時計');
    stage.restart();
    expect(await stage.reserve(campaign)).to.include({ kind: 'nothing', code: 'dialling_hold' });
    expect((await stage.progress(targetId))['state']).to.equal('queued');
    await confirm();
    expect((await stage.reserve(campaign)).kind).to.equal('reserved');
  });

  it('leaves other nodes alone', async () => {
    await stage.sql`insert into dialling_hold (kind, node) values ('clock_jump', 'node2')`;
    await stage.person();
    expect((await stage.reserve(await seedCampaign(stage.sql, 'tax'))).kind).to.equal('reserved');
  });

  describe('over restarts', () => {
    /** The process ends, this happens to the clocks, the next one starts. */
    const restart = async (meanwhile: () => void) => {
      await watch.start();
      await tick(31_000);
      await watch.stop();
      meanwhile();
      watch = new ClockWatch({ sql: stage.sql, node: 'node1', logger }, clocks);
      await watch.start();
      await watch.stop();
    };

    it('says nothing after a pause, however long', async () => {
      await restart(() => clocks.pass(86_400_000));
      expect(await open()).to.equal(0);
    });

    for (const [name, wallMs] of [
      ['forward', 10_000 + 3_600_000],
      ['back', 10_000 - 3_600_000],
    ] as const) {
      it(`sees a clock that was set ${name} while no process ran`, async () => {
        await restart(() => clocks.pass(10_000, wallMs));
        expect((await holds()).map(({ detail }) => detail.jumpMs)).to.deep.equal([wallMs - 10_000]);
        await confirm();
        await restart(() => clocks.pass(10_000));
        expect(await open(), 'the person’s word holds').to.equal(0);
      });
    }

    it('after a new boot sees a clock that went back, and takes forward for time that passed', async () => {
      const reboot = (wallMs: number) => () => {
        clocks.pass(0, wallMs);
        clocks.steady = 1_000;
        clocks.bootId += '+';
      };
      await restart(reboot(7_200_000));
      expect(await open()).to.equal(0);
      await restart(reboot(-7_200_000));
      expect(await open()).to.equal(1);
    });
  });

  it('writes a stop that the database did not take at once with the next look', async () => {
    let away = true;
    const sql = stage.sql;
    const flaky = new Proxy(sql, {
      apply: (target, self, args) =>
        away ? Promise.reject(new Error('away')) : Reflect.apply(target as never, self, args),
    });
    watch = new ClockWatch({ sql: flaky, node: 'node1', logger }, clocks);
    await tick(500, 3_600_000);
    expect(await holds()).to.have.length(0);
    away = false;
    await tick(500);
    expect(await open()).to.equal(1);
  });
});
