import { createHash, randomBytes } from 'node:crypto';
import WebSocket from 'ws';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const random = () => randomBytes(6).toString('hex');

/** One INVITE over Asterisk's SIP WebSocket with digest authentication, as a browser sends it, without the sound. */
export class SipOverWebSocket {
  readonly #received: string[] = [];
  readonly #socket: WebSocket;
  readonly #who: { user: string; secret: string; domain: string };
  readonly #callId = random();
  readonly #tag = random();
  #sequence = 0;

  private constructor(socket: WebSocket, who: { user: string; secret: string; domain: string }) {
    this.#socket = socket;
    this.#who = who;
    socket.on('message', (data: Buffer) => this.#received.push(data.toString()));
  }

  static async open(url: string, who: { user: string; secret: string; domain: string }): Promise<SipOverWebSocket> {
    const socket = new WebSocket(url, 'sip');
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new SipOverWebSocket(socket, who);
  }

  close(): void {
    this.#socket.terminate();
  }

  /** Calls an extension; gives the status of the last answer within `waitMs`, `provisional` when none was final. */
  async invite(extension: string, waitMs = 700): Promise<{ first: number; last: number | 'provisional' }> {
    const uri = `sip:${extension}@${this.#who.domain}`;
    const challenge = await this.#exchange(uri, [], 5000);
    if (!challenge || status(challenge) !== 401)
      return { first: challenge ? status(challenge) : 0, last: challenge ? status(challenge) : 'provisional' };
    const final = await this.#exchange(uri, [this.#authorization(challenge, uri)], waitMs);
    return { first: 401, last: final ? status(final) : 'provisional' };
  }

  async #exchange(uri: string, extra: string[], waitMs: number): Promise<string | undefined> {
    const from = this.#received.length;
    this.#sequence++;
    this.#socket.send(this.#request('INVITE', uri, extra, offer));
    for (const stop = performance.now() + waitMs; performance.now() < stop; ) {
      const final = this.#received.slice(from).find((message) => /^SIP\/2\.0 [2-6]/.test(message));
      if (final) {
        this.#socket.send(this.#request('ACK', uri, [], '', final.match(/^To: .*(;tag=[^\r;]+)/im)?.[1] ?? ''));
        return final;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return undefined;
  }

  #request(method: string, uri: string, extra: string[], body: string, toTag = ''): string {
    const { user, domain } = this.#who;
    return [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/WS browser.invalid;branch=z9hG4bK${random()}`,
      'Max-Forwards: 70',
      `From: <sip:${user}@${domain}>;tag=${this.#tag}`,
      `To: <${uri}>${toTag}`,
      `Call-ID: ${this.#callId}`,
      `CSeq: ${this.#sequence} ${method}`,
      `Contact: <sip:${user}@browser.invalid;transport=ws>`,
      ...extra,
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
  }

  #authorization(challenge: string, uri: string): string {
    const { user, secret } = this.#who;
    const value = (key: string) => challenge.match(new RegExp(`${key}="?([^",\\r]+)`))?.[1] ?? '';
    const realm = value('realm');
    const nonce = value('nonce');
    const response = md5(`${md5(`${user}:${realm}:${secret}`)}:${nonce}:00000001:abc:auth:${md5(`INVITE:${uri}`)}`);
    return (
      `Authorization: Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", ` +
      `algorithm=MD5, cnonce="abc", opaque="${value('opaque')}", qop=auth, nc=00000001`
    );
  }
}

const status = (message: string) => Number(message.slice(8, 11));

const offer = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
  'c=IN IP4 127.0.0.1',
  'a=mid:0',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:0 PCMU/8000',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdabcdabcdabcdabcdabcd',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AA').join(':')}`,
  'a=setup:actpass',
  'a=rtcp-mux',
  'a=sendrecv',
  '',
].join('\r\n');
