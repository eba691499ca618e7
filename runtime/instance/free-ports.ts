import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Kernels hand out ports from 32768 for outgoing connections; below, a port that is free now stays free over a restart. */
const tcpRange = { from: 7000, to: 9999 };
/** UDP for sound: two ports for each channel, so one block carries about 500 calls through both Asterisks. */
const rtpRange = { from: 10_000, to: 32_000, size: 2_000 };

export function isTcpPortFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function isUdpPortFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

/**
 * Free for TCP and UDP on every loopback address that is used, `preferred` first: an address that stays the same over restarts is
 * easier to look after. `taken` is extended with the choice.
 */
export async function choosePort(preferred: number | undefined, taken: Set<number>): Promise<number> {
  const span = tcpRange.to - tcpRange.from + 1;
  const begin = Math.floor(Math.random() * span);
  const candidates = [
    ...(preferred ? [preferred] : []),
    ...Array.from({ length: span }, (_, i) => tcpRange.from + ((begin + i) % span)),
  ];
  for (const port of candidates) {
    if (taken.has(port)) continue;
    if (!(await isTcpPortFree('127.0.0.1', port)) || !(await isUdpPortFree('127.0.0.1', port))) continue;
    if (!(await isTcpPortFree('127.0.0.2', port)) || !(await isUdpPortFree('127.0.0.2', port))) continue;
    taken.add(port);
    return port;
  }
  throw new Error('no free port on this machine');
}

export interface RtpBlock {
  pbx: { start: number; end: number };
  carrier: { start: number; end: number };
  release(): void;
}

/** A block of ports for sound that no other installation on this machine uses: its first port is held as the sign of that. */
export async function claimRtpBlock(): Promise<RtpBlock> {
  const count = Math.floor((rtpRange.to - rtpRange.from) / rtpRange.size);
  const begin = Math.floor(Math.random() * count);
  for (let index = 0; index < count; index++) {
    const base = rtpRange.from + ((begin + index) % count) * rtpRange.size;
    const sign = createSocket('udp4');
    const held = await new Promise<boolean>((resolve) => {
      sign.once('error', () => resolve(false));
      sign.bind({ address: '127.0.0.1', port: base, exclusive: true }, () => resolve(true));
    });
    if (!held) continue;
    sign.unref();
    return {
      pbx: { start: base + 2, end: base + 1099 },
      carrier: { start: base + 1100, end: base + rtpRange.size - 1 },
      release: () => sign.close(),
    };
  }
  throw new Error('all blocks of UDP ports for sound are in use on this machine');
}
