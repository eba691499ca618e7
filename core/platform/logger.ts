import pino from 'pino';

export type Logger = pino.Logger;

/**
 * JSON lines on standard output (the launcher writes them to `DATA/logs/<process>.log`). Names, numbers and secrets
 * are cut out by key, so a row that is logged whole by mistake still tells nothing about a person.
 */
export function createLogger(processName: string, level = process.env['LOG_LEVEL'] ?? 'info'): Logger {
  const secret = ['password', 'secret', 'token', 'cookie', 'authorization', 'api_key', 'sipSecret', 'ariPassword'];
  const personal = [
    'name',
    'nameOfficial',
    'nameKana',
    'address',
    'phone',
    'number',
    'dialledNumber',
    'note',
    'birthDate',
  ];
  const keys = [...secret, ...personal];
  return pino({
    // Not pino's own `name`: that key is cut out below.
    base: { process: processName, pid: process.pid },
    level,
    redact: { paths: [...keys, ...keys.map((key) => `*.${key}`), ...keys.map((key) => `*.*.${key}`)], censor: '…' },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
