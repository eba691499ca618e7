import { ordinaryCrowd } from '../dialplan/carrier/crowd.ts';
import { ordinaryTimes } from './drill/desk/working-times.ts';
import { type DrillOptions, drillHelp, parseDrillOptions } from './drill/drill-options.ts';
import { drillText } from './drill/drill-text.ts';
import { type DrillPlan, runDrill } from './drill/run-drill.ts';
import { reportAndExit } from './report-fault.ts';
import { listenForStop } from './stop-signals.ts';

/** As the workload has it: longer than the 25 s of a new campaign. */
const RING_TIMEOUT_SEC = 30;
/** Mean seconds an agent spends on whatever was picked up, talk and wrap-up together, in the ordinary workload. */
const HANDLING_SEC = 118;

/** More persons than any dialler reaches in that time; about a fifth of a city owes on one subject. */
function planOf(options: DrillOptions): DrillPlan {
  const { agents, minutes, lines, answerRate } = options;
  const calls = (agents * minutes * 60) / HANDLING_SEC / answerRate;
  return {
    ...options,
    crowd: ordinaryCrowd,
    times: ordinaryTimes,
    ringTimeoutSec: RING_TIMEOUT_SEC,
    persons: Math.min(200_000, Math.max(2_000, Math.ceil((calls * 12) / lines))),
    trunkChannels: 3 * agents + 2,
  };
}

async function main(): Promise<number> {
  const options = parseDrillOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(drillHelp);
    return 0;
  }
  const stop = listenForStop();
  stop.onHurry(() => process.exit(130));
  const note = (text: string) => process.stderr.write(`${text}\n`);
  const { signal } = stop;
  try {
    const { report, dataDir } = await runDrill(planOf(options), { ...options, signal, note });
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : drillText(options, report));
    if (options.keep) note(dataDir);
    return 0;
  } catch (error) {
    if (signal.aborted) return 130;
    throw error;
  }
}

main().then((code) => process.exit(code), reportAndExit);
