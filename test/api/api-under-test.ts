import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStaff, type NewStaff } from '../../api/staff/create-staff.ts';
import { startWebServer, type WebServer } from '../../api/web-server.ts';
import type { Role } from '../../core/contracts/calls.ts';
import { simulatedClock } from '../../core/platform/clock.ts';
import { type InstanceConfig, parseInstanceConfig } from '../../core/platform/config.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

export const PASSWORD = 'correct horse battery';
/** Friday 2026-11-20 10:00 in Japan. */
export const START = Date.parse('2026-11-20T01:00:00Z');

export interface ApiUnderTest {
  db: TestDatabase;
  url: string;
  web: WebServer;
  config: InstanceConfig;
  staff(role: Role, more?: Partial<NewStaff>): Promise<{ id: string; login: string }>;
  /** A logged-in browser. */
  browser(login: string): Promise<Browser>;
  /** A new account of this role, logged in. */
  as(role: Role, more?: Partial<NewStaff>): Promise<Browser>;
  close(): Promise<void>;
}

export interface Browser {
  staffId: string;
  login: string;
  cookie: string;
  csrf: string;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
}

export interface Answer {
  status: number;
  // Tests look into it freely; the schemas have proved its shape.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  body: any;
  text: string;
  headers: Headers;
}

export async function request(
  url: string,
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const init: RequestInit = { method, headers: { ...options.headers }, redirect: 'manual' };
  if (options.body !== undefined) {
    init.headers = { 'content-type': 'application/json', ...options.headers };
    init.body = typeof options.body === 'string' ? options.body : JSON.stringify(options.body);
  }
  const response = await fetch(url + path, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, body: isJson ? JSON.parse(text) : undefined, text, headers: response.headers };
}

function testConfig(
  directory: string,
  databaseUrl: string,
  changes: { publicUrl?: string; sipUrl?: string },
): InstanceConfig {
  const masterKeyFile = join(directory, 'master.key');
  writeFileSync(masterKeyFile, randomBytes(32).toString('base64'), { mode: 0o400 });
  return parseInstanceConfig(
    JSON.stringify({
      instanceId: '00000000-0000-4000-8000-000000000001',
      dataDir: directory,
      logDir: directory,
      web: { host: '127.0.0.1', port: 0, publicUrl: changes.publicUrl ?? 'http://desk.example' },
      database: { url: databaseUrl, ownerUrl: databaseUrl },
      asterisk: {
        node: 'test',
        ariUrl: 'http://127.0.0.1:1/ari',
        ariUser: 'u',
        ariPassword: 'p',
        ariApp: 'a',
        amiHost: '127.0.0.1',
        amiPort: 1,
        amiUser: 'u',
        amiPassword: 'p',
        sipWebSocketUrl: changes.sipUrl ?? 'ws://127.0.0.1:1/ws',
        sipDomain: 'toritsugi.test',
        spoolDir: directory,
      },
      clock: { mode: 'simulated', realAnchorMs: Date.now(), simulatedAnchorMs: START, speed: 1 },
      recordings: { storeDir: directory, masterKeyFile, ffmpeg: 'ffmpeg' },
    }),
  );
}

/** The whole api on a port of its own, over a schema of its own. */
export async function apiUnderTest(changes: { publicUrl?: string; sipUrl?: string } = {}): Promise<ApiUnderTest> {
  const db = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'toritsugi-api-'));
  const config = testConfig(directory, db.url, changes);
  if (config.clock.mode !== 'simulated') throw new Error('tests run on a simulated clock');
  const logger = createLogger('api-test', process.env['LOG_LEVEL'] ?? 'silent');
  const web = await startWebServer(
    { sql: db.sql, config, clock: simulatedClock(config.clock), logger },
    { dist: directory, fontFolders: [] },
  );
  const url = `http://127.0.0.1:${web.port}`;
  let made = 0;
  const staff: ApiUnderTest['staff'] = async (role, more = {}) => {
    const login = more.login ?? `${role}${++made}`;
    const { id } = await createStaff(db.sql, {
      login,
      displayName: `${role} ${made}`,
      role,
      password: PASSWORD,
      ...more,
    });
    return { id, login };
  };
  const browser: ApiUnderTest['browser'] = async (login) => {
    const answer = await request(url, 'POST', '/api/session', { body: { login, password: PASSWORD } });
    if (answer.status !== 200) throw new Error(`log-in of ${login}: ${answer.status} ${answer.text}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const csrf: string = answer.body.csrfToken;
    const send: Browser['send'] = (method, path, body, headers = {}) =>
      request(url, method, path, { body, headers: { cookie, 'x-csrf-token': csrf, ...headers } });
    return {
      staffId: answer.body.staff.id,
      login,
      cookie,
      csrf,
      send,
      get: (path) => send('GET', path),
      post: (path, body = {}) => send('POST', path, body),
    };
  };
  return {
    db,
    url,
    web,
    config,
    staff,
    browser,
    as: async (role, more) => browser((await staff(role, more)).login),
    async close() {
      await web.stop();
      await db.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  limitMs = 3_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export { freeTcpPort as freePort } from '../support/free-ports.ts';
