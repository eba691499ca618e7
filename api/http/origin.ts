import type { IncomingMessage } from 'node:http';

/**
 * Is this request from our own page? A browser always names the origin of a POST and of a WebSocket handshake. Own means: the
 * address people were told, or the host this very request was sent to (localhost and 127.0.0.1 are both us; a foreign page
 * can choose neither header). Clients without an Origin are no browsers; `needed` refuses them too.
 */
export function isOwnOrigin(request: IncomingMessage, publicUrl: string, needed = false): boolean {
  const origin = request.headers.origin;
  if (origin === undefined) {
    const site = request.headers['sec-fetch-site'];
    return !needed && (site === undefined || site === 'same-origin' || site === 'none');
  }
  if (origin === new URL(publicUrl).origin) return true;
  const host = request.headers.host;
  if (host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}
