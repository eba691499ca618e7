import { createHash, randomBytes } from 'node:crypto';

/** Just enough of SIP to talk with one well-behaved exchange on the same machine. */
export interface SipMessage {
  startLine: string;
  /** Lower-case name → values in order. */
  headers: Map<string, string[]>;
  body: string;
}

export const newTag = (): string => randomBytes(8).toString('hex');

export const firstHeader = (message: SipMessage, name: string): string => message.headers.get(name)?.[0] ?? '';

/** Undefined for a keep-alive. */
export function parseSip(text: string): SipMessage | undefined {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [startLine = '', ...lines] = head.split('\r\n');
  if (startLine === '') return undefined;
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  return { startLine, headers, body: rest.join('\r\n\r\n') };
}

export function printSip(startLine: string, headers: readonly string[], body = ''): string {
  const content = body ? ['Content-Type: application/sdp'] : [];
  return `${[startLine, ...headers, ...content, `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`;
}

export function respondTo(
  request: SipMessage,
  status: string,
  tag?: string,
  more: readonly string[] = [],
  body = '',
): string {
  const to = firstHeader(request, 'to');
  return printSip(
    `SIP/2.0 ${status}`,
    [
      ...(request.headers.get('via') ?? []).map((via) => `Via: ${via}`),
      `From: ${firstHeader(request, 'from')}`,
      `To: ${tag && !to.includes(';tag=') ? `${to};tag=${tag}` : to}`,
      `Call-ID: ${firstHeader(request, 'call-id')}`,
      `CSeq: ${firstHeader(request, 'cseq')}`,
      ...more,
    ],
    body,
  );
}

/** One direction-less audio stream of G.711 µ-law in packets of 20 ms. */
export function audioOffer(host: string, port: number): string {
  const lines = ['v=0', `o=- 1 1 IN IP4 ${host}`, 's=-', `c=IN IP4 ${host}`, 't=0 0', `m=audio ${port} RTP/AVP 0`];
  return [...lines, 'a=rtpmap:0 PCMU/8000', 'a=ptime:20', 'a=sendrecv', ''].join('\r\n');
}

/** Where the other end wants its packets. @throws Error when it names no audio. */
export function audioAddress(body: string): { host: string; port: number } {
  const port = /m=audio (\d+)/.exec(body)?.[1];
  const host = /c=IN IP4 (\S+)/.exec(body)?.[1];
  if (!port || !host) throw new Error('the other end offers no audio');
  return { host, port: Number(port) };
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** The answer to a digest challenge (MD5, `qop=auth`, first use of its nonce). @throws Error when it asks for something else. */
export function authorization(
  challenge: string,
  who: { user: string; secret: string },
  method: string,
  uri: string,
): string {
  const value = (name: string) => new RegExp(`\\b${name}="?([^",]+)"?`).exec(challenge)?.[1];
  const realm = value('realm');
  const nonce = value('nonce');
  if (!realm || !nonce || (value('algorithm') ?? 'MD5').toUpperCase() !== 'MD5')
    throw new Error(`this challenge is not understood: ${challenge}`);
  const cnonce = newTag();
  const [first, second] = [md5(`${who.user}:${realm}:${who.secret}`), md5(`${method}:${uri}`)];
  const qop = value('qop');
  const response = qop
    ? md5(`${first}:${nonce}:00000001:${cnonce}:auth:${second}`)
    : md5(`${first}:${nonce}:${second}`);
  const opaque = value('opaque');
  return [
    `Digest username="${who.user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5`,
    ...(qop ? [`qop=auth, nc=00000001, cnonce="${cnonce}"`] : []),
    ...(opaque ? [`opaque="${opaque}"`] : []),
  ].join(', ');
}
