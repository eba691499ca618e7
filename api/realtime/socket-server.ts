import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { InstanceConfig } from '../../core/platform/config.ts';
import type { Permission } from '../../core/rules/permissions.ts';
import type { Caller } from '../http/caller.ts';
import { isOwnOrigin } from '../http/origin.ts';
import type { SessionWatch } from '../sessions/session-watch.ts';

/** What a client may send up is its handshake and, on the desk, one small beat a second. */
const MAX_MESSAGE_BYTES = 4_096;

export interface RealtimeDeps {
  config: InstanceConfig;
  watch: SessionWatch;
  authenticate(request: IncomingMessage): Promise<Caller | null>;
}

export type CallerSocket = Socket & { data: { caller: Caller } };

/**
 * Socket.IO beside the HTTP routes. A handshake needs our own origin (a foreign page could else ride on the cookie) and a session with
 * the namespace's permission; when the session ends the socket hears `ended` and is closed.
 */
export function createSocketServer(server: HttpServer, { config }: RealtimeDeps): Server {
  const io = new Server(server, {
    serveClient: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    // A dead link is found in 8 s; the desk shows what it knows meanwhile and catches up by the snapshot.
    pingInterval: 5_000,
    pingTimeout: 3_000,
    // The SIP proxy has its own upgrades on this server.
    destroyUpgrade: false,
    cors: { origin: false },
    allowRequest: (request, done) => {
      const isSocket = request.headers.upgrade !== undefined;
      done(null, isOwnOrigin(request, config.web.publicUrl, isSocket));
    },
  });
  // Nothing lives at the root: whoever only wants to hold a socket open is sent away as elsewhere.
  io.of('/').use((_socket, next) => next(new Error('permission/denied')));
  return io;
}

/** Lets in who has the permission and calls `onJoin` with everything checked. */
export function openNamespace(
  io: Server,
  name: string,
  permission: Permission,
  { authenticate, watch }: RealtimeDeps,
  onJoin: (socket: CallerSocket) => void,
): void {
  const namespace = io.of(name);
  namespace.use((socket, next) => {
    authenticate(socket.request).then(
      (caller) => {
        if (!caller) return next(new Error('session/required'));
        if (!caller.permissions.has(permission)) return next(new Error('permission/denied'));
        socket.data.caller = caller;
        next();
      },
      () => next(new Error('internal')),
    );
  });
  namespace.on('connection', (plain) => {
    const socket = plain as CallerSocket;
    const unwatch = watch.watch(socket.data.caller.sessionId, (reason) => {
      socket.emit('ended', reason);
      socket.disconnect(true);
    });
    socket.on('disconnect', unwatch);
    onJoin(socket);
  });
}
