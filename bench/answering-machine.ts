/**
 * Point 11: can a machine be told from a person on the simulator's audio, and how soon? Greetings of people and the voicemail's
 * announcement, spoken faster and slower, louder and softer, on quiet and noisy lines (seeded). Prints one JSON line and a sentence.
 *
 *   node bench/answering-machine.ts [--seed 1] [--sounds FOLDER]     the folder in which `npm start` keeps its prompts
 */
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_GREETING, FRAME_MS, judgeGreeting } from '../core/rules/answering-machine/greeting.ts';
import { type LabelledGreeting, trainThreshold } from '../core/rules/answering-machine/train-threshold.ts';
import { decodeWave } from '../dialplan/sounds/wave-file.ts';
import { quantile, seededRandom } from './spread.ts';

const { values } = parseArgs({ options: { seed: { type: 'string' }, sounds: { type: 'string' } } });
const seed = Number(values.seed ?? 1);
const random = seededRandom(seed);
const folder = join(values.sounds ?? join(homedir(), '.cache', 'toritsugi', 'sounds'), 'carrier');
/** Of each greeting. Hardly anybody answers with whole sentences, as people do who call back: four in a thousand do here. */
const PER_GREETING = 600;
const PER_LONG_GREETING = 2;
/** What follows a person's greeting: they wait. */
const WAITS_MS = 5_000;

type Label = LabelledGreeting['label'];
interface Heard {
  label: Label;
  levels: number[];
}

/** One call as the line would carry it: tempo ±15 %, level −12…+3 dB, answer pause 0–0.6 s, noise −70…−46 dB. */
function heard(samples: Float64Array, rate: number, label: Label): Heard {
  const tempo = 0.85 + 0.3 * random();
  const gain = 10 ** ((-12 + 15 * random()) / 20);
  const noise = 10 ** ((-70 + 24 * random()) / 20);
  const size = (rate * FRAME_MS) / 1_000;
  const lead = Math.floor((random() * 600) / FRAME_MS);
  const levels: number[] = Array.from({ length: lead }, () => 0);
  for (let at = 0; at + size <= samples.length; at += size * tempo) {
    let sum = 0;
    for (let i = 0; i < size; i += 1) sum += (samples[Math.floor(at) + i] ?? 0) ** 2;
    levels.push(Math.sqrt(sum / size) * gain);
  }
  if (label === 'person') levels.push(...Array.from({ length: WAITS_MS / FRAME_MS }, () => 0));
  return { label, levels: levels.map((level) => Math.hypot(level, noise * (0.7 + 0.6 * random()))) };
}

function speakers(prefix: string, label: Label, each: number): Heard[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && name.endsWith('.wav'))
    .flatMap((name) => {
      const { rate, samples } = decodeWave(readFileSync(join(folder, name)));
      return Array.from({ length: each }, () => heard(samples, rate, label));
    });
}

const calls = [
  ...speakers('hello-', 'person', PER_GREETING),
  ...speakers('return-', 'person', PER_LONG_GREETING),
  ...speakers('voicemail', 'machine', PER_GREETING),
];
const labelled = (some: readonly Heard[]): LabelledGreeting[] =>
  some.flatMap(({ label, levels }) => {
    const said = judgeGreeting(levels, DEFAULT_GREETING);
    return said?.greetingMs === null || said === undefined ? [] : [{ label, greetingMs: said.greetingMs }];
  });

/** Trained on every other call, judged on the rest. */
const trained = trainThreshold(labelled(calls.filter((_, index) => index % 2 === 0)));
const unseen = calls.filter((_, index) => index % 2 === 1);
const row = (machineFromMs: number | null, decideByMs: number) => {
  const said = unseen.map((call) => ({
    ...call,
    said: judgeGreeting(call.levels, { ...DEFAULT_GREETING, machineFromMs, decideByMs }),
  }));
  const of = (label: Label) => said.filter((call) => call.label === label);
  const machine = (label: Label) => of(label).filter((call) => call.said?.verdict === 'machine');
  const share = (part: number, whole: number) => Math.round((1_000 * part) / whole) / 10;
  return {
    decideByMs,
    machineFromMs,
    machinesFoundPercent: share(machine('machine').length, of('machine').length),
    personsLostPercent: share(machine('person').length, of('person').length),
    machineSaidAfterMsP50: quantile(
      machine('machine').map((call) => call.said?.atMs ?? 0),
      0.5,
    ),
    personSaidAfterMsP50: quantile(
      of('person')
        .filter((call) => call.said?.verdict === 'person')
        .map((call) => call.said?.atMs ?? 0),
      0.5,
    ),
  };
};
const rows = [
  ...[1_000, 1_500, 2_000, 2_500, 3_000, 4_000].map((ms) => row(ms, DEFAULT_GREETING.decideByMs)),
  row(trained.machineFromMs, DEFAULT_GREETING.decideByMs),
  row(trained.machineFromMs, 2_000),
];
const last = rows.at(-2);
process.stdout.write(`${JSON.stringify({ bench: 'answering-machine', seed, calls: calls.length, trained, rows })}\n`);
process.stdout.write(
  `Trained to ${trained.machineFromMs} ms: ${last?.machinesFoundPercent} % of machines found, ${last?.personsLostPercent} % of persons taken for one, ` +
    `said ${last?.machineSaidAfterMsP50} ms after the answer; within the 2 s a citizen may wait: ${rows.at(-1)?.machinesFoundPercent} %.\n`,
);
