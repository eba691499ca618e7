import { createSocket, type Socket } from 'node:dgram';
import type { MediaClock } from './media-clock.ts';
import {
  audioAddress,
  audioOffer,
  authorization,
  firstHeader,
  newTag,
  parseSip,
  printSip,
  respondTo,
  type SipMessage,
} from './sip-message.ts';
import { TelephoneSound } from './telephone-sound.ts';

const HOST = '127.0.0.1';
const UP_WITHIN_MS = 10_000;
/** Nothing is lost on loopback but what a full buffer drops. */
const REPEAT_MS = 1_000;

export interface TelephoneLogin {
  user: string;
  secret: string;
  /** `sip:leg@…`: what an agent's telephone calls once a shift. */
  legUri: string;
}

/** An agent's telephone over SIP and RTP on UDP: one call to the exchange, kept up until it is closed or lost. */
export class AgentTelephone {
  readonly sound: TelephoneSound;
  readonly #socket: Socket;
  readonly #exchange: { host: string; port: number };
  readonly #login: TelephoneLogin;
  readonly #clock: MediaClock;
  readonly #callId = `${newTag()}@${HOST}`;
  readonly #tag = newTag();
  #cseq = 0;
  #to = '';
  #target = '';
  #up = Promise.withResolvers<void>();
  #isUp = false;
  #closed = false;
  #repeat: NodeJS.Timeout | undefined;
  /** The exchange put the leg down. */
  onLost: () => void = () => undefined;

  private constructor(
    socket: Socket,
    sound: TelephoneSound,
    exchange: { host: string; port: number },
    login: TelephoneLogin,
    clock: MediaClock,
  ) {
    this.#socket = socket;
    this.sound = sound;
    this.#exchange = exchange;
    this.#login = login;
    this.#clock = clock;
    socket.on('message', (data) => this.#receive(data.toString('utf8')));
  }

  /** Calls the exchange and waits until the leg is up. @throws Error when it is refused or not up in time. */
  static async connect(
    exchange: { host: string; port: number },
    login: TelephoneLogin,
    clock: MediaClock,
  ): Promise<AgentTelephone> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, HOST, resolve);
    });
    const phone = new AgentTelephone(socket, await TelephoneSound.open(HOST), exchange, login, clock);
    const timer = setTimeout(() => phone.#up.reject(new Error('the leg was not up in time')), UP_WITHIN_MS);
    try {
      phone.#invite();
      await phone.#up.promise;
      return phone;
    } catch (error) {
      phone.close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Harmless the second time. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#repeat);
    this.sound.close();
    if (this.#isUp) this.#send(this.#request('BYE', ++this.#cseq, this.#target));
    this.#isUp = false;
    this.onLost = () => undefined;
    // The goodbye is handed to the kernel before the socket goes.
    setTimeout(() => this.#socket.close(), 50);
  }

  #invite(credentials?: string): void {
    const cseq = ++this.#cseq;
    const more = [this.#contact(), ...(credentials ? [`Authorization: ${credentials}`] : [])];
    const text = this.#request('INVITE', cseq, this.#login.legUri, more, audioOffer(HOST, this.sound.port));
    this.#send(text);
    clearInterval(this.#repeat);
    this.#repeat = setInterval(() => this.#send(text), REPEAT_MS);
  }

  #receive(text: string): void {
    const message = parseSip(text);
    if (!message) return;
    if (message.startLine.startsWith('SIP/2.0')) this.#answered(message);
    else this.#asked(message);
  }

  #answered(response: SipMessage): void {
    const status = Number(response.startLine.split(' ')[1]);
    const [cseq = '', method = ''] = firstHeader(response, 'cseq').split(' ');
    if (method !== 'INVITE') return;
    clearInterval(this.#repeat);
    if (status < 200) return;
    this.#to = firstHeader(response, 'to');
    this.#target = /<([^>]+)>/.exec(firstHeader(response, 'contact'))?.[1] ?? this.#login.legUri;
    // The acknowledgement of a refusal belongs to the INVITE's own transaction, that of an answer is one of its own.
    if (status < 300) this.#send(this.#request('ACK', Number(cseq), this.#target));
    else this.#send(this.#request('ACK', Number(cseq), this.#login.legUri, [], '', 'INVITE'));
    if (Number(cseq) !== this.#cseq || this.#isUp) return;
    if (status === 401 && this.#cseq === 1) {
      this.#to = '';
      const challenge = firstHeader(response, 'www-authenticate');
      const { user, secret, legUri } = this.#login;
      this.#invite(authorization(challenge, { user, secret }, 'INVITE', legUri));
    } else if (status < 300) {
      this.#isUp = true;
      this.sound.start(this.#clock, audioAddress(response.body));
      this.#up.resolve();
    } else this.#up.reject(new Error(`the exchange refused the leg: ${response.startLine}`));
  }

  #asked(request: SipMessage): void {
    const method = request.startLine.split(' ')[0];
    if (method === 'ACK') return;
    const offer = method === 'INVITE' ? audioOffer(HOST, this.sound.port) : '';
    this.#send(respondTo(request, '200 OK', this.#tag, offer ? [this.#contact()] : [], offer));
    if (method !== 'BYE' || !this.#isUp) return;
    this.#isUp = false;
    this.onLost();
  }

  #contact(): string {
    return `Contact: <sip:${this.#login.user}@${HOST}:${this.#socket.address().port}>`;
  }

  #request(
    method: string,
    cseq: number,
    uri: string,
    more: readonly string[] = [],
    body = '',
    transaction = method,
  ): string {
    const { user, legUri } = this.#login;
    const domain = legUri.split('@')[1] ?? HOST;
    return printSip(
      `${method} ${uri} SIP/2.0`,
      [
        `Via: SIP/2.0/UDP ${HOST}:${this.#socket.address().port};branch=z9hG4bK${cseq}${transaction}${this.#tag};rport`,
        'Max-Forwards: 70',
        `From: <sip:${user}@${domain}>;tag=${this.#tag}`,
        `To: ${this.#to || `<${legUri}>`}`,
        `Call-ID: ${this.#callId}`,
        `CSeq: ${cseq} ${method}`,
        ...more,
      ],
      body,
    );
  }

  #send(text: string): void {
    this.#socket.send(text, this.#exchange.port, this.#exchange.host, (error) => {
      // Sent after the socket was closed: nobody waits for it.
      if (error && this.#isUp) this.onLost();
    });
  }
}
