import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface OpenSocket {
  protocol: 'tcp' | 'udp';
  /** IPv4 in the usual form; an IPv6 address as the kernel writes it. */
  address: string;
  port: number;
}

/** Sockets of a process on which somebody could reach it: listening TCP and every bound UDP. Linux only. */
export function openSockets(pid: number): OpenSocket[] {
  const inodes = new Set<string>();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    const inode = linkOf(`/proc/${pid}/fd/${fd}`).match(/^socket:\[(\d+)\]$/)?.[1];
    if (inode) inodes.add(inode);
  }
  return (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((table) => {
    const lines = readFileSync(`/proc/${pid}/net/${table}`, 'utf8').trim().split('\n').slice(1);
    return lines.flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      const reachable = table.startsWith('udp') || state === '0A';
      if (!reachable || !inodes.has(inode)) return [];
      const [address = '', port = ''] = local.split(':');
      const protocol = table.startsWith('udp') ? ('udp' as const) : ('tcp' as const);
      return [{ protocol, address: readable(address), port: Number.parseInt(port, 16) }];
    });
  });
}

function readable(hex: string): string {
  return hex.length === 8
    ? (hex.match(/../g) ?? [])
        .map((byte) => Number.parseInt(byte, 16))
        .reverse()
        .join('.')
    : hex;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed in between
  }
}
