import { expect } from 'chai';
import { createTransport } from '../../api/sms/transports/load-transport.ts';
import type { DeliveryReport, IncomingSms, OutgoingSms, SmsTransport } from '../../api/sms/transports/transport.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { splitParts } from '../../core/rules/sms/split-parts.ts';
import { freeTcpPort } from '../support/free-ports.ts';
import { type ForeignSmsc, smscRoot, startKannel, startPerlSmsc } from '../support/smsc.ts';

const logger = createLogger('smpp-test', process.env['LOG_LEVEL'] ?? 'silent');
let number = 0;
const message = (to: string, text: string): OutgoingSms => ({
  reference: `01990000-0000-7000-8000-${String(++number).padStart(12, '0')}`,
  to,
  ...splitParts(text),
});

async function until(what: string, look: () => boolean, limitMs = 8_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!look()) {
    if (Date.now() > end) throw new Error(`${what}: not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What goes over the wire is read and answered by programs that nobody here wrote. */
describe('SMPP with other people’s carriers', function () {
  this.timeout(20_000);
  const root = smscRoot();
  let smsc: ForeignSmsc | undefined;
  let transport: SmsTransport | undefined;
  const reports: DeliveryReport[] = [];
  const replies: IncomingSms[] = [];
  before(function () {
    if (!root) this.skip();
  });
  afterEach(async () => {
    await transport?.stop();
    await smsc?.stop();
    transport = undefined;
    smsc = undefined;
    reports.length = 0;
    replies.length = 0;
  });
  const connect = async (port: number, more: object = {}): Promise<SmsTransport> => {
    const options = {
      kind: 'smpp',
      name: 'carrier',
      host: '127.0.0.1',
      port,
      systemId: 'city',
      password: 'secret',
      sender: '243056',
    };
    const made = createTransport(
      { ...options, responseMs: 1_500, enquireLinkMs: 500, perSecond: 100, ...more },
      logger,
    );
    await made.start({
      report: async (report) => void reports.push(report),
      reply: async (reply) => void replies.push(reply),
    });
    transport = made;
    return made;
  };

  describe('Kannel', () => {
    it('binds a link for sending and one for reports, sends, proves the links, and says good-bye', async () => {
      const port = await freeTcpPort();
      smsc = await startKannel(root ?? '', port);
      const carrier = await connect(port, { bind: 'pair' });
      await until('bound', () => carrier.ready());
      const outcomes = [
        await carrier.send(message('09012345678', '【みどり野市】お伝えしたいことがあります。')),
        await carrier.send(message('09012345678', 'あ'.repeat(100))),
      ];
      expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['accepted', 'accepted']);
      const handled = (pdu: string) => smsc?.lines.filter((line) => line.endsWith(`of type ${pdu}`)).length ?? 0;
      await until('links proven', () => handled('enquire_link') >= 2);
      expect(handled('submit_sm')).to.equal(3);
      expect(handled('deliver_sm_resp')).to.equal(2);
      await carrier.stop();
      await until('good-bye', () => handled('unbind') === 2);
      expect(
        smsc.lines.filter((line) => / (ERROR|PANIC): (?!connect|System error 111|error connecting)/.test(line)),
      ).to.deep.equal([]);
    });
  });

  describe('Net::SMPP', () => {
    let port: number;
    const start = async (more: object = {}) => {
      port = await freeTcpPort();
      smsc = await startPerlSmsc(root ?? '', port);
      await until('listening', () => smsc?.lines.includes('ready') ?? false);
      const carrier = await connect(port, more);
      await until('bound', () => carrier.ready());
      return carrier;
    };
    const texts = () =>
      (smsc?.lines ?? [])
        .filter((line) => line.startsWith('81'))
        .map((line) => {
          const [to, coding, esm, hex = ''] = line.split(' ');
          return { to, coding: Number(coding), esm: Number(esm), bytes: Buffer.from(hex, 'hex') };
        });
    const ucs2 = (bytes: Buffer) => Buffer.from(bytes).swap16().toString('utf16le');

    it('a Japanese text arrives letter by letter, and its receipt names it', async () => {
      const carrier = await start();
      const text = '【みどり野市】𠮷野課へお電話ください。';
      const outcome = await carrier.send(message('09012345678', text));
      await until('receipt', () => reports.length === 1);
      const [got] = texts();
      expect(got).to.include({ to: '819012345678', coding: 8, esm: 0 });
      expect(got && ucs2(got.bytes)).to.equal(text);
      expect(outcome.kind === 'accepted' && outcome.providerIds).to.deep.equal([reports[0]?.providerId]);
      expect(reports[0]).to.include({ digits: '09012345678', state: 'delivered', error: null });
    });

    it('a long text goes in parts that carry the header of 3GPP TS 23.040 and join to the text', async () => {
      const carrier = await start();
      const text = `${'あ'.repeat(66)}𠮷${'い'.repeat(80)}`;
      const outcome = await carrier.send(message('09012345678', text));
      await until('receipts', () => reports.length === 3 && texts().length === 3);
      const got = texts();
      expect(got.map(({ esm }) => esm)).to.deep.equal([0x40, 0x40, 0x40]);
      expect(got.map(({ bytes }) => [...bytes.subarray(0, 3), bytes[4], bytes[5]])).to.deep.equal([
        [5, 0, 3, 3, 1],
        [5, 0, 3, 3, 2],
        [5, 0, 3, 3, 3],
      ]);
      expect(new Set(got.map(({ bytes }) => bytes[3])).size).to.equal(1);
      expect(got.every(({ bytes }) => bytes.length <= 140)).to.equal(true);
      expect(got.map(({ bytes }) => ucs2(bytes.subarray(6))).join('')).to.equal(text);
      expect(outcome.kind === 'accepted' && outcome.providerIds).to.have.length(3);
    });

    it('the same in one piece, where the carrier wants message_payload', async () => {
      const carrier = await start({ longForm: 'payload' });
      const text = 'う'.repeat(150);
      expect((await carrier.send(message('09012345678', text))).kind).to.equal('accepted');
      const [got] = texts();
      expect(texts()).to.have.length(1);
      expect(got && ucs2(got.bytes)).to.equal(text);
    });

    it('what a telephone writes back is read letter by letter', async () => {
      const carrier = await start();
      await carrier.send(message('09000000095', 'abc'));
      await until('both answers', () => replies.length === 2);
      expect(replies).to.deep.equal([
        { digits: '09000000095', text: '明日電話をください。𠮷', reference: null },
        { digits: '09000000095', text: 'STOP', reference: null },
      ]);
    });

    it('throttled is later, unknown is refused, silence is unknown, and switched off is told by the receipt', async () => {
      const carrier = await start();
      const first = await carrier.send(message('09000000097', 'abc'));
      expect(first).to.deep.include({ kind: 'later', error: 'SMPP 0x58' });
      expect((await carrier.send(message('09000000097', 'abc'))).kind).to.equal('accepted');
      expect(await carrier.send(message('09000000098', 'abc'))).to.deep.equal({ kind: 'refused', error: 'SMPP 0x0b' });
      expect((await carrier.send(message('09000000096', 'abc'))).kind).to.equal('unknown');
      await carrier.send(message('09000000099', 'abc'));
      await until('receipts', () => reports.length === 2);
      expect(reports[1]).to.include({ digits: '09000000099', state: 'failed', error: 'UNDELIV 027' });
    });

    it('a carrier that goes away is bound again; what had no answer is unknown, what never left is later', async () => {
      const carrier = await start();
      const silent = carrier.send(message('09000000096', 'abc'));
      await smsc?.stop();
      expect((await silent).kind).to.equal('unknown');
      await until('noticed', () => !carrier.ready());
      expect((await carrier.send(message('09012345678', 'abc'))).kind).to.equal('later');
      smsc = await startPerlSmsc(root ?? '', port);
      await until('bound again', () => carrier.ready(), 12_000);
      expect((await carrier.send(message('09012345678', 'abc'))).kind).to.equal('accepted');
    });

    it('a wrong password never counts as open', async () => {
      port = await freeTcpPort();
      smsc = await startPerlSmsc(root ?? '', port);
      await until('listening', () => smsc?.lines.includes('ready') ?? false);
      const carrier = await connect(port, { password: 'wrong' });
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(carrier.ready()).to.equal(false);
      expect((await carrier.send(message('09012345678', 'abc'))).kind).to.equal('later');
    });
  });
});
