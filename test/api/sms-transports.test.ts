import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createTransport, loadTransport } from '../../api/sms/transports/load-transport.ts';
import { readSimulatorLog, SimulatorTransport } from '../../api/sms/transports/simulator-transport.ts';
import type { DeliveryReport, IncomingSms, OutgoingSms, SmsTransport } from '../../api/sms/transports/transport.ts';
import type { InstanceConfig } from '../../core/platform/config.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { freeTcpPort } from '../support/free-ports.ts';
import { until } from './api-under-test.ts';

const logger = createLogger('sms-test', 'silent');
const MESSAGE: OutgoingSms = { reference: 'ref-1', to: '09012345678', encoding: 'ucs2', parts: ['お電話', 'ください'] };

describe('ways to a carrier', () => {
  let directory: string;
  let transport: SmsTransport | undefined;
  const reports: DeliveryReport[] = [];
  const replies: IncomingSms[] = [];
  const start = async (made: SmsTransport) => {
    transport = made;
    await made.start({
      report: async (report) => void reports.push(report),
      reply: async (reply) => void replies.push(reply),
    });
    return made;
  };
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'toritsugi-sms-'));
  });
  afterEach(async () => {
    await transport?.stop();
    transport = undefined;
    reports.length = 0;
    replies.length = 0;
    rmSync(directory, { recursive: true, force: true });
  });

  describe('HTTP gateway', () => {
    let server: Server;
    let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
    const seen: { url: string; headers: IncomingMessage['headers']; body: string }[] = [];
    beforeEach((done) => {
      seen.length = 0;
      server = createServer((request, response) => {
        let body = '';
        request.on('data', (bytes) => {
          body += bytes;
        });
        request.on('end', () => {
          seen.push({ url: request.url ?? '', headers: request.headers, body });
          answer(request, response, body);
        });
      });
      server.listen(0, '127.0.0.1', done);
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });
    const gateway = (more: object = {}) => {
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return createTransport(
        {
          kind: 'http',
          name: 'gw',
          sendUrl: `${base}/send`,
          statusUrl: `${base}/messages/{reference}`,
          reportsUrl: `${base}/reports`,
          reportsEveryMs: 500,
          responseMs: 500,
          headers: { authorization: 'Bearer s3cret' },
          fixed: { from: '243056' },
          ...more,
        },
        logger,
      );
    };
    const say = (status: number, json: unknown, headers = {}) => {
      answer = (_, response) =>
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
    };

    it('posts the text once whole, with the key by which a second send is recognised', async () => {
      say(200, { id: 'g-1' });
      expect(await gateway().send(MESSAGE)).to.deep.equal({ kind: 'accepted', providerIds: ['g-1'] });
      expect(seen[0]?.headers).to.include({ 'idempotency-key': 'ref-1', authorization: 'Bearer s3cret' });
      expect(JSON.parse(seen[0]?.body ?? '')).to.deep.equal({
        from: '243056',
        to: '+819012345678',
        text: 'お電話ください',
        reference: 'ref-1',
      });
    });

    const outcomes: [string, number, object, string][] = [
      ['a full gateway is later', 429, { 'retry-after': '7' }, 'later'],
      ['a gateway at rest is later', 503, {}, 'later'],
      ['a wrong request is refused', 400, {}, 'refused'],
      ['a gateway that fails may have passed it on', 500, {}, 'unknown'],
    ];
    for (const [name, status, headers, kind] of outcomes)
      it(name, async () => {
        say(status, {}, headers);
        const outcome = await gateway().send(MESSAGE);
        expect(outcome.kind).to.equal(kind);
        if (status === 429) expect(outcome).to.include({ retryMs: 7_000 });
      });

    it('no answer is unknown, no gateway is later; a redirect is not followed', async () => {
      answer = () => undefined;
      expect((await gateway().send(MESSAGE)).kind).to.equal('unknown');
      expect((await gateway({ sendUrl: `http://127.0.0.1:${await freeTcpPort()}/` }).send(MESSAGE)).kind).to.equal(
        'later',
      );
      answer = (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      expect((await gateway().send(MESSAGE)).kind).to.equal('unknown');
    });

    it('can be asked whether it has a message, and is asked for reports', async () => {
      answer = (request, response) => {
        if (request.url === '/messages/ref-1') response.end(JSON.stringify({ id: 'g-1' }));
        else if (request.url === '/reports')
          response.end(
            JSON.stringify([
              { id: 'g-1', state: 'delivered', to: '+819012345678' },
              { id: 'g-2', state: 'failed', error: 'off' },
              { x: 1 },
            ]),
          );
        else response.writeHead(404).end();
      };
      const made = await start(gateway());
      expect(await made.find?.('ref-1')).to.deep.equal({ kind: 'accepted', providerIds: ['g-1'] });
      expect(await made.find?.('ref-2')).to.deep.equal({ kind: 'never' });
      await until('reports', () => (reports.length >= 2 ? true : undefined));
      expect(reports[0]).to.include({ providerId: 'g-1', digits: '09012345678', state: 'delivered' });
      expect(reports[1]).to.include({ providerId: 'g-2', state: 'failed', error: 'off' });
    });
  });

  describe('modem spool', () => {
    const spool = () => createTransport({ kind: 'spool', name: 'modem', directory, scanEveryMs: 200 }, logger);

    it('is one file under the message’s id, and can always be asked for it', async () => {
      const made = await start(spool());
      expect(await made.find?.('ref-1')).to.deep.equal({ kind: 'never' });
      await made.send(MESSAGE);
      expect(readdirSync(join(directory, 'outgoing'))).to.deep.equal(['ref-1']);
      const file = readFileSync(join(directory, 'outgoing', 'ref-1'));
      const at = file.indexOf('\n\n');
      expect(file.subarray(0, at).toString()).to.equal('To: 819012345678\nAlphabet: UCS2\nReport: yes\nAutosplit: 3');
      expect(
        Buffer.from(file.subarray(at + 2))
          .swap16()
          .toString('utf16le'),
      ).to.equal('お電話ください');
      expect(await made.find?.('ref-1')).to.deep.equal({ kind: 'accepted', providerIds: ['ref-1'] });
    });

    const incoming = (name: string, text: string | Buffer) => writeFileSync(join(directory, 'incoming', name), text);
    const status = (from: string, id: number, code: string) =>
      `From: ${from}\n\nSMS STATUS REPORT\nMessage_id: ${id}\nDischarge_timestamp: 26-11-20 10:00:04\nStatus: ${code}\n`;
    /** As if written a while ago: what changed a moment ago may not be whole. */
    const settle = () => {
      const then = new Date(Date.now() - 5_000);
      for (const folder of ['sent', 'failed', 'incoming'])
        for (const name of readdirSync(join(directory, folder))) utimesSync(join(directory, folder, name), then, then);
    };

    it('a modem counts to 255 and begins again: a report is of the newest message of that number to that telephone', async () => {
      for (const folder of ['sent', 'failed', 'incoming']) mkdirSync(join(directory, folder));
      const sent = (name: string, to: string, at: string) =>
        writeFileSync(join(directory, 'sent', name), `To: ${to}\nMessage_id: 7\nSent: ${at}\n\nx`);
      sent('old-same', '819012345678', '26-11-19 10:00:00');
      sent('new-same', '819012345678', '26-11-20 10:00:00');
      sent('zz-other', '819099999999', '26-11-20 11:00:00');
      incoming('GSM1.1', status('819012345678', 7, '0,Ok'));
      settle();
      await start(spool());
      await until('told', () => (reports.length === 1 ? true : undefined));
      expect(reports[0]).to.include({ providerId: 'new-same', state: 'delivered' });
    });

    it('goes on telling after thousands of reports, each once, and waits for a sent file that is slower', async () => {
      for (const folder of ['sent', 'failed', 'incoming']) mkdirSync(join(directory, folder));
      for (let i = 0; i < 5_200; i++)
        writeFileSync(join(directory, 'failed', `f-${i}`), 'To: 819000000000\nFail_reason: x\n\nx');
      incoming('GSM1.1', status('819012345678', 9, '0,Ok'));
      settle();
      await start(spool());
      await until('all told', () => (reports.length === 5_200 ? true : undefined), 15_000);
      writeFileSync(join(directory, 'sent', 'late'), 'To: 819012345678\nMessage_id: 9\nSent: 26-11-20 10:00:00\n\nx');
      settle();
      await until('the slow one', () => (reports.length === 5_201 ? true : undefined));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(reports).to.have.length(5_201);
      expect(reports.at(-1)).to.include({ providerId: 'late', state: 'delivered' });
    });

    it('what a telephone writes is heard once, in whatever letters', async () => {
      for (const folder of ['sent', 'failed', 'incoming']) mkdirSync(join(directory, folder));
      const words = Buffer.from('明日電話をください。', 'utf16le').swap16();
      incoming('GSM1.1', Buffer.concat([Buffer.from('From: 819012345678\nAlphabet: UCS2\n\n'), words]));
      incoming('GSM1.2', 'From: 819087654321\nAlphabet: ISO\n\nSTOP\n');
      settle();
      await start(spool());
      await until('both', () => (replies.length === 2 ? true : undefined));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(replies).to.have.deep.members([
        { digits: '09012345678', text: '明日電話をください。', reference: 'GSM1.1' },
        { digits: '09087654321', text: 'STOP', reference: 'GSM1.2' },
      ]);
    });

    it('folders that cannot be read say nothing about a message', async () => {
      const made = await start(spool());
      rmSync(join(directory, 'outgoing'), { recursive: true });
      writeFileSync(join(directory, 'outgoing'), '');
      expect(await made.find?.('ref-1')).to.deep.equal({ kind: 'unknown' });
    });

    it('the daemon’s folders tell what became of it', async () => {
      for (const folder of ['sent', 'failed', 'incoming']) mkdirSync(join(directory, folder));
      writeFileSync(
        join(directory, 'sent', 'ref-1'),
        'To: 819012345678\nMessage_id: 152\nSent: 26-11-20 10:00:00\n\nx',
      );
      writeFileSync(join(directory, 'failed', 'ref-2'), 'To: 819000000000\nFail_reason: CMS ERROR: 38\n\nx');
      writeFileSync(
        join(directory, 'incoming', 'GSM1.abc'),
        'From: 819012345678\n\nSMS STATUS REPORT\nMessage_id: 152\nDischarge_timestamp: 26-11-20 10:00:04\nStatus: 0,Ok,short message received by the SME\n',
      );
      settle();
      await start(spool());
      await until('both', () => (reports.length === 2 ? true : undefined));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(reports.map(({ providerId, state, error }) => ({ providerId, state, error }))).to.have.deep.members([
        { providerId: 'ref-2', state: 'failed', error: 'CMS ERROR: 38' },
        { providerId: 'ref-1', state: 'delivered', error: null },
      ]);
    });
  });

  it('the simulator writes what telephones got before it answers, and repeats its reports after a restart', async () => {
    const options = { logFile: join(directory, 'x', 'log'), reportAfterMs: 50 };
    const first = await start(new SimulatorTransport(options, logger));
    expect((await first.send(MESSAGE)).kind).to.equal('accepted');
    expect(await readSimulatorLog(options.logFile)).to.have.length(1);
    await first.stop();
    await start(new SimulatorTransport(options, logger));
    await until('reports', () => (reports.length === 2 ? true : undefined));
    expect(reports.map(({ state }) => state)).to.deep.equal(['delivered', 'delivered']);
  });

  describe('which way is taken', () => {
    const config = (mode: 'real' | 'simulated', carrier: boolean) =>
      ({ dataDir: directory, clock: { mode }, carrier: carrier ? {} : undefined }) as unknown as InstanceConfig;
    const file = (mode: number) => {
      const path = join(directory, 'sms.json');
      writeFileSync(path, JSON.stringify({ kind: 'spool', name: 'm', directory }), { mode });
      return path;
    };
    it('the simulator only where the network is simulated; nothing where nothing is set', () => {
      expect(loadTransport(config('simulated', true), logger, undefined)?.kind).to.equal('simulator');
      expect(loadTransport(config('real', false), logger, undefined)).to.equal(undefined);
    });
    it('a real way never under a simulated clock, and its secrets for nobody else to read', () => {
      expect(() => loadTransport(config('simulated', true), logger, file(0o600))).to.throw('clock is simulated');
      expect(loadTransport(config('real', false), logger, file(0o600))?.kind).to.equal('spool');
      rmSync(join(directory, 'sms.json'));
      expect(() => loadTransport(config('real', false), logger, file(0o644))).to.throw('chmod 0600');
    });
  });
});
