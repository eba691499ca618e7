import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../../core/platform/logger.ts';
import { powerRatio } from '../../../core/rules/pacing-simulation/reference-pacers/power-ratio.ts';
import type { CampaignMode } from '../../../core/rules/vocabulary.ts';
import { CarrierControl } from '../../../dialplan/carrier/control.ts';
import { buildTones } from '../../../dialplan/sounds/build-tones.ts';
import { tone } from '../../../dialplan/sounds/tones.ts';
import { encodeWave } from '../../../dialplan/sounds/wave-file.ts';
import { AmiClient } from '../../../telephony/ami/manager-client.ts';
import { openAri } from '../../../telephony/ari/client.ts';
import { DEFAULT_LIMITS, type TelephonyContext } from '../../../telephony/context.ts';
import { Controller } from '../../../telephony/controller.ts';
import { type AsteriskPair, startAsteriskPair } from '../../support/asterisk-pair.ts';
import { mochaGlobalSetup, mochaGlobalTeardown } from '../../support/global-setup.ts';
import { scriptedDialer } from '../../support/scripted-dialer.ts';
import { eventually, TelephonyWorld } from '../../support/telephony-world.ts';

/** What a prompt sounds like: one pitch each, so that it can be heard which was played, and when. */
export interface PromptTone {
  hertz: number;
  sec: number;
}

/** A controller on the exchange itself, with the simulated network at the far end and a database of its own: nothing else of the product. */
export interface ExchangeStage {
  world: TelephonyWorld;
  pair: AsteriskPair;
  carrier: CarrierControl;
  ctx: TelephonyContext;
  controller: Controller;
  /** Once the rows are there that the controller is to find. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function exchangeStage(
  mode: CampaignMode,
  prompts: Readonly<Record<string, PromptTone>>,
): Promise<ExchangeStage> {
  // Stories bring no test database of their own.
  await mochaGlobalSetup();
  const soundsDir = await soundsOf(prompts);
  const world = await TelephonyWorld.create(mode);
  const pair = await startAsteriskPair({ soundsDir });
  const carrier = await CarrierControl.open(pair.config.carrier);
  const { ctx, links } = contextOf(world, pair);
  const controller = new Controller(ctx);
  return {
    ...{ world, pair, carrier, ctx, controller },
    async start() {
      for (const link of links) link.start();
      await controller.start();
      const isUp = () => controller.detail().ready && controller.detail().ami;
      await eventually('both links and the first comparison', isUp, 20_000);
    },
    async stop() {
      await controller.stop();
      for (const link of links) link.stop();
      carrier.close();
      await pair.stop();
      await world.close();
      await rm(soundsDir, { recursive: true, force: true });
      await mochaGlobalTeardown();
    },
  };
}

async function soundsOf(prompts: Readonly<Record<string, PromptTone>>): Promise<string> {
  const soundsDir = await mkdtemp(join(tmpdir(), 'tori-sounds-'));
  await buildTones(soundsDir);
  await mkdir(join(soundsDir, 'pbx'), { recursive: true });
  for (const [key, { hertz, sec }] of Object.entries(prompts))
    await writeFile(join(soundsDir, 'pbx', `${key}.wav`), encodeWave(tone(hertz, sec)));
  return soundsDir;
}

function contextOf(world: TelephonyWorld, { config: { asterisk } }: AsteriskPair) {
  const logger = createLogger('telephony', 'silent');
  const { ariUrl: baseUrl, ariUser, ariPassword, ariApp: app } = asterisk;
  const ari = openAri({ baseUrl, user: ariUser, password: ariPassword, app }, logger);
  const { amiHost: host, amiPort: port, amiUser, amiPassword } = asterisk;
  const ami = new AmiClient({ host, port, user: amiUser, password: amiPassword }, logger);
  const ctx: TelephonyContext = {
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
  return { ctx, links: [ami, ari] };
}
