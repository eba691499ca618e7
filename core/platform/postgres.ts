import { connect } from 'node:net';
import postgres from 'postgres';

export type Sql = postgres.Sql<{ date: string; bigint: number }>;
export type TransactionSql = postgres.TransactionSql<{ date: string; bigint: number }>;
/** What a `queries.ts` function takes: the pool or an open transaction. */
export type Queryable = Sql | TransactionSql;

/** A piece of SQL with its parameters, to be put into others. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

export interface PostgresOptions {
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Set by tests: own schema per test. Production uses `public`. */
  schema?: string;
  maxConnections?: number;
  /** Server-side limit for one statement. postgres.js has no limit of its own. */
  statementTimeoutMs?: number;
  /**
   * Sends small messages at once. Whoever copies rows in chunks needs it: the end of a COPY is a message of five bytes, which
   * otherwise waits 40 ms for the server to acknowledge what came before.
   */
  noDelay?: boolean;
}

/**
 * Opens the pool all run-time SQL goes through. Types that the driver gets wrong for us are mapped here once:
 * `date` stays the string `YYYY-MM-DD` (the default is a UTC-midnight Date, the day before in Tokyo), `bigint` becomes a
 * number and throws when it would lose digits.
 *
 * The server ends a statement after `statementTimeoutMs`; `withDeadline` covers a server that is frozen or gone.
 */
export function openPostgres(url: string, options: PostgresOptions): Sql {
  const timeout = options.statementTimeoutMs ?? 5_000;
  return postgres(url, {
    max: options.maxConnections ?? 8,
    connect_timeout: 5,
    idle_timeout: 0,
    ...(options.noDelay ? { socket: connectAtOnce } : {}),
    onnotice: () => undefined,
    connection: {
      application_name: options.applicationName,
      statement_timeout: timeout,
      lock_timeout: timeout,
      idle_in_transaction_session_timeout: 60_000,
      TimeZone: 'Asia/Tokyo',
      ...(options.schema ? { search_path: `"${options.schema}", public` } : {}),
    },
    types: {
      date: { to: 1082, from: [1082], serialize: (value: string) => value, parse: (value: string) => value },
      bigint: { to: 20, from: [20, 1700], serialize: (value: number) => String(value), parse: parseSafeInteger },
    },
  }) as unknown as Sql;
}

/** Not yet connected when it is handed over: what the driver writes waits in the socket, and a failure is told by its events as ever. */
function connectAtOnce({ host, port }: { host: string[]; port: number[] }) {
  return connect({ host: host[0] ?? '127.0.0.1', port: port[0] ?? 5432, noDelay: true });
}

function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new RangeError(`bigint ${text} is not a safe integer`);
  return value;
}

export class DatabaseDeadlineError extends Error {
  readonly code = 'database/deadline';
  constructor(what: string, afterMs: number) {
    super(`The database did not answer "${what}" within ${afterMs} ms.`);
  }
}

/** Rejects after `afterMs` even when the server is frozen and the driver would wait for ever. */
export async function withDeadline<T>(what: string, work: PromiseLike<T>, afterMs = 6_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseDeadlineError(what, afterMs)), afterMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
