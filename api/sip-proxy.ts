import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { InstanceConfig } from '../core/platform/config.ts';
import { messageOf } from '../core/platform/errors.ts';
import type { Logger } from '../core/platform/logger.ts';
import { type Sql, withDeadline } from '../core/platform/postgres.ts';
import type { Caller } from './http/caller.ts';
import { isOwnOrigin } from './http/origin.ts';
import type { SessionWatch } from './sessions/session-watch.ts';
import { deskMessageRefusal } from './sip-message-guard.ts';

const PATH = '/sip';
/** A SIP message with an SDP of a browser is 3–5 kB; nothing a desk sends comes near this. */
const MAX_FRAME_BYTES = 64 * 1024;
/** Two messages while Asterisk's socket opens would be an INVITE and its CANCEL; more is no desk. */
const MAX_EARLY_FRAMES = 20;
const CHECK_LOGIN_MS = 500;

export interface SipProxyDeps {
  sql: Sql;
  config: InstanceConfig;
  logger: Logger;
  watch: SessionWatch;
  authenticate(request: IncomingMessage): Promise<Caller | null>;
}

export interface SipProxy {
  stop(): void;
}

/**
 * The only way from a browser to Asterisk: `/sip` on the api's own origin, for a session with an open agent log-in, closed within a
 * second of the end of either. Asterisk's WebSocket listens on loopback only and is never exposed itself.
 */
export function startSipProxy(server: Server, deps: SipProxyDeps): SipProxy {
  const { logger } = deps;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
  });
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== PATH) return;
    admit(request, deps).then(
      (admitted) => {
        if (typeof admitted === 'number') return refuse(socket, admitted);
        sockets.handleUpgrade(request, socket, head, (browser) => join(browser, admitted, deps));
      },
      (error: unknown) => {
        logger.error({ err: messageOf(error) }, 'sip proxy could not check a log-in');
        refuse(socket, 503);
      },
    );
  };
  server.on('upgrade', onUpgrade);
  return {
    stop() {
      server.off('upgrade', onUpgrade);
      for (const socket of sockets.clients) socket.close(1001, 'server stops');
    },
  };
}

interface Admitted {
  sessionId: string;
  sipUser: string;
}

async function admit(request: IncomingMessage, deps: SipProxyDeps): Promise<Admitted | number> {
  if (!isOwnOrigin(request, deps.config.web.publicUrl, true)) return 403;
  const caller = await deps.authenticate(request);
  if (!caller) return 401;
  const login = await withDeadline('read agent log-in', selectOpenLogin(deps.sql, caller.sessionId));
  return login ? { sessionId: caller.sessionId, sipUser: login.sip_user } : 403;
}

async function selectOpenLogin(sql: Sql, sessionId: string): Promise<{ sip_user: string } | undefined> {
  const [row] = await sql<{ sip_user: string }[]>`
    select sip_user from agent_login where session_id = ${sessionId} and ended_at is null`;
  return row;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Pipes frames both ways until one side closes, the session ends or the log-in is replaced. */
function join(browser: WebSocket, { sessionId, sipUser }: Admitted, deps: SipProxyDeps): void {
  const { sql, config, logger, watch } = deps;
  const asterisk = new WebSocket(config.asterisk.sipWebSocketUrl, 'sip', { maxPayload: MAX_FRAME_BYTES });
  const early: string[] = [];
  const close = (code: number, reason: string) => {
    unwatch();
    clearInterval(timer);
    browser.close(code, reason);
    asterisk.terminate();
  };
  const unwatch = watch.watch(sessionId, () => close(4401, 'session ended'));
  const timer = setInterval(() => {
    selectOpenLogin(sql, sessionId).then(
      (login) => login?.sip_user === sipUser || close(4401, 'log-in ended'),
      // The database is away: calls go on; the next check decides.
      (error: unknown) => logger.warn({ err: messageOf(error) }, 'sip proxy could not re-check a log-in'),
    );
  }, CHECK_LOGIN_MS);

  browser.on('message', (data: RawData, binary: boolean) => {
    const text = data.toString();
    const refusal = binary ? 'binary frame' : deskMessageRefusal(text, sipUser);
    if (refusal) {
      logger.warn({ refusal, sipUser }, 'sip proxy refused a frame');
      return close(4400, 'not a desk');
    }
    if (asterisk.readyState === WebSocket.OPEN) asterisk.send(text);
    else if (early.push(text) > MAX_EARLY_FRAMES) close(4400, 'too early');
  });
  asterisk.on('open', () => {
    for (const text of early.splice(0)) asterisk.send(text);
  });
  asterisk.on('message', (data: RawData) => {
    if (browser.readyState === WebSocket.OPEN) browser.send(data.toString());
  });
  asterisk.on('error', (error) => logger.warn({ err: messageOf(error) }, 'asterisk closed a sip socket'));
  browser.on('error', (error) => logger.warn({ err: messageOf(error) }, 'browser broke a sip socket'));
  asterisk.on('close', () => close(1012, 'exchange gone'));
  browser.on('close', () => close(1000, 'bye'));
}
