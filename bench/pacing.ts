import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { gather, judgeCells, type Measured } from './pacing/judge.ts';
import { PUBLISHED } from './pacing/published-table.ts';
import { runAll } from './pacing/run-all.ts';
import { cellName, otherNames } from './pacing/scenarios.ts';
import { machine } from './spread.ts';

/**
 * Occupancy under an abandonment cap, simulated: the 36 cells of the study, and the shapes of a real centre. `--pacers process` goes through
 * the pipe of `npm run -s pacing`, `ours` calls the same function in place (much faster, same answers).
 *
 *   node bench/pacing.ts --hours 240 --seeds 1,2 --jobs 2
 *   node bench/pacing.ts --scenarios others --pacers ours,progressive
 *   node bench/pacing.ts --scenarios "5,30,1;10,30,1" --pacers process --hours 24
 */
const { values } = parseArgs({
  options: {
    scenarios: { type: 'string', default: 'cells' },
    pacers: { type: 'string', default: 'ours' },
    hours: { type: 'string', default: '240' },
    seeds: { type: 'string', default: '1,2' },
    jobs: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});

/** Names that stand for many. Ratios know no cap: they are drawn from one of the frontier's caps. */
const frontier = (caps: readonly number[]) =>
  [1, 3, 5, 10, 20, 30].flatMap((agents) => caps.map((cap) => cellName({ agents, answer: 30, cap })));
const GROUPS: Record<string, string[]> = {
  cells: PUBLISHED.map(cellName),
  others: otherNames,
  frontier: frontier([0.5, 1, 2, 3, 5]),
  'frontier-ratios': frontier([3]),
};
const names = values.scenarios.split(';').flatMap((name) => GROUPS[name] ?? [name]);
const pacers = values.pacers.split(',');
const seeds = values.seeds.split(',').map(Number);
const tasks = names.flatMap((scenario) =>
  pacers.flatMap((pacer) => seeds.map((seed) => ({ scenario, pacer, seed, agentHours: Number(values.hours) }))),
);

function row({ scenario, pacer, occupancyPct, abandonmentPct, lines, stepUs, inboundAnsweredPct }: Measured): string {
  const published = PUBLISHED.find((cell) => cellName(cell) === scenario);
  const against = published ? `  model ${published.model}/${published.modelAbandonment}` : '';
  const perLine =
    lines.length > 1 ? `  ${lines.map((l) => `${l.id} ${l.abandonmentPct} of ${l.capPct}`).join(', ')}` : '';
  const callers = inboundAnsweredPct === null ? '' : `  inbound answered ${inboundAnsweredPct}`;
  return `${scenario.padEnd(32)} ${pacer.padEnd(12)} ${occupancyPct.toFixed(1)}/${abandonmentPct.toFixed(2)}${against}${perLine}${callers}  step p99 ${stepUs.p99} µs\n`;
}

const measured = gather(
  await runAll(tasks, Number(values.jobs), (done) => process.stderr.write(`\r${done}/${tasks.length} `)),
);
process.stderr.write('\r');
for (const one of measured) process.stderr.write(row(one));
const judged = Object.fromEntries(pacers.map((pacer) => [pacer, judgeCells(measured, pacer)]));
const report = { bench: 'pacing', hours: Number(values.hours), seeds, machine: machine(), judged, measured };
const line = JSON.stringify(report);
if (values.out) await writeFile(values.out, `${line}\n`);
process.stdout.write(`${line}\n`);
for (const pacer of pacers) {
  const verdict = judged[pacer];
  process.stdout.write(
    verdict
      ? `${pacer}: mean occupancy ${verdict.meanOccupancyPct} % over ${verdict.cells} cells (model ${verdict.modelMeanPct} %, lowest cell ${verdict.lowestAgainstModel} against it), ` +
          `${verdict.overCap.length} cells over their cap; abandonment pooled ${verdict.pooledAbandonmentPct.cap1} % at cap 1 and ${verdict.pooledAbandonmentPct.cap3} % at cap 3; decision p99 ${verdict.stepP99Us} µs.\n`
      : `${pacer}: ${measured.filter((one) => one.pacer === pacer).length} scenarios measured.\n`,
  );
}
