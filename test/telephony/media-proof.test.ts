import { expect } from 'chai';
import type { Sql } from '../../core/platform/postgres.ts';
import type { Leg } from '../../telephony/agents/leg-directory.ts';
import { type LegDuty, proveMedia } from '../../telephony/agents/media-proof.ts';
import { DEFAULT_LIMITS, type TelephonyContext } from '../../telephony/context.ts';

/** A browser that sends a packet each 20 ms until it stops, looked at every 250 ms as the controller does, on a clock of its own. */
class Bench {
  readonly leg: Leg;
  readonly looks: number[] = [];
  readonly told: { what: string; atMs: number }[] = [];
  nowMs = 100_000;
  stoppedAtMs = Number.POSITIVE_INFINITY;
  duty: LegDuty = 'waits';

  constructor() {
    const at = this.nowMs;
    this.leg = {
      ...{ agentId: 'a', loginId: 'l', sipUser: 'u', channelId: 'c', upAtMs: at, counts: undefined },
      ...{ written: true, heard: false, proven: false, provenToldAtMs: 0 },
      ...{ countedAtMs: at, lastGrowthAtMs: at, nextProofAtMs: at },
    };
  }

  async run(ms: number): Promise<void> {
    const real = Date.now;
    const none = Object.assign(async () => [], { array: (values: unknown) => values });
    const ctx = {
      limits: DEFAULT_LIMITS,
      sql: none as unknown as Sql,
      ami: {
        rtpCounts: async () => {
          this.looks.push(this.nowMs);
          const packets = Math.floor(Math.min(this.nowMs, this.stoppedAtMs) / 20);
          return { rx: packets, tx: Math.floor(this.nowMs / 20) };
        },
      },
    } as unknown as TelephonyContext;
    const tell = (what: string) => async () => this.told.push({ what, atMs: this.nowMs });
    try {
      Date.now = () => this.nowMs;
      for (const end = this.nowMs + ms; this.nowMs < end; this.nowMs += 250)
        await proveMedia(ctx, [this.leg], {
          ...{
            dutyOf: () => this.duty,
            heard: () => undefined,
            proven: tell('proven'),
            lost: tell('lost'),
            silentInCall: tell('silent'),
          },
        });
    } finally {
      Date.now = real;
    }
  }

  looksSince(atMs: number): number {
    return this.looks.filter((look) => look >= atMs).length;
  }
}

describe('media proof', () => {
  it('proves a new leg within half a second and then asks the exchange every two seconds', async () => {
    const bench = new Bench();
    await bench.run(1_000);
    expect(bench.told.map(({ what }) => what)).to.deep.equal(['proven']);
    expect((bench.told[0]?.atMs ?? 0) - bench.leg.upAtMs).to.be.at.most(500);
    const from = bench.nowMs;
    await bench.run(20_000);
    expect(bench.looksSince(from)).to.be.within(9, 11);
  });

  it('asks as seldom while a telephone rings, and twice a second once a citizen listens', async () => {
    const bench = new Bench();
    await bench.run(1_000);
    bench.duty = 'rings';
    const ringing = bench.nowMs;
    await bench.run(8_000);
    expect(bench.looksSince(ringing)).to.be.at.most(5);
    bench.duty = 'heard';
    const answered = bench.nowMs;
    await bench.run(8_000);
    expect(bench.looks.find((look) => look >= answered)).to.be.at.most(answered + 250);
    expect(bench.looksSince(answered)).to.be.within(15, 18);
  });

  for (const [duty, limitMs] of [
    ['heard', 2_000],
    ['rings', 4_250],
  ] as const)
    it(`finds a browser that went silent: ${duty}`, async () => {
      for (let stopAfter = 0; stopAfter < 2_000; stopAfter += 130) {
        const bench = new Bench();
        await bench.run(1_000);
        bench.duty = duty;
        bench.stoppedAtMs = bench.nowMs + 3_000 + stopAfter;
        await bench.run(12_000);
        const found = bench.told.find(({ what }) => what === 'silent');
        expect(found, `stopped ${stopAfter} ms later`).to.not.equal(undefined);
        expect((found?.atMs ?? 0) - bench.stoppedAtMs, `after ${stopAfter}`).to.be.within(
          DEFAULT_LIMITS.inCallSilentMs - 20,
          limitMs,
        );
      }
    });

  it('finds a browser that went silent just before the answer as soon as one that went silent after it', async () => {
    for (let before = 0; before <= 2_000; before += 125) {
      const bench = new Bench();
      await bench.run(1_000);
      bench.duty = 'rings';
      await bench.run(5_000);
      const stoppedAtMs = bench.nowMs + 2_000 - before;
      bench.stoppedAtMs = stoppedAtMs;
      await bench.run(2_000);
      const answeredMs = bench.nowMs;
      bench.duty = 'heard';
      await bench.run(6_000);
      const found = bench.told.find(({ what }) => what === 'silent');
      const sinceHeardMs = (found?.atMs ?? Number.POSITIVE_INFINITY) - Math.max(stoppedAtMs, answeredMs);
      expect(sinceHeardMs, `silent ${before} ms before the answer`).to.be.at.most(2_000);
    }
  });
});
