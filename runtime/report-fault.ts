import { SetupFault } from './setup-fault.ts';
import { StopRequested } from './stop-signals.ts';

/** The last word of a program: nothing for a wished stop, one sentence for an expected fault, the whole error for a defect. */
export function reportAndExit(error: unknown): never {
  if (error instanceof StopRequested) process.exit(0);
  const text = error instanceof SetupFault ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}
