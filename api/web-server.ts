import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createApp } from './app.ts';
import type { ApiDeps } from './http/deps.ts';
import type { Route } from './http/route.ts';
import type { SoftphoneFiles } from './http/serve-softphone.ts';
import { closeServer, createWebServer, listen } from './listen.ts';
import { startApprovalRoom } from './realtime/approval-room.ts';
import { startCampaignRoom } from './realtime/campaign-room.ts';
import { startDeskRoom } from './realtime/desk-room.ts';
import { startHandOverRoom } from './realtime/hand-over-room.ts';
import { startHelpRoom } from './realtime/help-room.ts';
import { startInboundRoom } from './realtime/inbound-room.ts';
import { createSocketServer } from './realtime/socket-server.ts';
import { startWorkRoom } from './realtime/work-room.ts';
import { authenticate } from './sessions/authenticate.ts';
import { startSipProxy } from './sip-proxy.ts';

export interface WebServer {
  port: number;
  routes: readonly Route[];
  stop(): Promise<void>;
}

/** HTTP, Socket.IO and the SIP proxy on one port, as production and tests run them. */
export async function startWebServer(deps: ApiDeps, files: SoftphoneFiles = {}): Promise<WebServer> {
  const { sql, config, logger } = deps;
  const app = await createApp(deps, files);
  const server = createWebServer(app.express, config.web);
  const byCookie = (request: IncomingMessage) =>
    authenticate(sql, app.cookies, request, request.socket.remoteAddress ?? null);
  const realtime = { config, watch: app.watch, authenticate: byCookie };
  const io = createSocketServer(server, realtime);
  const desk = await startDeskRoom(io, deps, realtime);
  const work = await startWorkRoom(io, deps, realtime);
  const rooms = [
    await startApprovalRoom(io, deps, realtime),
    await startCampaignRoom(io, deps, realtime),
    await startHandOverRoom(io, deps, realtime),
    await startHelpRoom(io, deps, realtime),
    await startInboundRoom(io, deps, realtime),
  ];
  const sip = startSipProxy(server, { sql, config, logger, watch: app.watch, authenticate: byCookie });
  refuseOtherUpgrades(server);
  const stop = async () => {
    sip.stop();
    io.disconnectSockets(true);
    await desk.stop();
    await work.stop();
    for (const room of rooms) await room.stop();
    io.engine.close();
    await closeServer(server);
    await app.close();
  };
  const port = await listen(server, config.web.host, config.web.port).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { port, routes: app.routes, stop };
}

/** Node leaves an upgrade that nobody takes open for ever. */
function refuseOtherUpgrades(server: Server): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    // While a log-in is looked up nobody else listens, and an unheard error would end the process.
    socket.on('error', () => socket.destroy());
    // Split, not parsed: a crooked address must not throw here.
    const pathname = request.url?.split('?')[0] ?? '';
    if (pathname !== '/sip' && !pathname.startsWith('/socket.io/'))
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
}
