import type { IncomingMessage } from 'node:http';
import { parse, serialize } from 'cookie';

/**
 * `__Host-` binds the cookie to this host and to https. Plain http happens only on loopback and in closed test networks, where
 * browsers refuse that prefix.
 */
export interface CookieJar {
  readonly sessionName: string;
  readSession(request: IncomingMessage): string | undefined;
  readDevice(request: IncomingMessage): string | undefined;
  session(token: string): string;
  clearSession(): string;
  device(value: string): string;
}

export function cookieJar(publicUrl: string): CookieJar {
  const secure = publicUrl.startsWith('https:');
  const prefix = secure ? '__Host-' : '';
  const sessionName = `${prefix}toritsugi_session`;
  const deviceName = `${prefix}toritsugi_device`;
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  const read = (request: IncomingMessage, name: string) => parse(request.headers.cookie ?? '')[name];
  return {
    sessionName,
    readSession: (request) => read(request, sessionName),
    readDevice: (request) => read(request, deviceName),
    session: (token) => serialize(sessionName, token, attributes),
    clearSession: () => serialize(sessionName, '', { ...attributes, maxAge: 0 }),
    device: (value) => serialize(deviceName, value, { ...attributes, maxAge: 180 * 86_400 }),
  };
}
