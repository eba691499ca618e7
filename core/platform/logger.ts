import pino from 'pino';

export type Logger = pino.Logger;

const SECRET = ['password', 'secret', 'token', 'cookie', 'authorization', 'api_key', 'sipSecret', 'ariPassword'];

/** Columns of tables about citizens, and what the code calls the same things. */
const PERSONAL = [
  ...['name', 'name_official', 'name_search', 'name_kana', 'kana', 'kana_search', 'person_name', 'speaker_name'],
  ...['addressee_no', 'household_no', 'notice_no', 'birth_date', 'relationship', 'relation', 'basis'],
  ...['address', 'address_line1', 'address_line2', 'address_search', 'postal_code'],
  ...['phone', 'number', 'dialled', 'dialled_number', 'caller_id', 'digits', 'raw'],
  ...['note', 'body', 'text', 'answer', 'wishes', 'said', 'merge'],
];
const inCode = (column: string) => column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const KEYS = [...new Set([...SECRET, ...PERSONAL].flatMap((key) => [key, inCode(key)]))];

/**
 * JSON lines on standard output (the launcher writes them to `DATA/logs/<process>.log`). Names, numbers and secrets
 * are cut out by key, so a row that is logged whole by mistake still tells nothing about a person.
 */
export function createLogger(
  processName: string,
  level = process.env['LOG_LEVEL'] ?? 'info',
  to?: pino.DestinationStream,
): Logger {
  const options: pino.LoggerOptions = {
    // Not pino's own `name`: that key is cut out below.
    base: { process: processName, pid: process.pid },
    level,
    redact: { paths: KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '…' },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return to ? pino(options, to) : pino(options);
}
