import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { WebSocket, WebSocketServer } from 'ws';
import { Stopwatch } from '../support/stopwatch.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, until } from './api-under-test.ts';

interface Phone {
  socket: WebSocket;
  heard: string[];
  closed: number[];
  refused: number[];
}

describe('api: SIP over WebSocket', () => {
  let api: ApiUnderTest;
  let asterisk: WebSocketServer;
  const atAsterisk: string[] = [];
  let joined = 0;
  before(async () => {
    asterisk = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' });
    await new Promise((resolve) => asterisk.once('listening', resolve));
    asterisk.on('connection', (socket) => {
      joined++;
      socket.on('message', (data) => {
        atAsterisk.push(data.toString());
        socket.send(`SIP/2.0 100 Trying\r\n\r\n${atAsterisk.length}`);
      });
    });
    const { port } = asterisk.address() as AddressInfo;
    api = await apiUnderTest({ sipUrl: `ws://127.0.0.1:${port}/ws` });
  });
  after(async () => {
    await api.close();
    for (const socket of asterisk.clients) socket.terminate();
    asterisk.close();
  });

  function open(headers: Record<string, string>, path = '/sip'): Phone {
    const socket = new WebSocket(api.url.replace('http', 'ws') + path, 'sip', { headers });
    const phone: Phone = { socket, heard: [], closed: [], refused: [] };
    socket.on('message', (data) => phone.heard.push(data.toString()));
    socket.on('close', (code) => phone.closed.push(code));
    socket.on('unexpected-response', (_request, response) => {
      phone.refused.push(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', () => undefined);
    return phone;
  }
  const invite = (user: string, to = 'leg') =>
    `INVITE sip:${to}@toritsugi.test SIP/2.0\r\nFrom: <sip:${user}@toritsugi.test>;tag=1\r\nTo: <sip:${to}@toritsugi.test>\r\n\r\n`;
  async function desk(): Promise<{ browser: Browser; login: Record<string, string>; phone: Phone }> {
    const browser = await api.as('agent');
    const login = (await browser.post('/api/desk/login')).body;
    const phone = open({ cookie: browser.cookie, origin: api.url });
    await until('open', () => (phone.socket.readyState === WebSocket.OPEN ? true : undefined));
    return { browser, login, phone };
  }

  it('gives each log-in an identity of its own and keeps only its digest', async () => {
    const { browser, login } = await desk();
    const [row] = await api.db.sql`select * from agent_login where id = ${login['loginId'] ?? ''}`;
    const ha1 = createHash('md5').update(`${login['sipUser']}:${login['realm']}:${login['sipSecret']}`).digest('hex');
    expect(row).to.include({ sip_user: login['sipUser'], sip_ha1: ha1, node: 'test', staff_id: browser.staffId });
    expect(JSON.stringify(row)).to.not.include(login['sipSecret']);
    expect(login['sipSecret']?.length).to.be.above(40);
    const again = (await browser.post('/api/desk/login')).body;
    expect(again.sipUser).to.not.equal(login['sipUser']);
    const living = await api.db
      .sql`select id from agent_login where staff_id = ${browser.staffId} and ended_at is null`;
    expect(living.map((one) => one['id'])).to.deep.equal([again.loginId]);
  });

  it('carries frames both ways in order', async () => {
    const { login, phone } = await desk();
    const before = atAsterisk.length;
    for (let n = 0; n < 20; n++) {
      const head = invite(login['sipUser'] ?? '').slice(0, -2);
      phone.socket.send(`${head}Content-Length: ${String(n).length}\r\n\r\n${n}`);
    }
    await until('all answered', () => (phone.heard.length === 20 ? true : undefined));
    expect(atAsterisk.slice(before).map((text) => Number(text.slice(text.lastIndexOf('\n') + 1)))).to.deep.equal(
      Array.from({ length: 20 }, (_, n) => n),
    );
  });

  it('lets nobody near Asterisk without session, log-in and own origin', async () => {
    const before = joined;
    const agent = await api.as('agent');
    const noLogin = { cookie: agent.cookie, origin: api.url };
    const { browser } = await desk();
    const tries: [string, Phone, number][] = [
      ['no cookie', open({ origin: api.url }), 401],
      ['no log-in', open(noLogin), 403],
      ['foreign page', open({ cookie: browser.cookie, origin: 'https://evil.example' }), 403],
      ['no origin', open({ cookie: browser.cookie }), 403],
      ['other path', open({ cookie: browser.cookie, origin: api.url }, '/ws'), 404],
      ['crooked path', open({ cookie: browser.cookie, origin: api.url }, '//'), 404],
    ];
    for (const [name, phone, status] of tries) expect(await until(name, () => phone.refused[0]), name).to.equal(status);
    expect(joined - before).to.equal(1);
  });

  it('cuts off what is no desk: another number, another user, a registration, a huge frame', async () => {
    const attempts: [string, (user: string) => string][] = [
      ['number', (user) => invite(user, '0312345678')],
      ['user', () => invite('somebody')],
      ['register', (user) => invite(user).replace('INVITE', 'REGISTER')],
      ['huge', (user) => invite(user) + 'x'.repeat(70_000)],
    ];
    for (const [name, message] of attempts) {
      const { login, phone } = await desk();
      const before = atAsterisk.length;
      phone.socket.send(message(login['sipUser'] ?? ''));
      await until(name, () => phone.closed[0]);
      expect(atAsterisk.length, name).to.equal(before);
    }
  });

  it('closes within a second when the session ends or the log-in is replaced', async () => {
    const first = await desk();
    let watch = new Stopwatch();
    await first.browser.send('DELETE', '/api/session');
    await until('closed', () => first.phone.closed[0]);
    expect(watch.tookMs).to.be.below(1_000);
    const second = await desk();
    watch = new Stopwatch();
    await second.browser.post('/api/desk/login');
    await until('closed', () => second.phone.closed[0]);
    expect(watch.tookMs).to.be.below(1_000);
  });

  it('closes the browser’s side when Asterisk goes', async () => {
    const before = joined;
    const { phone } = await desk();
    await until('joined', () => (joined > before ? true : undefined));
    for (const socket of asterisk.clients) socket.terminate();
    await until('closed', () => phone.closed[0]);
  });
});
