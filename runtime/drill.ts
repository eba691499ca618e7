import { drillHelp, parseDrillOptions } from './drill/drill-options.ts';
import { drillText } from './drill/drill-text.ts';
import { ordinaryPlan } from './drill/ordinary-plan.ts';
import { runDrill } from './drill/run-drill.ts';
import { reportAndExit } from './report-fault.ts';
import { listenForStop } from './stop-signals.ts';

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
    const { report, dataDir } = await runDrill(ordinaryPlan(options), { ...options, signal, note });
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : drillText(options, report));
    if (options.keep) note(dataDir);
    return 0;
  } catch (error) {
    if (signal.aborted) return 130;
    throw error;
  }
}

main().then((code) => process.exit(code), reportAndExit);
