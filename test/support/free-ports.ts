import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/**
 * Above what kernels hand out for outgoing connections (32768 to 60999) and what the product takes by itself: a port that is free now is
 * still free when the program that is to have it has come up.
 */
const RANGE = { from: 61_000, to: 65_400 };

/** A TCP port nobody holds right now on that address. */
export function freeTcpPort(host = '127.0.0.1'): Promise<number> {
  return firstFree(
    (port) =>
      new Promise((resolve) => {
        const server = createServer();
        server.once('error', () => resolve(false));
        server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
      }),
  );
}

/** A UDP port nobody holds right now on that address. */
export function freeUdpPort(host = '127.0.0.1'): Promise<number> {
  return firstFree(
    (port) =>
      new Promise((resolve) => {
        const socket = createSocket('udp4');
        socket.once('error', () => resolve(false));
        socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve(true)));
      }),
  );
}

async function firstFree(isFree: (port: number) => Promise<boolean>): Promise<number> {
  const span = RANGE.to - RANGE.from;
  const begin = Math.floor(Math.random() * span);
  for (let index = 0; index < span; index += 1) {
    const port = RANGE.from + ((begin + index) % span);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port on this machine');
}
