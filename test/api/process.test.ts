import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type ApiUnderTest, apiUnderTest, freePort, PASSWORD, request, until } from './api-under-test.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** No promise of the product's: a machine with much else to do takes its time to start a process. */
const STARTED_WITHIN_MS = 30_000;

describe('api: the process', function () {
  this.timeout(120_000);
  let api: ApiUnderTest;
  const children: ChildProcess[] = [];
  before(async () => {
    api = await apiUnderTest();
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await api.close();
  });

  function start(port: number): { child: ChildProcess; url: string; log: () => string } {
    const file = join(api.config.dataDir, `instance-${port}.json`);
    const database = `${api.db.url}?search_path=${api.db.schema},public`;
    const config = {
      ...api.config,
      web: { host: '127.0.0.1', port, publicUrl: `http://127.0.0.1:${port}` },
      database: { url: database, ownerUrl: database },
    };
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    const child = spawn(process.execPath, ['api/main.ts'], {
      cwd: root,
      env: { ...process.env, TORITSUGI_INSTANCE: file, LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    return { child, url: `http://127.0.0.1:${port}`, log: () => text };
  }
  const answers = (url: string) =>
    request(url, 'GET', '/api/health').then(
      (answer) => answer,
      () => undefined,
    );

  it('starts, writes its heartbeat, serves, keeps secrets out of its log, and ends on SIGTERM', async () => {
    const { login } = await api.staff('agent');
    const { child, url, log } = start(await freePort());
    await until('answer', () => answers(url), STARTED_WITHIN_MS);
    const [beat] = await api.db.sql`select pid from process_heartbeat where process = 'api'`;
    expect(beat?.['pid']).to.equal(child.pid);
    const answer = await request(url, 'POST', '/api/session', { body: { login, password: PASSWORD } });
    expect(answer.status).to.equal(200);
    const started = performance.now();
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code, log()).to.equal(0);
    expect(performance.now() - started).to.be.below(3_500);
    for (const secret of [PASSWORD, answer.body.csrfToken, 'test-app']) expect(log()).to.not.include(secret);
  });

  it('ends with one reason when its port is taken, and keeps sessions over a restart', async () => {
    const port = await freePort();
    const first = start(port);
    await until('answer', () => answers(first.url), STARTED_WITHIN_MS);
    const second = start(port);
    const [code] = await once(second.child, 'exit');
    expect(code).to.equal(1);
    expect(second.log()).to.include('EADDRINUSE');
    const { login } = await api.staff('agent');
    const logIn = await request(first.url, 'POST', '/api/session', { body: { login, password: PASSWORD } });
    const cookie = logIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const third = start(port);
    await until('answer', () => answers(third.url), STARTED_WITHIN_MS);
    expect((await request(third.url, 'GET', '/api/session', { headers: { cookie } })).status).to.equal(200);
  });
});
