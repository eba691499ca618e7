import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { WebSocketServer } from 'ws';
import { createLogger } from '../../core/platform/logger.ts';
import { AmiClient, assertNoInjection } from '../../telephony/ami/manager-client.ts';
import { EventSocket } from '../../telephony/ari/event-socket.ts';
import { type AriEvent, parseAriEvent } from '../../telephony/ari/events.ts';
import { isAriError } from '../../telephony/ari/port.ts';
import { orMissing, restCall } from '../../telephony/ari/rest-call.ts';
import { assertAsteriskVersion } from '../../telephony/ari/version.ts';
import { eventually } from '../support/telephony-world.ts';

const silent = createLogger('test', 'silent');

function portOf(server: { address(): unknown }): number {
  return (server.address() as { port: number }).port;
}

describe('ARI port', () => {
  it('refuses versions below the floor and what is no version', () => {
    for (const good of ['22.10.1', '22.10.1+dfsg+~cs6.17', '22.11.0', '23.0.0', '22.10.2-rc1'])
      expect(() => assertAsteriskVersion(good), good).to.not.throw();
    for (const bad of ['22.10.0', '22.9.3', '20.20.1', 'GIT-master', ''])
      expect(() => assertAsteriskVersion(bad), bad).to.throw(/below/);
  });

  it('ends a call that is never answered, repeats only what may be repeated', async () => {
    let calls = 0;
    const never = () => {
      calls += 1;
      return new Promise<never>(() => undefined);
    };
    const outcome = async (repeat: boolean) =>
      restCall('x', never, { repeat, deadlineMs: 20 }).then(
        () => 'answered',
        (error: unknown) => (isAriError(error) ? error.code : 'other'),
      );
    expect(await outcome(false)).to.equal('ari/deadline');
    expect(calls).to.equal(1);
    expect(await outcome(true)).to.equal('ari/deadline');
    expect(calls).to.equal(3);
  });

  it('tells causes by what Asterisk says and never repeats a URL with its key', async () => {
    const fails = (text: string) => () => Promise.reject(new Error(text));
    const code = async (text: string) =>
      restCall('x', fails(text), { repeat: false }).catch((error: unknown) => (isAriError(error) ? error : undefined));
    expect((await code('{"message":"Channel not found"}'))?.code).to.equal('ari/not-found');
    expect((await code('{"message":"Channel with given unique ID already exists"}'))?.code).to.equal('ari/conflict');
    expect((await code('connect ECONNREFUSED 127.0.0.1:1'))?.code).to.equal('ari/unreachable');
    expect((await code('GET http://127.0.0.1/ari?api_key=u:p failed'))?.message).to.not.include('api_key');
    expect(await orMissing(restCall('x', fails('{"message":"Bridge not found"}'), { repeat: false }))).to.equal(
      undefined,
    );
  });

  it('reads what it uses, ignores the rest, and survives anything', () => {
    const destroyed = parseAriEvent(
      '{"type":"ChannelDestroyed","timestamp":"2026-11-21T05:28:08.167+0000","cause":17,"tech_cause":"486","channel":{"id":"c","name":"n","state":"Down"}}',
      0,
    );
    expect(destroyed).to.deep.include({ type: 'ChannelDestroyed', atMs: 1_795_238_888_167, cause: 17, sipCode: 486 });
    expect(parseAriEvent('{"type":"EventOfTheFuture","channel":{"id":"c"}}', 0)).to.equal(undefined);
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseAriEvent(text, 0)));
  });

  it('comes back after the socket was cut, and goes on after an event it does not know', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const seen: AriEvent[] = [];
    let opened = 0;
    const urls: string[] = [];
    server.on('connection', (socket, request) => {
      urls.push(`${request.url} ${request.headers.authorization ? 'header' : ''}`);
      socket.send('{"type":"NotInTheModel","x":1}');
      socket.send('not even json');
      socket.send('{"type":"StasisStart","args":["a"],"channel":{"id":"1"}}');
      if (urls.length === 1) setTimeout(() => socket.terminate(), 20);
    });
    const socket = new EventSocket({
      baseUrl: `http://127.0.0.1:${portOf(server)}`,
      user: 'u',
      password: 'secret',
      app: 'toritsugi',
      logger: silent,
      onEvent: (event) => seen.push(event),
      onOpen: () => {
        opened += 1;
      },
      onClose: () => undefined,
    });
    socket.start();
    try {
      await eventually('second connection', () => opened === 2 && seen.length === 2);
      expect(urls[0]).to.equal('/ari/events?app=toritsugi header');
    } finally {
      socket.stop();
      server.close();
    }
  });
});

describe('AMI port', () => {
  let server: Server;
  let sockets: Socket[];
  let received: string;
  /** Answers log-in and events mask; to everything else it keeps silent until `answer` says otherwise. */
  let answer: (id: string, text: string) => string | undefined;

  beforeEach(async () => {
    sockets = [];
    received = '';
    answer = () => undefined;
    server = createServer((socket) => {
      sockets.push(socket);
      socket.write('Asterisk Call Manager/11.0.0\r\n');
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        const text = chunk.toString();
        received += text;
        for (const action of text.split('\r\n\r\n').filter((one) => one !== '')) {
          const id = /ActionID: (\S+)/i.exec(action)?.[1] ?? '';
          const reply = /Action: (login|Events)/i.test(action) ? 'Response: Success' : answer(id, action);
          if (reply) socket.write(`${reply}\r\nActionID: ${id}\r\n\r\n`);
        }
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  function client(): AmiClient {
    const ami = new AmiClient({ host: '127.0.0.1', port: portOf(server), user: 'u', password: 'p' }, silent);
    ami.start();
    return ami;
  }

  it('refuses a line break or NUL in any key and value: nothing reaches the wire', async () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('\r', '\n', '\0', '\r\n\r\nAction: x'),
        fc.string(),
        (before, bad, after) => {
          expect(() => assertNoInjection({ action: 'MixMonitor', file: before + bad + after })).to.throw(/line break/);
          expect(() => assertNoInjection({ action: 'MixMonitor', [before + bad + after]: 'x' })).to.throw(/line break/);
        },
      ),
    );
    const ami = client();
    await eventually('logged in', () => ami.up);
    const before = received;
    const outcome = await ami.startMixMonitor('PJSIP/x', '/spool/a.raw\r\n\r\nAction: Originate', 'V').catch(String);
    expect(outcome).to.include('line break');
    expect(received).to.equal(before);
    ami.stop();
  });

  it('rejects what waits when the connection dies, and comes back by itself', async () => {
    const ami = client();
    await eventually('logged in', () => ami.up);
    const waiting = ami.startMixMonitor('PJSIP/x', '/spool/a.raw', 'V').catch((error: { code: string }) => error.code);
    await eventually('sent', () => received.includes('MixMonitor'));
    sockets[0]?.destroy();
    expect(await waiting).to.equal('ami/not-connected');
    expect(await ami.startMixMonitor('PJSIP/x', '/a', 'V').catch((error: { code: string }) => error.code)).to.equal(
      'ami/not-connected',
    );
    await eventually('logged in again', () => ami.up);
    answer = () => 'Response: Success\r\nMixMonitorID: 0x1';
    expect(await ami.startMixMonitor('PJSIP/x', '/spool/a.raw', 'V')).to.equal('0x1');
    ami.stop();
  });

  it('a recorder that is gone already counts as stopped, a refusal to start does not', async () => {
    const ami = client();
    await eventually('logged in', () => ami.up);
    answer = () => 'Response: Error\r\nMessage: No such channel';
    await ami.stopMixMonitor('PJSIP/x', '0x1');
    const refused = await ami.startMixMonitor('PJSIP/x', '/a', 'V').catch((error: { code: string }) => error.code);
    expect(refused).to.equal('ami/refused');
    ami.stop();
  });
});
