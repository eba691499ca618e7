import { setTimeout as sleep } from 'node:timers/promises';

/** Where a Node process listens once it was sent SIGUSR1. */
const INSPECTOR = 'http://127.0.0.1:9229/json/list';
const OPEN_WITHIN_MS = 10_000;

export interface HeapUse {
  /** Living objects after a full collection, MB. */
  heapMb: number;
  /** Of the machine, MB: what the collector keeps ready and what fragments is in it. */
  residentMb: number;
  externalMb: number;
}

/** Objects of one kind that live. */
export interface Kind {
  count: number;
  bytes: number;
}

interface Answer {
  id?: number;
  method?: string;
  params?: { chunk?: string };
  result?: { result?: { value?: unknown } };
  error?: { message: string };
}

/** The heap of a running Node process of ours, by its inspector: on loopback, for as long as it is measured. One process at a time. */
export class LiveHeap {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  #chunks: string[] = [];
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#take(JSON.parse(String(data)) as Answer));
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the inspector went away'));
      this.#waiting.clear();
    });
  }

  /** @throws Error when another process holds the inspector's port */
  static async open(pid: number): Promise<LiveHeap> {
    process.kill(pid, 'SIGUSR1');
    const url = await inspectorUrl();
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error('the inspector does not answer')));
    });
    const heap = new LiveHeap(socket);
    if ((await heap.#evaluate('process.pid')) !== pid) throw new Error('another process is being inspected');
    await heap.#send('HeapProfiler.enable');
    return heap;
  }

  async use(): Promise<HeapUse> {
    await this.#send('HeapProfiler.collectGarbage');
    const { heapUsed, rss, external } = JSON.parse(
      String(await this.#evaluate('JSON.stringify(process.memoryUsage())')),
    ) as NodeJS.MemoryUsage;
    const mb = (bytes: number) => Math.round((10 * bytes) / 2 ** 20) / 10;
    return { heapMb: mb(heapUsed), residentMb: mb(rss), externalMb: mb(external) };
  }

  /** Everything that lives, by kind. The process stands still for some seconds. */
  async kinds(): Promise<Map<string, Kind>> {
    this.#chunks = [];
    await this.#send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    const text = this.#chunks.splice(0).join('');
    return kindsOf(JSON.parse(text) as Snapshot);
  }

  close(): void {
    this.#socket.close();
  }

  #take({ id, method, params, ...answer }: Answer): void {
    if (method === 'HeapProfiler.addHeapSnapshotChunk') this.#chunks.push(params?.chunk ?? '');
    if (id === undefined) return;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (answer.error) waiting?.reject(new Error(answer.error.message));
    else waiting?.resolve(answer);
  }

  #send(method: string, params: object = {}): Promise<Answer> {
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  async #evaluate(expression: string): Promise<unknown> {
    return (await this.#send('Runtime.evaluate', { expression, returnByValue: true })).result?.result?.value;
  }
}

async function inspectorUrl(): Promise<string> {
  for (const deadline = Date.now() + OPEN_WITHIN_MS; Date.now() < deadline; await sleep(100)) {
    const list = await fetch(INSPECTOR)
      .then((response) => response.json() as Promise<{ webSocketDebuggerUrl: string }[]>)
      .catch(() => []); // not listening yet
    const url = list[0]?.webSocketDebuggerUrl;
    if (url) return url;
  }
  throw new Error('the process opened no inspector');
}

interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } };
  nodes: number[];
  strings: string[];
}

function kindsOf({ snapshot, nodes, strings }: Snapshot): Map<string, Kind> {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field)) as [
    number,
    number,
    number,
  ];
  const kinds = new Map<string, Kind>();
  for (let at = 0; at < nodes.length; at += fields.length) {
    const kind = types[0][nodes[at + type] ?? 0] ?? '';
    // Texts and numbers each have a name of their own: what they are tells more.
    const named = kind === 'object' || kind === 'closure' || kind === 'native';
    const key = named ? `${kind} ${strings[nodes[at + name] ?? 0] ?? ''}` : kind;
    const known = kinds.get(key) ?? { count: 0, bytes: 0 };
    known.count += 1;
    known.bytes += nodes[at + size] ?? 0;
    kinds.set(key, known);
  }
  return kinds;
}

export interface Growth {
  kind: string;
  count: number;
  kb: number;
}

/** What there is more of, the largest first. */
export function growthOf(before: ReadonlyMap<string, Kind>, after: ReadonlyMap<string, Kind>, most = 25): Growth[] {
  return [...after]
    .map(([kind, { count, bytes }]) => {
      const was = before.get(kind) ?? { count: 0, bytes: 0 };
      return { kind, count: count - was.count, kb: Math.round((bytes - was.bytes) / 1_024) };
    })
    .filter(({ kb, count }) => kb > 0 || count > 100)
    .sort((a, b) => b.kb - a.kb)
    .slice(0, most);
}
