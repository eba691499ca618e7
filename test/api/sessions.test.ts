import { expect } from 'chai';
import { type ApiUnderTest, apiUnderTest, PASSWORD, request } from './api-under-test.ts';

describe('api: sessions', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await apiUnderTest();
  });
  after(() => api.close());

  const logIn = (login: string, password: string, headers: Record<string, string> = {}) =>
    request(api.url, 'POST', '/api/session', { body: { login, password }, headers });
  const audit = (action: string) => api.db.sql`select * from audit_log where action = ${action} order by id`;

  it('logs in with a strict cookie, keeps only a hash of its token, and writes the audit row', async () => {
    const { login, id } = await api.staff('agent');
    const answer = await logIn(login, PASSWORD);
    expect(answer.status).to.equal(200);
    expect(answer.body.permissions).to.include('desk');
    expect(answer.body.productNow).to.match(/^2026-11-20T01:0/);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('toritsugi_session='));
    expect(cookie)
      .to.match(/HttpOnly/)
      .and.match(/SameSite=Strict/)
      .and.match(/Path=\//);
    const token = cookie?.split(';')[0]?.split('=')[1] ?? '';
    const [row] = await api.db.sql`select * from staff_session where staff_id = ${id}`;
    expect(row?.['token_hash']).to.match(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).to.not.include(token);
    expect((await audit('login.success')).at(-1)).to.include({ login, role: 'agent' });
  });

  it('tells a wrong password and an unknown user alike, in words and in time', async () => {
    const { login } = await api.staff('agent');
    const times: Record<string, number[]> = { known: [], unknown: [] };
    for (let round = 0; round < 4; round++) {
      for (const [kind, name] of [
        ['known', login],
        ['unknown', `nobody${round}`],
      ] as const) {
        const started = performance.now();
        const answer = await logIn(name, 'wrong wrong wrong');
        times[kind]?.push(performance.now() - started);
        expect(answer.status).to.equal(401);
        expect(answer.body.code).to.equal('session/wrong-login');
        expect(answer.headers.get('content-type')).to.include('application/problem+json');
      }
    }
    const fastest = (kind: string) => Math.min(...(times[kind] ?? []));
    // argon2 takes some 40 ms: an answer without it would stand out.
    expect(fastest('unknown')).to.be.above(fastest('known') * 0.5);
    const reasons = (await audit('login.failure')).map((row) => row['detail'].reason);
    expect(reasons).to.include('password').and.include('unknown');
  });

  it('never writes down a name that nobody has: it may be a password in the wrong field', async () => {
    await logIn('my-secret-passphrase', 'x');
    const rows = await audit('login.failure');
    expect(rows.at(-1)).to.include({ login: null, staff_id: null });
    expect(JSON.stringify(rows)).to.not.include('my-secret-passphrase');
  });

  it('limits guessing from one place, but never locks out the browser that has been here before', async () => {
    const { login } = await api.staff('agent');
    const device = (await logIn(login, PASSWORD)).headers
      .getSetCookie()
      .find((line) => line.startsWith('toritsugi_device='))
      ?.split(';')[0];
    const statuses: number[] = [];
    for (let guess = 0; guess < 7; guess++) statuses.push((await logIn(login, `guess number ${guess}`)).status);
    expect(statuses).to.deep.equal([401, 401, 401, 401, 401, 429, 429]);
    expect((await logIn(login, PASSWORD)).status, 'a stranger, even with the right password').to.equal(429);
    expect((await logIn(login, PASSWORD, { cookie: device ?? '' })).status, 'the known browser').to.equal(200);
    const foreign = { cookie: `toritsugi_device=${'x'.repeat(22)}.${'y'.repeat(43)}` };
    expect((await logIn(login, PASSWORD, foreign)).status, 'a made-up device').to.equal(429);
    // Once for the whole flood: nobody fills the log from outside.
    expect((await audit('login.limited')).filter((row) => row['login'] === login)).to.have.length(1);
  });

  it('counts parallel guesses before it checks them', async () => {
    const { login } = await api.staff('agent');
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => logIn(login, `parallel ${n}`)));
    expect(answers.filter((answer) => answer.status === 401).length).to.be.at.most(5);
  });

  it('gives a new token at every log-in and ends the old session of that browser', async () => {
    const browser = await api.as('supervisor');
    const renewed = await logIn(browser.login, PASSWORD, { cookie: browser.cookie });
    expect(renewed.status).to.equal(200);
    expect((await browser.get('/api/session')).status).to.equal(401);
  });

  it('refuses what changes something without the token or from another origin', async () => {
    const browser = await api.as('administrator');
    const path = '/api/staff';
    const noToken = await request(api.url, 'POST', path, { body: {}, headers: { cookie: browser.cookie } });
    expect(noToken.body.code).to.equal('session/csrf');
    const foreign = await browser.send('POST', path, {}, { origin: 'https://evil.example' });
    expect(foreign.body.code).to.equal('session/foreign-origin');
    expect((await browser.send('POST', path, {}, { 'sec-fetch-site': 'cross-site' })).status).to.equal(403);
    for (const origin of ['http://desk.example', api.url])
      expect((await browser.send('POST', path, {}, { origin })).status, origin).to.equal(422);
    const login = await logIn(browser.login, PASSWORD, { origin: 'https://evil.example' });
    expect(login.status).to.equal(403);
  });

  it('ends by log-out, idleness, age and a closed account', async () => {
    const [out, idle, old, closed] = await Promise.all([
      api.as('agent'),
      api.as('agent'),
      api.as('agent'),
      api.as('agent'),
    ]);
    const { owner } = api.db;
    expect((await out.send('DELETE', '/api/session')).status).to.equal(204);
    await owner`update staff_session set last_seen_at = now() - interval '30 minutes 1 second' where staff_id = ${idle.staffId}`;
    await owner`update staff_session set expires_at = now() - interval '1 second' where staff_id = ${old.staffId}`;
    await owner`update staff_account set disabled_at = now() where id = ${closed.staffId}`;
    for (const browser of [out, idle, old, closed])
      expect((await browser.get('/api/session')).status, browser.login).to.equal(401);
  });

  it('is not kept awake by what the page asks by itself', async () => {
    const browser = await api.as('agent');
    await api.db
      .owner`update staff_session set last_seen_at = now() - interval '10 minutes' where staff_id = ${browser.staffId}`;
    const seen = async () =>
      (
        await api.db.sql`select last_seen_at < now() - interval '9 minutes' as old from staff_session
        where staff_id = ${browser.staffId}`
      )[0]?.['old'];
    for (const path of ['/api/desk/snapshot', '/api/desk/campaigns', '/api/health'])
      expect((await browser.get(path)).status).to.equal(200);
    expect(await seen()).to.equal(true);
    await browser.get('/api/subjects');
    expect(await seen()).to.equal(false);
  });

  it('makes the cookie of an https address bound to the host', async () => {
    const secure = await apiUnderTest({ publicUrl: 'https://desk.example' });
    try {
      const { login } = await secure.staff('agent');
      const answer = await request(secure.url, 'POST', '/api/session', { body: { login, password: PASSWORD } });
      const cookie = answer.headers.getSetCookie().find((line) => line.includes('session'));
      expect(cookie)
        .to.match(/^__Host-toritsugi_session=/)
        .and.match(/Secure/);
      expect(answer.headers.get('strict-transport-security')).to.match(/max-age/);
    } finally {
      await secure.close();
    }
  });

  it('takes back a role at the next request', async () => {
    const browser = await api.as('administrator');
    expect((await browser.get('/api/staff')).status).to.equal(200);
    await api.db.owner`update staff_account set role = 'reviewer' where id = ${browser.staffId}`;
    expect((await browser.get('/api/staff')).status).to.equal(403);
  });
});
