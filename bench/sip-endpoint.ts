import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import {
  audioAddress,
  audioOffer,
  firstHeader,
  newTag,
  parseSip,
  printSip,
  respondTo,
  type SipMessage,
} from '../runtime/drill/sip/sip-message.ts';
import { ToneLeg } from './tone-leg.ts';

/** What a number of this endpoint does: rings so long, then answers with one tone and listens for another. */
export interface Telephone {
  ringMs: number;
  sendHertz: number;
  listenForHertz: number;
}

/** One call as this end sees it. Instants are `performance.now()`, instants of the log are epoch milliseconds. */
export interface Leg {
  sipCallId: string;
  number: string;
  caller: string;
  sound: ToneLeg;
  /** The moment the 200 was handed to the socket; the own tone starts with it. */
  answeredAt: number;
  invitedMs: number;
  answeredMs: number;
  hangUp(): void;
  /** Resolves when either side has hung up. */
  over: Promise<void>;
}

interface Dialogue {
  request: SipMessage;
  tag: string;
  peer: RemoteInfo;
  lastResponse?: string;
  answered: boolean;
  timer?: NodeJS.Timeout;
  sound: ToneLeg;
  end(): void;
}

/**
 * The far end of the trunk in one process with one clock: as many telephones as asked for, over SIP and RTP on UDP. Just
 * enough of SIP to be called by one well-behaved exchange on the same machine: nothing is ever lost there, so nothing is sent twice.
 */
export class SipEndpoint {
  readonly host: string;
  readonly #socket: Socket;
  readonly #dialogues = new Map<string, Dialogue>();
  readonly #expected = new Map<string, { telephone: Telephone; answered: (leg: Leg) => void }>();

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.host = host;
    socket.on('message', (data, from) => void this.#receive(data.toString('utf8'), from));
  }

  static async open(host: string): Promise<SipEndpoint> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, host, resolve);
    });
    return new SipEndpoint(socket, host);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** The next call to `number` behaves so. @throws Error when it is not answered within the time. */
  async expect(number: string, telephone: Telephone, withinMs: number): Promise<Leg> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#expected.delete(number);
        reject(new Error(`nobody called ${number} within ${withinMs} ms`));
      }, withinMs);
      this.#expected.set(number, {
        telephone,
        answered: (leg) => {
          clearTimeout(timer);
          resolve(leg);
        },
      });
    });
  }

  close(): void {
    for (const dialogue of this.#dialogues.values()) dialogue.end();
    this.#socket.close();
  }

  async #receive(text: string, from: RemoteInfo): Promise<void> {
    const message = parseSip(text);
    if (!message || message.startLine.startsWith('SIP/2.0')) return;
    const method = message.startLine.split(' ')[0];
    const callId = firstHeader(message, 'call-id');
    const dialogue = this.#dialogues.get(callId);
    if (method === 'INVITE') {
      if (dialogue?.lastResponse) this.#send(dialogue.lastResponse, from);
      else if (!dialogue) await this.#invited(message, callId, from);
    } else if (method === 'BYE' || method === 'CANCEL') {
      this.#send(respondTo(message, '200 OK', dialogue?.tag), from);
      if (method === 'CANCEL' && dialogue && !dialogue.answered)
        this.#send(respondTo(dialogue.request, '487 Request Terminated', dialogue.tag), from);
      dialogue?.end();
    } else if (method !== 'ACK') this.#send(respondTo(message, '200 OK', dialogue?.tag), from);
  }

  async #invited(request: SipMessage, callId: string, from: RemoteInfo): Promise<void> {
    const number = /sips?:([^@;>]+)/.exec(request.startLine)?.[1] ?? '';
    const invitedMs = Date.now();
    const expected = this.#expected.get(number);
    if (!expected) return this.#send(respondTo(request, '404 Not Found', newTag()), from);
    this.#expected.delete(number);
    this.#send(respondTo(request, '100 Trying'), from);
    const { ringMs, sendHertz, listenForHertz } = expected.telephone;
    const { promise: over, resolve: ended } = Promise.withResolvers<void>();
    const sound = await ToneLeg.open(this.host, sendHertz, listenForHertz);
    const dialogue: Dialogue = {
      request,
      tag: newTag(),
      peer: from,
      answered: false,
      sound,
      end: () => {
        clearTimeout(dialogue.timer);
        sound.close();
        this.#dialogues.delete(callId);
        ended();
      },
    };
    this.#dialogues.set(callId, dialogue);
    if (ringMs > 0) this.#send(respondTo(request, '180 Ringing', dialogue.tag), from);
    dialogue.timer = setTimeout(() => {
      const answeredAt = this.#answer(dialogue);
      const caller = /sips?:([^@;>]+)/.exec(firstHeader(request, 'from'))?.[1] ?? '';
      const hangUp = () => this.#hangUp(dialogue);
      const answeredMs = Date.now();
      expected.answered({ sipCallId: callId, number, caller, sound, answeredAt, invitedMs, answeredMs, hangUp, over });
    }, ringMs);
  }

  #answer(dialogue: Dialogue): number {
    const { request, sound, tag, peer } = dialogue;
    const { host, port } = audioAddress(request.body);
    const contact = `Contact: <sip:bench@${this.host}:${this.port}>`;
    dialogue.answered = true;
    dialogue.lastResponse = respondTo(request, '200 OK', tag, [contact], audioOffer(this.host, sound.port));
    const answeredAt = performance.now();
    this.#send(dialogue.lastResponse, peer);
    sound.start(host, port);
    return answeredAt;
  }

  #hangUp(dialogue: Dialogue): void {
    const { request, tag, peer } = dialogue;
    if (!this.#dialogues.has(firstHeader(request, 'call-id'))) return;
    const target = /<([^>]+)>/.exec(firstHeader(request, 'contact'))?.[1] ?? '';
    const text = printSip(`BYE ${target} SIP/2.0`, [
      `Via: SIP/2.0/UDP ${this.host}:${this.port};branch=z9hG4bK${newTag()};rport`,
      'Max-Forwards: 70',
      `From: ${firstHeader(request, 'to')};tag=${tag}`,
      `To: ${firstHeader(request, 'from')}`,
      `Call-ID: ${firstHeader(request, 'call-id')}`,
      'CSeq: 1 BYE',
    ]);
    this.#send(text, peer);
    dialogue.end();
  }

  #send(text: string, to: RemoteInfo): void {
    this.#socket.send(text, to.port, to.address);
  }
}
