import { delimiter, resolve } from 'node:path';
import { cacheFolder } from './debian/private-root.ts';
import { obtainSoftware } from './obtain-software.ts';
import { Progress } from './progress.ts';
import { reportAndExit } from './report-fault.ts';
import { SetupFault } from './setup-fault.ts';
import { listenForStop } from './stop-signals.ts';
import { ensureChromium } from './testing/ensure-chromium.ts';
import { ensureSmsc } from './testing/ensure-smsc.ts';
import { type Counts, runCheck, runMochas } from './testing/run-stage.ts';

const stages: Record<string, (env: NodeJS.ProcessEnv) => Promise<Counts>> = {
  lint: (env) => runCheck('@biomejs/biome/bin/biome', ['ci', '--reporter=summary', '.'], env),
  types: (env) => runCheck('typescript/bin/tsc', ['--noEmit'], env),
  // Telephony's specs mostly wait for limits of time; beside them the others compute.
  unit: (env) => runMochas(['test/mocharc.unit.json', 'test/mocharc.telephony.json'], env),
  // Those on the telephone line alone mostly wait; beside them those in the browser compute.
  stories: (env) => runMochas(['test/stories/mocharc.json', 'test/stories/mocharc.line.json'], env),
};

/** `npm test [-- lint types unit stories]`: everything, or the stages that are named. */
async function main(): Promise<number> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !(name in stages));
  if (unknown)
    throw new SetupFault(`"${unknown}" は ${Object.keys(stages).join(', ')} のどれでもありません。 (Unknown stage.)`);
  const progress = new Progress(process.stdout);
  const stop = listenForStop();
  // Children share the terminal and get its Ctrl-C themselves; they end first.
  stop.onHurry(() => process.exit(130));
  const env = await progress.step('試験に要るもの  what the tests need', () => prepare(progress, stop.signal));
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, run] of Object.entries(stages)) {
    if ((wanted.length > 0 && !wanted.includes(name)) || stop.signal.aborted) continue;
    const counts = await progress.step(name, () => run(env));
    progress.note(`${name}: ${describe(counts)}`);
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
  }
  process.stdout.write(`\n${describe(total)}\n`);
  return total.failed === 0 && total.passed > 0 && !stop.signal.aborted ? 0 : 1;
}

const describe = ({ passed, failed, skipped }: Counts) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Tests run on the same fetched software as the product, whatever the machine has. */
async function prepare(progress: Progress, signal: AbortSignal): Promise<NodeJS.ProcessEnv> {
  const note = (text: string) => progress.note(text);
  const chromium = ensureChromium(note);
  const cacheDir = resolve(cacheFolder(undefined));
  const { privateRoot, ffmpeg } = await obtainSoftware(cacheDir, note, signal);
  await ensureSmsc(cacheDir, note, signal);
  return {
    ...process.env,
    CHROMIUM_BIN: chromium,
    FFMPEG_BIN: ffmpeg,
    TORITSUGI_CACHE: cacheDir,
    TORITSUGI_ASTERISK_ROOT: privateRoot.root,
    PATH: `${process.env['PATH'] ?? ''}${delimiter}${privateRoot.bin}`,
  };
}

main().then((code) => process.exit(code), reportAndExit);
