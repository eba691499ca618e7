/** What a desk may send: its one call to `leg`, a few seconds to `echo`, and what belongs to these. Nothing can be dialled from a browser. */
const inCall = new Set(['ACK', 'BYE', 'CANCEL', 'OPTIONS', 'UPDATE', 'INFO', 'PRACK']);
const crlfKeepAlive = /^[\r\n]*$/;

/**
 * One frame, one message: Asterisk reads on after the end of the first, so a second one behind it would never have been looked at.
 * A message with a body says how long it is (RFC 7118 leaves it out only where there is none).
 */
function endsWithItsBody(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return false;
  const length =
    /\r\n(?:Content-Length|l)[ \t]*:[ \t]*(\d{1,6})[ \t]*(?=\r\n)/i.exec(text.slice(0, headEnd + 2))?.[1] ?? '0';
  return Buffer.byteLength(text.slice(headEnd + 4)) === Number(length);
}

/** Why this frame from a browser must not reach Asterisk; null when it may. Looks at the first line and the From header only. */
export function deskMessageRefusal(text: string, sipUser: string): string | null {
  if (crlfKeepAlive.test(text)) return null;
  if (!endsWithItsBody(text)) return 'not one message';
  const firstLine = text.slice(0, text.indexOf('\r\n'));
  if (firstLine.startsWith('SIP/2.0 ')) return null;
  const [method = '', target = '', version = ''] = firstLine.split(' ');
  if (version !== 'SIP/2.0') return 'not SIP';
  if (method === 'INVITE' && !/^sip:(?:leg|echo)@/.test(target) && !/\r\n(?:To|t)\s*:[^\r\n]*;tag=/i.test(text))
    return 'INVITE to elsewhere';
  if (method !== 'INVITE' && !inCall.has(method)) return `method ${method.slice(0, 12)}`;
  const from = /\r\n(?:From|f)\s*:\s*(?:"[^"\r\n]*"\s*)?<?sip:([^@;>\r\n]+)@/i.exec(text)?.[1];
  return from === sipUser ? null : 'From is another user';
}
