import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setCampaignState } from '../../api/campaigns/queries.ts';
import { clockFromConfig } from '../../core/platform/clock.ts';
import { CarrierControl } from '../../dialplan/carrier/control.ts';
import {
  createAgents,
  createLines,
  type DrillAccount,
  importCity,
  numbersOf,
} from '../../runtime/drill/city/drill-city.ts';
import { type StartedProduct, startProduct } from '../../runtime/drill/started-product.ts';
import { patternTone, writeWav } from '../../test/support/sound.ts';

/** A Friday morning with the whole calling day before it. */
const CLOCK = '2026-11-20T10:00';
const RING_SEC = 0.5;
const RING_TIMEOUT_SEC = 20;
/** Neighbours in the list never have the same one: a recording that got another call's sound is found out. */
const VOICES = 61;
const BIT_MS = 100;
const CITIZEN_HERTZ = 1_000;
const AT_ONCE = 50;

export interface SoakCity {
  product: StartedProduct;
  account: DrillAccount;
  campaignId: string;
  /** Name of the campaign as the desk shows it. */
  campaign: string;
  /** WAV for the browser's microphone: 440 Hz by a pattern of its own. */
  agentVoice: string;
  stop(): Promise<void>;
}

/** One line that dials by itself, one agent, and citizens who all answer, speak for `talkSec` and put down. */
export async function openCity(plan: {
  persons: number;
  talkSec: number;
  seed: number;
  signal: AbortSignal;
  note: (text: string) => void;
}): Promise<SoakCity> {
  const { persons, talkSec, seed, signal, note } = plan;
  const product = await startProduct({ clock: CLOCK, cacheDir: undefined, keep: false, signal, note });
  try {
    const { sql, dataDir, config } = product;
    if (!config.carrier) throw new Error('the product came up without its simulated network');
    await importCity(sql, dataDir, seed, persons);
    const wish = { mode: 'progressive', lines: 1, ringTimeoutSec: RING_TIMEOUT_SEC } as const;
    const lines = await createLines(sql, wish);
    const [line] = lines;
    const [account] = await createAgents(sql, 1);
    if (!line || !account) throw new Error('the city has no line to call');
    const { soundDir } = config.carrier;
    const voices = Array.from({ length: VOICES }, (_, index) => citizenVoice(soundDir, seed + index, talkSec));
    await place(config.carrier, await numbersOf(sql, lines), voices);
    await setCampaignState(sql, line.campaignId, 'running', clockFromConfig(config.clock).now());
    note(`${line.name}: ${line.targets} targets`);
    const agentVoice = join(dataDir, 'agent.wav');
    writeFileSync(agentVoice, writeWav(patternTone({ rate: 48_000, hertz: 440, seconds: 60, seed })));
    const { campaignId } = line;
    return { product, account, campaignId, campaign: `${line.name} 訓練`, agentVoice, stop: () => product.stop() };
  } catch (error) {
    await product.stop();
    throw error;
  }
}

/** @returns its path as Asterisk wants it, without `.wav` */
function citizenVoice(soundDir: string, seed: number, seconds: number): string {
  const file = join(soundDir, `soak-${seed}`);
  writeFileSync(
    `${file}.wav`,
    writeWav(patternTone({ rate: 8_000, hertz: CITIZEN_HERTZ, seconds, seed, bitMs: BIT_MS })),
  );
  return file;
}

async function place(
  carrier: NonNullable<StartedProduct['config']['carrier']>,
  numbers: readonly string[],
  voices: readonly string[],
): Promise<void> {
  const control = await CarrierControl.open(carrier);
  try {
    for (let from = 0; from < numbers.length; from += AT_ONCE)
      await Promise.all(
        numbers.slice(from, from + AT_ONCE).map((number, index) => {
          const file = voices[(from + index) % voices.length] ?? '';
          return control.setBehaviour(number, { name: 'sound', ring: RING_SEC, talk: 0.1, file });
        }),
      );
  } finally {
    control.close();
  }
}
