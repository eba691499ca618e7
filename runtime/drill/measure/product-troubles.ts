import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** pino's level of an error. */
const ERROR = 50;

/** Errors that the product's own processes wrote to their logs, and how often one of them was started again. */
export async function productTroubles(logDir: string, launcherSaid: readonly string[]): Promise<string[]> {
  const troubles = launcherSaid.filter((line) => line.includes('restarting')).map((line) => line.trim());
  for (const name of (await readdir(logDir)).filter((file) => /^(telephony|api|worker)\.log/.test(file))) {
    for (const line of (await readFile(join(logDir, name), 'utf8')).split('\n')) {
      const entry = parse(line);
      if (entry && (entry.level ?? 0) >= ERROR) troubles.push(`${name}: ${entry.msg ?? ''} ${short(entry.err)}`.trim());
    }
  }
  return troubles;
}

interface LogEntry {
  level?: number;
  msg?: string;
  err?: unknown;
}

function parse(line: string): LogEntry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as LogEntry;
  } catch {
    return undefined; // the line that is being written
  }
}

function short(err: unknown): string {
  const text = typeof err === 'string' ? err : ((err as { message?: string } | undefined)?.message ?? '');
  return text.slice(0, 200);
}
