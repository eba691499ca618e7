import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { clockFromConfig } from '../../core/platform/clock.ts';
import type { ClockConfig } from '../../core/platform/config.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { SetupFault } from '../setup-fault.ts';
import type { StartOptions } from '../start-options.ts';
import { writeAtomically } from '../write-atomically.ts';
import { chooseClockStart } from './clock-start.ts';

const rememberEveryMs = 2_000;
const schema = z.object({ lastSimulatedMs: z.number() });
const fileOf = (dataDir: string) => join(dataDir, 'clock.json');

function isWorkday(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day !== 0 && day !== 6 && !isNationalHoliday(date);
}

function readLastInstant(dataDir: string): number | undefined {
  if (!existsSync(fileOf(dataDir))) return undefined;
  const parsed = schema.safeParse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
  return parsed.success ? parsed.data.lastSimulatedMs : undefined;
}

/** The clock of this start. A simulated one begins on a weekday at ten, and never before what this data already saw. */
export function startClock(dataDir: string, wanted: StartOptions['clock'], realNowMs: number): ClockConfig {
  const lastMs = readLastInstant(dataDir);
  if (wanted.mode === 'real') {
    if (lastMs !== undefined && lastMs > realNowMs) {
      throw new SetupFault(
        'このデータには模擬時刻の記録が残っています。実時刻では新しい --data を使ってください。' +
          ' (This data has seen a simulated future: use a new --data for the real clock.)',
      );
    }
    return { mode: 'real' };
  }
  try {
    const simulatedAnchorMs = chooseClockStart({ lastMs, requestedMs: wanted.startMs, isWorkday });
    return { mode: 'simulated', realAnchorMs: realNowMs, simulatedAnchorMs, speed: wanted.speed };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SetupFault(
      `模擬時刻は戻せません。${error.message} 以降を指定するか、別の --data を使ってください。` +
        ` (The clock cannot go back: give ${error.message} or later, or another --data.)`,
    );
  }
}

/**
 * Keeps the last simulated instant for the next start. It is written a little ahead, so that a crash never lets time go back.
 * @returns the function that ends it.
 */
export function rememberClock(dataDir: string, config: ClockConfig): () => void {
  if (config.mode === 'real') return () => undefined;
  const clock = clockFromConfig(config);
  const write = (aheadMs: number) =>
    writeAtomically(
      fileOf(dataDir),
      JSON.stringify({ lastSimulatedMs: clock.now().getTime() + aheadMs * config.speed }),
    );
  write(2 * rememberEveryMs);
  const timer = setInterval(() => write(2 * rememberEveryMs), rememberEveryMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    write(0);
  };
}
