/**
 * P2: from the citizen's answer to sound in both directions between citizen and agent, heard in the packets. Three arms, in turn, on
 * the same running exchange, trunk and telephones: the product's own flow (a self-test command to the real controller), Asterisk's own
 * `Bridge()` of the answered citizen to an agent who waits, and a plain `Dial()` by the agent. Prints one JSON line and a sentence.
 *
 *   node bench/answer-to-audio.ts [--calls 200] [--seed 1] [--samples FILE]
 *
 * `STORY_ATTACH=DATA` uses a system that runs already; `FILE` receives every single measurement; those that it
 * holds already, of an earlier sitting on the same machine, count too (`--calls 0` reports them again).
 */
import { existsSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { insertSelfTest, selectCommand } from '../runtime/product/queries.ts';
import { type RunningSystem, startSystem } from '../test/stories/support/system.ts';
import { writeWav } from '../test/support/sound.ts';
import { BorrowedTrunk } from './borrowed-trunk.ts';
import { type Leg, SipEndpoint } from './sip-endpoint.ts';
import { machine, quantile, quantileRatio, round, seededRandom } from './spread.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    samples: { type: 'string' },
  },
});
const calls = Number(values.calls);
const random = seededRandom(Number(values.seed));

const AGENT = '0000000440';
const CITIZEN = '0000000001';
const CALLER_ID = '0220001100';
const arms = ['product', 'bridge', 'dial'] as const;
type Arm = (typeof arms)[number];

/** Milliseconds from the citizen's 200 to the first packet with the other's tone, at either ear. */
interface Heard {
  atCitizen: number;
  atAgent: number;
  bothWays: number;
}

interface Bench {
  system: RunningSystem;
  endpoint: SipEndpoint;
  trunk: BorrowedTrunk;
  farSound: string;
}

const agentPhone = { ringMs: 0, sendHertz: 440, listenForHertz: 1_000 };
/** Rings long enough for all that a flow does while it rings, and ends anywhere between two packets of the agent. */
const citizenPhone = () => ({ ringMs: 500 + random() * 40, sendHertz: 1_000, listenForHertz: 440 });

async function measure(agent: Leg, citizen: Leg): Promise<Heard> {
  const heard = await Promise.all([agent.sound.heard(3_000), citizen.sound.heard(3_000)]);
  // A little longer, so that the recorders of the product have something to record and the end is not part of the start.
  await sleep(300);
  citizen.hangUp();
  if (heard.includes(false)) throw new Error(`no sound: at the agent ${heard[0]}, at the citizen ${heard[1]}`);
  const atCitizen = (citizen.sound.heardAt ?? 0) - citizen.answeredAt;
  const atAgent = (agent.sound.heardAt ?? 0) - citizen.answeredAt;
  return { atCitizen, atAgent, bothWays: Math.max(atCitizen, atAgent) };
}

/** The command's end is awaited apart: the verb listens on for seconds after the call is over. */
async function productCall(bench: Bench): Promise<{ heard: Heard; finished: Promise<void> }> {
  const { endpoint, system } = bench;
  const agentLeg = endpoint.expect(AGENT, agentPhone, 15_000);
  const citizenLeg = endpoint.expect(CITIZEN, citizenPhone(), 15_000);
  const command = await insertSelfTest(system.sql, 30_000);
  const [agent, citizen] = await Promise.all([agentLeg, citizenLeg]);
  const heard = await measure(agent, citizen);
  await noteForProduct(bench, citizen);
  await Promise.race([agent.over, sleep(3_000)]);
  agent.hangUp();
  await untilRecorded(system, citizen.sipCallId);
  return { heard, finished: untilFinished(system, command) };
}

/** The line that the simulated network would have written; without it the product would report a recording nobody can vouch for. */
async function noteForProduct({ system, farSound }: Bench, leg: Leg): Promise<void> {
  const { carrier } = system.config;
  if (!carrier) return;
  const { sipCallId: callId, invitedMs, answeredMs } = leg;
  const line = {
    ...{ direction: 'to_citizen', callId, called: CITIZEN, from: leg.caller, pai: leg.caller, behaviour: 'tone' },
    ...{ invitedMs, ringingMs: invitedMs, answeredMs, endedMs: Date.now(), cause: 16, endedBy: 'citizen' },
    ...{ heard: farSound, said: farSound },
  };
  await appendFile(carrier.logFile, `${JSON.stringify(line)}\n`);
}

/** The other arms begin when the product has nothing left to do for this call: its encoder would disturb them. */
async function untilRecorded({ sql }: RunningSystem, sipCallId: string): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(100)) {
    const rows = await sql`select 1 from recording r join call c on c.id = r.call_id
      where c.sip_call_id = ${sipCallId} and r.state in ('registered', 'failed')`;
    if (rows.length > 0) return;
  }
  throw new Error('the recording was not registered within 20 s');
}

async function untilFinished({ sql }: RunningSystem, command: number): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(100)) {
    const row = await selectCommand(sql, command);
    if (row && row.state !== 'waiting') return;
  }
  throw new Error('the command did not end within 30 s');
}

async function bridgeCall({ endpoint, trunk }: Bench): Promise<Heard> {
  const agentLeg = endpoint.expect(AGENT, agentPhone, 5_000);
  const peer = await trunk.originate(AGENT, 'wait', CALLER_ID, {});
  const agent = await agentLeg;
  await sleep(200);
  const citizenLeg = endpoint.expect(CITIZEN, citizenPhone(), 5_000);
  await trunk.originate(CITIZEN, 'bridge', CALLER_ID, { BENCH_PEER: peer.name });
  return endAgent(agent, await measure(agent, await citizenLeg));
}

async function dialCall({ endpoint, trunk }: Bench): Promise<Heard> {
  const agentLeg = endpoint.expect(AGENT, agentPhone, 5_000);
  const citizenLeg = endpoint.expect(CITIZEN, citizenPhone(), 5_000);
  await trunk.originate(AGENT, 'dial', CALLER_ID, { BENCH_NUMBER: CITIZEN });
  const agent = await agentLeg;
  return endAgent(agent, await measure(agent, await citizenLeg));
}

async function endAgent(agent: Leg, heard: Heard): Promise<Heard> {
  agent.hangUp();
  await sleep(200);
  return heard;
}

type Samples = Record<Arm, Heard[]>;

interface Measured {
  samples: Samples;
  /** Calls that were not measured, with the reason. */
  failures: string[];
  seeds: number[];
}

async function earlier(): Promise<Measured> {
  if (!values.samples || !existsSync(values.samples))
    return { samples: { product: [], bridge: [], dial: [] }, failures: [], seeds: [] };
  return JSON.parse(await readFile(values.samples, 'utf8')) as Measured;
}

async function run(bench: Bench, measured: Measured): Promise<void> {
  const { samples, failures } = measured;
  const failuresBefore = failures.length;
  if (calls > 0) measured.seeds.push(Number(values.seed));
  const keep = async (arm: Arm, work: () => Promise<Heard>) => {
    try {
      samples[arm].push(await work());
    } catch (error) {
      failures.push(`${arm}: ${(error as Error).message}`);
      if (failures.length - failuresBefore > calls / 10) throw error;
      await sleep(5_000);
    }
  };
  for (let turn = 1; turn <= calls; turn += 1) {
    let finished: Promise<void> = Promise.resolve();
    await keep('product', async () => {
      const call = await productCall(bench);
      finished = call.finished;
      finished.catch(() => undefined);
      return call.heard;
    });
    const [second, third] = turn % 2 === 0 ? [bridgeCall, dialCall] : [dialCall, bridgeCall];
    for (const next of [second, third])
      await keep(next === bridgeCall ? 'bridge' : 'dial', () => (next ?? bridgeCall)(bench));
    await finished.catch((error: Error) => failures.push(`product: ${error.message}`));
    if (turn % 20 === 0) process.stderr.write(`${turn} of ${calls} turns; ${brief(samples)}\n`);
  }
}

const brief = (samples: Samples) =>
  arms
    .map(
      (arm) =>
        `${arm} ${round(
          quantile(
            samples[arm].map(({ bothWays }) => bothWays),
            0.5,
          ),
        )} ms`,
    )
    .join(', ');

function report({ samples, failures, seeds }: Measured, secondsTaken: number): void {
  const directions = ['atCitizen', 'atAgent', 'bothWays'] as const;
  const of = (arm: Arm, direction: (typeof directions)[number]) => samples[arm].map((heard) => heard[direction]);
  const milliseconds = Object.fromEntries(
    arms.map((arm) => [
      arm,
      Object.fromEntries(
        directions.map((direction) => {
          const all = of(arm, direction);
          const at = (share: number) => round(quantile(all, share));
          return [direction, { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: at(1) }];
        }),
      ),
    ]),
  );
  const against = (other: Arm, share: number, direction: (typeof directions)[number] = 'bothWays') => {
    const { ratio, low, high } = quantileRatio(of('product', direction), of(other, direction), share, random);
    return { ratio: round(ratio, 2), low: round(low, 2), high: round(high, 2) };
  };
  const ratios = {
    p50ToBridge: against('bridge', 0.5),
    p95ToBridge: against('bridge', 0.95),
    p99ToBridge: against('bridge', 0.99),
    p99ToBridgeAtCitizen: against('bridge', 0.99, 'atCitizen'),
    p99ToBridgeAtAgent: against('bridge', 0.99, 'atAgent'),
    p50ToDial: against('dial', 0.5),
    p99ToDial: against('dial', 0.99),
  };
  const counts = Object.fromEntries(arms.map((arm) => [arm, samples[arm].length]));
  const about = { seeds, at: new Date().toISOString(), secondsTaken, ...machine() };
  const result = { bench: 'answer-to-audio', ...about, calls: counts, failures, milliseconds, ratios };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  const both = (arm: Arm, share: number) => `${round(quantile(of(arm, 'bothWays'), share))} ms`;
  const { ratio, low, high } = ratios.p99ToBridge;
  process.stdout.write(
    `From the citizen's answer to sound in both directions the product takes ${both('product', 0.5)} (p50) and ` +
      `${both('product', 0.99)} (p99), Bridge() ${both('bridge', 0.5)} and ${both('bridge', 0.99)}, Dial() ` +
      `${both('dial', 0.5)} and ${both('dial', 0.99)}: at p99 ${ratio} × of Bridge() (95 % of resampled runs ${low} to ${high}), ` +
      `goal 1.2 ×, ${ratio <= 1.2 ? 'met' : 'missed'}.\n`,
  );
}

async function main(): Promise<void> {
  const begun = performance.now();
  const system = await startSystem();
  const { carrier } = system.config;
  if (!carrier) throw new Error('the bench needs a system with the simulated network');
  const farSound = 'bench-far-sound.wav';
  // One loud second: the self-test looks for sound in what the far side kept; the bench itself judges by packets only.
  await writeFile(
    join(carrier.soundDir, farSound),
    writeWav({ rate: 8_000, channels: [new Float64Array(8_000).fill(0.3)] }),
  );
  try {
    setPriority(-5); // packets must go out on time while the machine is busy; both ends of every arm profit alike
  } catch {
    process.stderr.write('runs at ordinary priority\n');
  }
  const endpoint = await SipEndpoint.open(carrier.sipHost);
  const trunk = await BorrowedTrunk.borrow(system.config, carrier.sipHost, endpoint.port);
  try {
    const measured = await earlier();
    await run({ system, endpoint, trunk, farSound }, measured);
    if (values.samples) await writeFile(values.samples, JSON.stringify(measured));
    report(measured, Math.round((performance.now() - begun) / 1_000));
  } finally {
    await trunk.giveBack();
    endpoint.close();
    await system.stop();
  }
}

await main();
