import { createHash } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { expect } from 'chai';
import { hums, type WhoPicksUp } from '../../dialplan/carrier/crowd.ts';
import { AgentTelephone } from '../../runtime/drill/sip/agent-telephone.ts';
import { MediaClock } from '../../runtime/drill/sip/media-clock.ts';
import {
  audioAddress,
  firstHeader,
  parseSip,
  respondTo,
  type SipMessage,
} from '../../runtime/drill/sip/sip-message.ts';
import { tonePurity } from '../../runtime/drill/sip/tone-purity.ts';
import { encodeUlaw, FRAME, linear, RATE, soundOf, toneFrames } from '../../runtime/drill/sip/ulaw.ts';

const LOGIN = { user: 'a1', secret: 's3cret', legUri: 'sip:leg@toritsugi' };
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const bind = (socket: Socket) => new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));

/** The exchange's side of one leg: challenges, checks the digest, answers, receives sound. */
class Exchange {
  readonly sip = createSocket('udp4');
  readonly rtp = createSocket('udp4');
  readonly methods: string[] = [];
  packets: Buffer[] = [];
  media: { host: string; port: number } | undefined;
  contact = '';
  #invite: SipMessage | undefined;
  #peer: RemoteInfo | undefined;

  async open(secret = LOGIN.secret): Promise<{ host: string; port: number }> {
    await bind(this.sip);
    await bind(this.rtp);
    this.rtp.on('message', (packet) => this.packets.push(packet));
    this.sip.on('message', (data, from) => {
      const message = parseSip(data.toString());
      if (!message || message.startLine.startsWith('SIP/2.0')) return;
      const method = message.startLine.split(' ')[0] ?? '';
      this.methods.push(method);
      this.#peer = from;
      const reply = (status: string, more: string[] = [], body = '') =>
        this.sip.send(respondTo(message, status, 'far', more, body), from.port, from.address);
      if (method === 'BYE') reply('200 OK');
      if (method !== 'INVITE') return;
      const given = firstHeader(message, 'authorization');
      if (!given)
        return reply('401 Unauthorized', ['WWW-Authenticate: Digest realm="r",nonce="n",qop="auth",algorithm=MD5']);
      const part = (name: string) => new RegExp(`${name}="([^"]+)"`).exec(given)?.[1];
      const first = md5(`${LOGIN.user}:r:${secret}`);
      const wanted = md5(`${first}:n:00000001:${part('cnonce')}:auth:${md5(`INVITE:${LOGIN.legUri}`)}`);
      if (part('response') !== wanted) return reply('403 Forbidden');
      this.#invite = message;
      this.contact = firstHeader(message, 'contact');
      this.media = audioAddress(message.body);
      const body = `c=IN IP4 127.0.0.1\r\nm=audio ${this.rtp.address().port} RTP/AVP 0\r\n`;
      reply('200 OK', ['Contact: <sip:exchange@127.0.0.1>'], body);
    });
    return { host: '127.0.0.1', port: this.sip.address().port };
  }

  /** A citizen's hum in packets of 20 ms. */
  async hum(who: WhoPicksUp, frames: number): Promise<void> {
    const sound = toneFrames(hums[who]);
    for (let frame = 0; frame < frames; frame += 1) {
      const packet = Buffer.concat([Buffer.alloc(12), sound[frame % sound.length] ?? Buffer.alloc(FRAME)]);
      packet[0] = 0x80;
      this.rtp.send(packet, this.media?.port ?? 0, '127.0.0.1');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  goodbye(): void {
    const { headers } = this.#invite ?? { headers: new Map() };
    const text = `BYE ${this.contact} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9\r\nFrom: <sip:x>;tag=far\r\nTo: ${headers.get('from')?.[0]}\r\nCall-ID: ${headers.get('call-id')?.[0]}\r\nCSeq: 1 BYE\r\n\r\n`;
    this.sip.send(text, this.#peer?.port ?? 0, '127.0.0.1');
  }

  close(): void {
    this.sip.close();
    this.rtp.close();
  }
}

async function until(what: string, test: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 3_000; Date.now() < deadline; ) {
    if (test()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`not in time: ${what}`);
}

describe('an agent’s telephone in a drill', () => {
  let exchange: Exchange;
  let phone: AgentTelephone | undefined;
  beforeEach(() => {
    exchange = new Exchange();
  });
  afterEach(() => {
    phone?.close();
    phone = undefined;
    exchange.close();
  });

  it('answers the challenge, sends its tone without a pause, and says goodbye', async () => {
    phone = await AgentTelephone.connect(await exchange.open(), LOGIN, new MediaClock());
    await until('ten packets', () => exchange.packets.length >= 10);
    const sound = Buffer.concat(exchange.packets.slice(0, 10).map((packet) => soundOf(packet) ?? Buffer.alloc(0)));
    expect(tonePurity(sound, 440, RATE)).to.be.above(0.95);
    const sequence = exchange.packets.map((packet) => packet.readUInt16BE(2));
    expect(sequence.every((value, index) => index === 0 || value === (sequence[index - 1] ?? 0) + 1)).to.equal(true);
    phone.close();
    await until('goodbye', () => exchange.methods.includes('BYE'));
    expect(exchange.methods.filter((method) => method === 'ACK')).to.have.length(2);
  });

  it('is refused with a wrong secret', async () => {
    const where = await exchange.open('another');
    const outcome = await AgentTelephone.connect(where, LOGIN, new MediaClock()).then(
      () => 'up',
      (error: Error) => error.message,
    );
    expect(outcome).to.include('403');
  });

  for (const who of Object.keys(hums) as WhoPicksUp[])
    it(`hears a ${who}`, async () => {
      phone = await AgentTelephone.connect(await exchange.open(), LOGIN, new MediaClock());
      phone.sound.listen();
      await exchange.hum(who, 4);
      await until('heard', () => phone?.sound.heard.who !== undefined);
      expect(phone.sound.heard.who).to.equal(who);
      phone.sound.listen();
      expect(phone.sound.heard.who).to.equal(undefined);
    });

  it('says when the exchange puts the leg down', async () => {
    phone = await AgentTelephone.connect(await exchange.open(), LOGIN, new MediaClock());
    let lost = 0;
    phone.onLost = () => {
      lost += 1;
    };
    exchange.goodbye();
    await until('told', () => lost === 1);
  });
});

describe('telephone sound', () => {
  it('is the same there and back, within what µ-law keeps', () => {
    for (let value = -0.99; value < 1; value += 0.0137) {
      const back = (linear[encodeUlaw(value)] ?? 0) / 32_768;
      expect(Math.abs(back - value)).to.be.at.most(Math.abs(value) * 0.05 + 0.001);
    }
  });
});
