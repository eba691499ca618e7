import { io, type Socket } from 'socket.io-client';

/** A door that was shut (the database away, the server just starting) is tried again this often. */
const KNOCK_AGAIN_MS = 1_000;

interface Patience {
  firstDelayMs: number;
  longestDelayMs: number;
  /** Of one try to connect. */
  timeoutMs?: number;
}

/** Of pages whose figures are polled as well. */
const PAGE_PATIENCE: Patience = { firstDelayMs: 300, longestDelayMs: 2_000 };

/**
 * A Socket.IO connection that always comes back. Socket.IO itself does so after a line that broke, but not when the server closed the connection
 * or refused the handshake, and a server that cannot read its database refuses everybody.
 */
export function openLiveSocket(
  namespace: string,
  { firstDelayMs, longestDelayMs, timeoutMs }: Patience = PAGE_PATIENCE,
): { socket: Socket; close: () => void } {
  const socket = io(namespace, {
    transports: ['websocket', 'polling'],
    reconnectionDelay: firstDelayMs,
    reconnectionDelayMax: longestDelayMs,
    randomizationFactor: 0.3,
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const knockAgain = () => {
    if (socket.active) return;
    clearTimeout(timer);
    timer = setTimeout(() => socket.connect(), KNOCK_AGAIN_MS);
  };
  socket.on('disconnect', knockAgain);
  socket.on('connect_error', knockAgain);
  return {
    socket,
    close() {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}
