import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { DEFAULT_POOL } from '../../core/rules/pool-parameters.ts';
import { readCarrierLog } from '../../dialplan/carrier/log.ts';
import { startPoolCall } from '../../telephony/pool/start-pool-call.ts';
import { readRaw, readWav, tonePower, toneStartMs } from '../support/sound.ts';
import { Stopwatch } from '../support/stopwatch.ts';
import { eventually } from '../support/telephony-world.ts';
import { type ExchangeStage, exchangeStage } from './support/exchange-stage.ts';
import { measuresSeconds } from './support/take-turns.ts';

/** One pitch for each prompt: what was said, and in which order, can be heard. */
const PITCH = { 'city-office': 500, courtesy: 650, 'number-is': 800, 'number-end': 1_250 } as const;
const DIGIT_HERTZ = 1_000;
const CITIZEN_HERTZ = 2_000;

describe('story: a citizen answers a call of the pool, and nobody is free', function () {
  measuresSeconds();
  this.timeout(60_000);
  let stage: ExchangeStage;

  before(async () => {
    const said = Object.entries(PITCH).map(([key, hertz]) => [key, { hertz, sec: 0.6 }]);
    const digits = Array.from({ length: 10 }, (_, digit) => [`digit-${digit}`, { hertz: DIGIT_HERTZ, sec: 0.12 }]);
    stage = await exchangeStage('predictive', Object.fromEntries([...said, ...digits]));
    await stage.start();
  });
  after(() => stage?.stop());

  it('hears within 2.5 s who called, that they will call again, and the number; all of it is recorded', async () => {
    const { world, carrier, ctx, controller, pair } = stage;
    await carrier.setBehaviour(world.number(0), `tone;hz=${CITIZEN_HERTZ};ring=1;talk=20`);
    const watch = new Stopwatch();
    const started = await startPoolCall(ctx, '10', DEFAULT_POOL);
    if (started.kind !== 'started') throw new Error(started.kind);
    await controller.runner.run(started.call);
    // The controller is in this process here.
    const { heldUpMs } = watch;
    const [call] = await world.calls();
    expect(call).to.include({ line_result: 'abandoned', abandoned: true, ended_by: 'system', full_ring: true });
    const leg = await eventually('the far log', async () =>
      (await readCarrierLog(pair.config.carrier.logFile)).find(({ called }) => called === world.number(0)),
    );
    const heard =
      readWav(await readFile(join(pair.config.carrier.soundDir, leg.heard ?? ''))).channels[0] ?? new Float64Array();
    const starts = [PITCH['city-office'], PITCH.courtesy, PITCH['number-is'], DIGIT_HERTZ, PITCH['number-end']].map(
      (hertz) => toneStartMs(heard, 8_000, hertz) ?? Number.NaN,
    );
    // Hung up when the words are over, not when the citizen has had enough.
    expect(Number(call?.['ended_real_ms']) - Number(call?.['answered_real_ms'])).to.be.below(12_000);
    expect(starts[0], 'the message').to.be.at.least(1_800);
    expect((starts[0] ?? 0) - heldUpMs, `the message, held up ${heldUpMs} ms`).to.be.at.most(2_500);
    expect(starts).to.deep.equal([...starts].sort((a, b) => a - b));
    expect(starts.every(Number.isFinite), String(starts)).to.equal(true);
    const raw = await readFile(join(pair.config.asterisk.spoolDir, String(call?.['call_spool'])));
    const [left = new Float64Array(), right = new Float64Array()] = readRaw(raw, 8_000, 2).channels;
    expect(tonePower(left, 8_000, CITIZEN_HERTZ), 'the citizen, left').to.be.greaterThan(0.01);
    expect(toneStartMs(right, 8_000, PITCH.courtesy), 'the message, right').to.be.within(1_800, 3_500);
  });
});
