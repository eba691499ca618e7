import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { debianMachine } from '../../runtime/debian/machine.ts';
import { cacheFolder } from '../../runtime/debian/private-root.ts';
import { smscFolder } from '../../runtime/testing/ensure-smsc.ts';

/** Where the packages of other people's carriers were unpacked; undefined on a machine that could not fetch them. */
export function smscRoot(): string | undefined {
  const root = smscFolder(cacheFolder(undefined));
  return existsSync(join(root, '.complete')) ? root : undefined;
}

export interface ForeignSmsc {
  /** What it printed, line by line. */
  lines: string[];
  stop(): Promise<void>;
}

/** The port that Kannel's test server takes for a smsbox; it connects there once and says nothing. */
const SMSBOX_PORT = 13_001;

/** Kannel's own SMPP server for testing SMPP clients. It knows no transceiver: one link for sending, one for reports. */
export async function startKannel(root: string, port: number): Promise<ForeignSmsc> {
  const smsbox = await listen(SMSBOX_PORT);
  const { triplet, loader } = debianMachine();
  const libraries = ['usr/lib', 'lib'].map((folder) => join(root, folder, triplet)).join(':');
  const program = join(root, 'usr/lib/kannel/test/drive_smpp');
  const child = spawn(
    join(root, 'usr/lib', triplet, loader),
    ['--library-path', libraries, program, '-v', '0', '-p', String(port), '-m', '2'],
    { cwd: '/tmp', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const smsc = watch(child, child.stderr);
  return {
    lines: smsc.lines,
    async stop() {
      await smsc.stop();
      smsbox.close();
    },
  };
}

/** An SMSC on Perl's Net::SMPP. */
export async function startPerlSmsc(root: string, port: number): Promise<ForeignSmsc> {
  const script = fileURLToPath(new URL('smsc.pl', import.meta.url));
  const child = spawn('perl', ['-I', join(root, 'usr/share/perl5'), script, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return watch(child, child.stdout);
}

function watch(child: ChildProcess, output: NodeJS.ReadableStream | null): ForeignSmsc {
  const lines: string[] = [];
  let rest = '';
  output?.on('data', (bytes: Buffer) => {
    const parts = (rest + bytes.toString('latin1')).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    lines,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function listen(port: number): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()));
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
