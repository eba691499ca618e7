import { setTimeout as sleep } from 'node:timers/promises';

/** Where a Node process listens once it was sent SIGUSR1. */
const INSPECTOR = 'http://127.0.0.1:9229/json/list';
const OPEN_WITHIN_MS = 10_000;
const SAMPLE_BYTES = 8_192;

export interface HeapUse {
  /** Living objects after a full collection, MB. */
  heapMb: number;
  /** Of the machine, MB: what the collector keeps ready and what fragments is in it. */
  residentMb: number;
  externalMb: number;
}

/** Objects that were made since `watch` and live still, by who made them. */
export interface Made {
  /** The function that made them, and the nearest of ours that asked for it. */
  by: string;
  kb: number;
}

interface SamplingNode {
  callFrame: { functionName: string; url: string; lineNumber: number };
  selfSize: number;
  children: SamplingNode[];
}

interface Answer {
  id?: number;
  result?: { result?: { value?: unknown }; profile?: { head: SamplingNode } };
  error?: { message: string };
}

/** The heap of a running Node process of ours, by its inspector: on loopback, for as long as it is measured. One process at a time. */
export class LiveHeap {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
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

  /** From here on a sample of what is made is followed. A whole snapshot would stop the process for longer than its lease allows. */
  async watch(): Promise<void> {
    await this.#send('HeapProfiler.startSampling', { samplingInterval: SAMPLE_BYTES });
  }

  /** The largest first. */
  async living(most = 30): Promise<Made[]> {
    await this.#send('HeapProfiler.collectGarbage');
    const head = (await this.#send('HeapProfiler.getSamplingProfile')).result?.profile?.head;
    const bytes = new Map<string, number>();
    if (head) addUp(head, '', bytes);
    return [...bytes]
      .sort((a, b) => b[1] - a[1])
      .slice(0, most)
      .map(([by, size]) => ({ by, kb: Math.round(size / 1_024) }));
  }

  close(): void {
    this.#socket.close();
  }

  #take({ id, ...answer }: Answer): void {
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

function addUp({ callFrame, selfSize, children }: SamplingNode, ours: string, bytes: Map<string, number>): void {
  const { functionName, url, lineNumber } = callFrame;
  const here = `${functionName || 'anonymous'} ${shortened(url)}:${lineNumber + 1}`;
  const asked = url.startsWith('file:') && !url.includes('/node_modules/') ? here : ours;
  const by = asked === here || asked === '' ? here : `${here} ← ${asked}`;
  if (selfSize > 0) bytes.set(by, (bytes.get(by) ?? 0) + selfSize);
  for (const child of children) addUp(child, asked, bytes);
}

/** The package and its file, or the last three parts of a path of ours. */
const shortened = (url: string) => url.split('/node_modules/').at(-1)?.split('/').slice(-3).join('/') ?? url;
