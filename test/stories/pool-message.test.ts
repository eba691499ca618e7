import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createLogger } from '../../core/platform/logger.ts';
import { powerRatio } from '../../core/rules/pacing-simulation/reference-pacers/power-ratio.ts';
import { DEFAULT_POOL } from '../../core/rules/pool-parameters.ts';
import { CarrierControl } from '../../dialplan/carrier/control.ts';
import { readCarrierLog } from '../../dialplan/carrier/log.ts';
import { buildTones } from '../../dialplan/sounds/build-tones.ts';
import { tone } from '../../dialplan/sounds/tones.ts';
import { encodeWave } from '../../dialplan/sounds/wave-file.ts';
import { AmiClient } from '../../telephony/ami/manager-client.ts';
import { openAri } from '../../telephony/ari/client.ts';
import { DEFAULT_LIMITS, type TelephonyContext } from '../../telephony/context.ts';
import { Controller } from '../../telephony/controller.ts';
import { startPoolCall } from '../../telephony/pool/start-pool-call.ts';
import { type AsteriskPair, startAsteriskPair } from '../support/asterisk-pair.ts';
import { mochaGlobalSetup, mochaGlobalTeardown } from '../support/global-setup.ts';
import { scriptedDialer } from '../support/scripted-dialer.ts';
import { readRaw, readWav, tonePower, toneStartMs } from '../support/sound.ts';
import { eventually, TelephonyWorld } from '../support/telephony-world.ts';

/** One pitch for each prompt: what was said, and in which order, can be heard. */
const PITCH = { 'city-office': 500, courtesy: 650, 'number-is': 800, 'number-end': 1_250 } as const;
const DIGIT_HERTZ = 1_000;
const CITIZEN_HERTZ = 2_000;

describe('story: a citizen answers a call of the pool, and nobody is free', function () {
  this.timeout(60_000);
  let world: TelephonyWorld;
  let pair: AsteriskPair;
  let soundsDir: string;
  let ctx: TelephonyContext;
  let controller: Controller;
  let carrier: CarrierControl;
  let closeLinks: () => void;

  before(async () => {
    // Stories bring no test database of their own; this one works without the whole product.
    await mochaGlobalSetup();
    soundsDir = await mkdtemp(join(tmpdir(), 'tori-sounds-'));
    await buildTones(soundsDir);
    await mkdir(join(soundsDir, 'pbx'), { recursive: true });
    const say = (key: string, hertz: number, sec: number) =>
      writeFile(join(soundsDir, 'pbx', `${key}.wav`), encodeWave(tone(hertz, sec)));
    for (const [key, hertz] of Object.entries(PITCH)) await say(key, hertz, 0.6);
    for (let digit = 0; digit <= 9; digit += 1) await say(`digit-${digit}`, DIGIT_HERTZ, 0.12);
    world = await TelephonyWorld.create('predictive');
    pair = await startAsteriskPair({ soundsDir });
    carrier = await CarrierControl.open(pair.config.carrier);
    const { asterisk } = pair.config;
    const logger = createLogger('telephony', 'silent');
    const ari = openAri(
      { baseUrl: asterisk.ariUrl, user: asterisk.ariUser, password: asterisk.ariPassword, app: asterisk.ariApp },
      logger,
    );
    const ami = new AmiClient(
      { host: asterisk.amiHost, port: asterisk.amiPort, user: asterisk.amiUser, password: asterisk.amiPassword },
      logger,
    );
    closeLinks = () => {
      ari.stop();
      ami.stop();
    };
    ctx = {
      sql: world.sql,
      ari: ari.port,
      ami,
      dialer: scriptedDialer(),
      clock: world.clock,
      logger,
      node: asterisk.node,
      spoolDir: asterisk.spoolDir,
      sipRealm: asterisk.sipDomain,
      carrier: undefined,
      failPoint: () => undefined,
      limits: DEFAULT_LIMITS,
      createPacer: (init) => powerRatio(init, 1),
    };
    controller = new Controller(ctx);
    ami.start();
    ari.start();
    await controller.start();
    await eventually('both links and the first comparison', () => controller.detail().ready && controller.detail().ami);
  });
  after(async () => {
    await controller?.stop();
    closeLinks?.();
    carrier?.close();
    await pair?.stop();
    await world?.close();
    await rm(soundsDir, { recursive: true, force: true });
    await mochaGlobalTeardown();
  });

  it('hears within 2.5 s who called, that they will call again, and the number; all of it is recorded', async () => {
    await carrier.setBehaviour(world.number(0), `tone;hz=${CITIZEN_HERTZ};ring=1;talk=20`);
    const started = await startPoolCall(ctx, '10', DEFAULT_POOL);
    if (started.kind !== 'started') throw new Error(started.kind);
    await controller.runner.run(started.call);
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
    expect(starts[0], 'the message').to.be.within(1_800, 2_500);
    expect(starts).to.deep.equal([...starts].sort((a, b) => a - b));
    expect(starts.every(Number.isFinite), String(starts)).to.equal(true);
    const raw = await readFile(join(pair.config.asterisk.spoolDir, String(call?.['call_spool'])));
    const [left = new Float64Array(), right = new Float64Array()] = readRaw(raw, 8_000, 2).channels;
    expect(tonePower(left, 8_000, CITIZEN_HERTZ), 'the citizen, left').to.be.greaterThan(0.01);
    expect(toneStartMs(right, 8_000, PITCH.courtesy), 'the message, right').to.be.within(1_800, 3_500);
  });
});
