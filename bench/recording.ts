/**
 * P5: encoding and sealing against ffmpeg alone on the same files, interleaved; and the time to the first byte at a random
 * place of an encrypted one-hour recording. Prints one JSON line and a sentence.
 *
 *   node bench/recording.ts [--rounds 12] [--seconds 120]
 */
import { spawn } from 'node:child_process';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPostgres, type Sql } from '../core/platform/postgres.ts';
import { migrate } from '../migrations/run.ts';
import { directoryStore } from '../recordings-store/blob-store.ts';
import { opusArguments } from '../recordings-store/ffmpeg.ts';
import { openRecording } from '../recordings-store/playback.ts';
import { claimRecordings, enrolEndedCalls, reloadJob } from '../recordings-store/queries.ts';
import { collect } from '../recordings-store/steps/collect.ts';
import type { StepContext } from '../recordings-store/steps/context.ts';
import { encode } from '../recordings-store/steps/encode.ts';
import { encrypt } from '../recordings-store/steps/encrypt.ts';
import { register } from '../recordings-store/steps/register.ts';
import { verify } from '../recordings-store/steps/verify.ts';
import { cacheFolder } from '../runtime/debian/private-root.ts';
import { startEmbeddedPostgres } from '../runtime/embedded-postgres.ts';
import { obtainSoftware } from '../runtime/obtain-software.ts';
import { freeTcpPort } from '../test/support/free-ports.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seconds: { type: 'string' } } });
const rounds = Number(values.rounds ?? 12);
const seconds = Number(values.seconds ?? 120);
/** The product's own. */
const { ffmpeg } = await obtainSoftware(
  cacheFolder(undefined),
  (text) => process.stderr.write(`${text}\n`),
  new AbortController().signal,
);

/** Bursts of coloured noise of changing pitch on each side in turn, with pauses: as hard for the encoder as two people. */
function conversation(length: number): Buffer {
  const samples = new Int16Array(length * 8000 * 2);
  const random = new Uint32Array(randomBytes(4 * 65_536).buffer);
  let colour = 0;
  for (let frame = 0; frame < length * 8000; frame++) {
    const at = frame / 8000;
    colour = 0.9 * colour + ((random[frame % random.length] ?? 0) / 2 ** 32 - 0.5) * 0.4;
    const speaking = Math.floor(at / 2.5) % 2;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 4 * at));
    const voice = Math.sin(2 * Math.PI * (150 + 40 * Math.sin(at)) * at);
    samples[frame * 2 + speaking] = Math.round(12_000 * syllable * (0.6 * voice + colour));
  }
  return Buffer.from(samples.buffer);
}

/** ffmpeg alone: same arguments, same priority as the product gives it, file to file in the same folder. */
async function ffmpegAlone(input: string, output: string): Promise<number> {
  const begun = performance.now();
  const child = spawn(ffmpeg, ['-y', ...opusArguments(input, output)], { stdio: 'ignore' });
  child.once('spawn', () => setPriority(child.pid ?? 0, 10));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
  return performance.now() - begun;
}

async function verifiedJob(sql: Sql, context: StepContext, raw: Buffer) {
  const id = randomUUID();
  const endedRealMs = Date.now() - 5_000;
  const talkMs = raw.length / 32;
  await sql`
    insert into call (id, node, direction, state, created_at, answered_at, ended_at, answered_real_ms, ended_real_ms, recording_id)
    values (${id}, 'bench', 'outbound', 'ended', now(), now(), now(), ${endedRealMs - talkMs}, ${endedRealMs}, ${id})`;
  await writeFile(join(context.spoolDir, `${id}.raw`), raw);
  await new Promise((resolve) => setTimeout(resolve, 1_600));
  await enrolEndedCalls(sql, 0);
  const [job] = await claimRecordings(sql, { limit: 1, leaseMs: 600_000, throughEncrypt: true });
  if (!job || job.id !== id) throw new Error('the recording was not claimed');
  await collect(job, context);
  await verify(await reloadJob(sql, job), context);
  return await reloadJob(sql, job);
}

async function main(root: string, sql: Sql): Promise<void> {
  const spoolDir = join(root, 'spool');
  const storeDir = join(root, 'store');
  const masterKeyFile = join(root, 'key');
  await mkdir(spoolDir);
  await writeFile(masterKeyFile, randomBytes(32).toString('base64'));
  const store = directoryStore(storeDir);
  const { signal } = new AbortController();
  const context: StepContext = { sql, spoolDir, store, masterKeyFile, ffmpeg, signal, failPoint: () => undefined };

  const alone: number[] = [];
  const ours: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const raw = conversation(seconds);
    const job = await verifiedJob(sql, context, raw);
    const arms = [
      async () => alone.push(await ffmpegAlone(join(spoolDir, `${job.id}.raw`), join(spoolDir, 'alone.ogg'))),
      async () => {
        const begun = performance.now();
        await encode(job, context);
        await encrypt(await reloadJob(sql, job), context);
        ours.push(performance.now() - begun);
      },
    ];
    for (const arm of round % 2 === 0 ? arms : arms.reverse()) await arm();
    ratios.push((alone.at(-1) ?? 0) / (ours.at(-1) ?? 1));
    await register(await reloadJob(sql, job), context);
  }

  const hour = await verifiedJob(sql, context, conversation(3_600));
  await encode(hour, context);
  await encrypt(await reloadJob(sql, hour), context);
  await register(await reloadJob(sql, hour), context);
  const seeks: number[] = [];
  let hourBytes = 0;
  for (let seek = 0; seek < 200; seek++) {
    const begun = performance.now();
    const recording = await openRecording({ sql, store, masterKeyFile }, hour.id);
    hourBytes = recording.totalBytes;
    for await (const piece of recording.read(randomInt(hourBytes), hourBytes)) {
      if (piece.length > 0) break;
    }
    seeks.push(performance.now() - begun);
    await recording.close();
  }

  const result = {
    bench: 'recording',
    rounds,
    secondsPerFile: seconds,
    throughputRatio: round3(quantile(ratios, 0.5)),
    ratioP10: round3(quantile(ratios, 0.1)),
    ratioP90: round3(quantile(ratios, 0.9)),
    totalRatio: round3(sum(alone) / sum(ours)),
    ffmpegRealTime: Math.round((rounds * seconds * 1000) / sum(alone)),
    oursRealTime: Math.round((rounds * seconds * 1000) / sum(ours)),
    seekFirstByteMs: {
      p50: round3(quantile(seeks, 0.5)),
      p99: round3(quantile(seeks, 0.99)),
      max: round3(Math.max(...seeks)),
    },
    hourBytes,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdout.write(
    `Encode + seal runs at ${result.throughputRatio} × the throughput of ffmpeg alone (goal ≥ 0.95); ` +
      `first byte at a random place of one hour in ${result.seekFirstByteMs.p99} ms p99 (goal ≤ 150).\n`,
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, value) => total + value, 0);
const round3 = (value: number) => Math.round(value * 1000) / 1000;
function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

const root = await mkdtemp(join(tmpdir(), 'toritsugi-bench-'));
await chmod(root, 0o755);
const port = await freeTcpPort();
const cluster = await startEmbeddedPostgres({
  directory: join(root, 'pg'),
  port,
  ownerPassword: 'bench-owner',
  appPassword: 'bench-app',
  durable: true,
});
try {
  await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'toritsugi_app' });
  const sql = openPostgres(cluster.appUrl, { applicationName: 'bench', maxConnections: 2 });
  await main(root, sql).finally(() => sql.end({ timeout: 2 }));
} finally {
  await cluster.stop();
  await rm(root, { recursive: true, force: true });
}
