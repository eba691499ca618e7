import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createApp } from '../../api/app.ts';
import { simulatedClock } from '../../core/platform/clock.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { type ApiUnderTest, apiUnderTest, request, until } from './api-under-test.ts';

interface Layer {
  route?: { path: string | RegExp; methods: Record<string, boolean> };
}

describe('api: HTTP', () => {
  let api: ApiUnderTest;
  let dist: string;
  before(async () => {
    api = await apiUnderTest();
    // Served by the app under test: its dist is the data directory.
    dist = api.config.dataDir;
    writeFileSync(join(dist, 'index.html'), '<!doctype html><div id="root"></div>');
    mkdirSync(join(dist, 'assets'));
    writeFileSync(join(dist, 'assets', 'main-abc123.js'), 'export {}');
    mkdirSync(join(dist, 'fonts'));
    writeFileSync(join(dist, 'fonts', 'ipamjm.ttf'), 'font');
  });
  after(() => api.close());

  it('describes every mounted endpoint in OpenAPI 3.1, and mounts every one it describes', async () => {
    const { config } = api;
    if (config.clock.mode !== 'simulated') throw new Error('simulated clock expected');
    const app = await createApp({
      sql: api.db.sql,
      config,
      clock: simulatedClock(config.clock),
      logger: createLogger('t', 'silent'),
    });
    await app.close();
    const stack = app.express.router.stack as unknown as Layer[];
    const mounted = stack.flatMap(({ route }) =>
      route && typeof route.path === 'string' && !route.path.startsWith('/fonts/')
        ? Object.keys(route.methods).map(
            (method) => `${method} ${(route.path as string).replaceAll(/:(\w+)/g, '{$1}')}`,
          )
        : [],
    );
    const document = (await request(api.url, 'GET', '/api/openapi.json')).body;
    expect(document.openapi).to.equal('3.1.0');
    const described = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(mounted.sort()).to.deep.equal(described.sort());
    const operations = Object.values<
      Record<string, { operationId: string; responses: object; 'x-permission': string }>
    >(document.paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).to.equal(operations.length);
    for (const operation of operations) {
      expect(operation['x-permission']).to.be.a('string');
      expect(operation.responses).to.have.property('default');
    }
    const debt = document.paths['/api/desk/case/{targetId}/debt'].get;
    expect(JSON.stringify(debt.responses)).to.include('principal');
    expect(debt.parameters[0]).to.include({ name: 'targetId', in: 'path', required: true });
  });

  it('allows no inline script, no frame, no foreign source', async () => {
    const { headers } = await request(api.url, 'GET', '/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.include("script-src 'self'")
      .and.include("frame-ancestors 'none'")
      .and.include("default-src 'self'");
    expect(policy.split(';').find((part) => part.startsWith('script-src'))).to.not.include('unsafe');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('permissions-policy')).to.include('microphone=(self)');
    expect(headers.get('x-powered-by')).to.equal(null);
  });

  it('serves the page for its own addresses and problems for the rest', async () => {
    for (const path of ['/', '/desk', '/some/deep/page']) {
      const page = await request(api.url, 'GET', path);
      expect(page.status, path).to.equal(200);
      expect(page.text).to.include('id="root"');
      expect(page.headers.get('cache-control')).to.equal('no-cache');
    }
    const asset = await request(api.url, 'GET', '/assets/main-abc123.js');
    expect(asset.headers.get('cache-control')).to.include('immutable');
    expect((await request(api.url, 'GET', '/fonts/ipamjm.ttf')).text).to.equal('font');
    for (const path of ['/api/nothing', '/api', '/assets/gone.js', '/fonts/other.ttf', '/fonts/HanaMinA.ttf']) {
      const missing = await request(api.url, 'GET', path);
      expect(missing.status, path).to.equal(404);
      expect(missing.body, path).to.include({ code: 'request/not-found', type: 'urn:toritsugi:request/not-found' });
    }
  });

  it('never leaves its folder', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'toritsugi-outside-'));
    writeFileSync(join(outside, 'secret.txt'), 'canary');
    for (const path of [
      '/assets/..%2f..%2fetc%2fpasswd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/fonts/..%2f..%2fmaster.key',
      '/assets/%00',
      `/..${outside}/secret.txt`,
      '/%',
    ]) {
      const answer = await request(api.url, 'GET', path);
      expect(answer.text, path).to.not.match(/root:|canary/);
      expect(answer.status, path).to.be.below(500);
    }
    rmSync(outside, { recursive: true });
  });

  it('tells what is wrong with a request without repeating its values', async () => {
    const admin = await api.as('administrator');
    const broken = await admin.send('POST', '/api/staff', '{"login": ');
    expect(broken.body).to.include({ status: 400, code: 'request/unreadable' });
    const zipped = await admin.send('POST', '/api/staff', '{}', {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    });
    expect(zipped.body).to.include({ status: 400, code: 'request/unreadable' });
    const manager = await api.as('manager');
    const nul = await manager.post('/api/dialling-holds', { reason: '点検\u0000' });
    expect(nul.body).to.include({ status: 400, code: 'request/unreadable' });
    const deep = await admin.send('POST', '/api/staff', `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`);
    expect(deep.body).to.include({ status: 422, code: 'request/invalid' });
    const large = await admin.send('POST', '/api/staff', { displayName: 'x'.repeat(300_000) });
    expect(large.body).to.include({ status: 413, code: 'request/too-large' });
    const wrong = await admin.send('POST', '/api/staff', { login: 'SECRET NAME', role: 'king' });
    expect(wrong.body).to.include({ status: 422, code: 'request/invalid' });
    expect(wrong.body.detail.issues.map((issue: { path: string }) => issue.path))
      .to.include('login')
      .and.include('role');
    expect(wrong.text).to.not.include('SECRET NAME');
  });

  it('cuts sockets that never finish a request, and answers meanwhile', async function () {
    this.timeout(40_000);
    const port = Number(new URL(api.url).port);
    const closed: number[] = [];
    const sockets = Array.from({ length: 200 }, (_, index) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined).on('close', () => closed.push(index));
      socket.resume();
      if (index % 2 === 0) socket.write('GET /api/health HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      return socket;
    });
    expect((await request(api.url, 'GET', '/api/health')).status).to.equal(200);
    await until('all cut', () => (closed.length === sockets.length ? true : undefined), 30_000);
  });

  it('creates accounts that can log in, once each', async () => {
    const admin = await api.as('administrator');
    const account = {
      login: 'sato',
      displayName: '佐藤 架空',
      role: 'agent',
      password: 'correct horse battery',
      subjectScope: ['01'],
      seatNo: 7,
    };
    expect((await admin.post('/api/staff', account)).status).to.equal(201);
    expect((await admin.post('/api/staff', account)).body.code).to.equal('staff/login-taken');
    expect((await admin.post('/api/staff', { ...account, login: 'ito', password: 'short' })).status).to.equal(422);
    const listed = (await admin.get('/api/staff')).body.find((row: { login: string }) => row.login === 'sato');
    expect(listed).to.include({ displayName: '佐藤 架空', seatNo: 7, disabled: false });
    await api.browser('sato');
    const [row] = await api.db.sql`select password_hash from staff_account where login = 'sato'`;
    expect(row?.['password_hash']).to.match(/^\$argon2id\$/);
  });

  it('shows the audit log to the auditor, page by page', async () => {
    const auditor = await api.as('auditor');
    const first = await auditor.get('/api/audit?limit=2');
    expect(first.body).to.have.length(2);
    const next = await auditor.get(`/api/audit?limit=2&before=${first.body[1].id}`);
    expect(next.body[0].id).to.be.below(first.body[1].id);
    const logins = await auditor.get('/api/audit?action=login.success');
    expect(new Set(logins.body.map((row: { action: string }) => row.action))).to.deep.equal(new Set(['login.success']));
    expect((await auditor.get('/api/audit?action=drop')).status).to.equal(422);
    expect(JSON.stringify(logins.body)).to.not.match(/argon2|correct horse/);
  });

  it('notes a list that a page keeps refreshing once, and each new filter', async () => {
    const reviewer = await api.as('reviewer');
    for (let refresh = 0; refresh < 5; refresh++) await reviewer.get('/api/recordings');
    await reviewer.get('/api/recordings?direction=inbound');
    const rows = await api.db.sql`select 1 from audit_log where action = 'list' and staff_id = ${reviewer.staffId}`;
    expect(rows).to.have.length(2);
  });

  it('reports health by part, with ages', async () => {
    const { sql } = api.db;
    const before = (await request(api.url, 'GET', '/api/health')).body;
    expect(before.ok).to.equal(false);
    expect(before.parts.database.ok).to.equal(true);
    expect(before.parts.masterKey.ok).to.equal(true);
    expect(before.parts.telephony).to.deep.include({ ok: false, ageSec: null });
    await sql`insert into process_heartbeat (process, node, pid, detail) values
      ('telephony', 'test', 1, ${sql.json({ ari: true, ami: true })}), ('worker', 'test', 2, null)
      on conflict (process) do update set at = now()`;
    await sql`insert into call (id, node, direction, state, created_at, ended_at, answered_real_ms)
      values (gen_random_uuid(), 'test', 'synthetic', 'ended', now(), now(), ${Date.now() - 42_000})`;
    const well = (await request(api.url, 'GET', '/api/health')).body;
    expect(well.ok, JSON.stringify(well)).to.equal(true);
    expect(well.parts.syntheticCall.ageSec).to.be.within(41, 46);
    await sql`update process_heartbeat set detail = ${sql.json({ ari: false, ami: true })} where process = 'telephony'`;
    expect((await request(api.url, 'GET', '/api/health')).body.parts.asterisk.ok).to.equal(false);
    await sql`update process_heartbeat set at = now() - interval '20 seconds' where process = 'telephony'`;
    rmSync(api.config.recordings.masterKeyFile);
    const noKey = (await request(api.url, 'GET', '/api/health')).body.parts.masterKey;
    expect(noKey.ok).to.equal(false);
    expect(noKey.message).to.include('マスターキー');
    const late = (await request(api.url, 'GET', '/api/health')).body.parts.telephony;
    expect(late.ok).to.equal(false);
    expect(late.ageSec).to.be.within(20, 23);
  });

  it('gives metrics to this machine, not to what a proxy brings', async () => {
    const metrics = await request(api.url, 'GET', '/metrics');
    expect(metrics.status).to.equal(200);
    expect(metrics.text).to.match(
      /toritsugi_http_request_seconds_count\{method="GET",path="\/api\/health",status="200"\} \d/,
    );
    const proxied = await request(api.url, 'GET', '/metrics', { headers: { 'x-forwarded-for': '192.0.2.7' } });
    expect(proxied.status).to.equal(403);
  });
});
