import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InstanceConfig } from '../core/platform/config.ts';

/**
 * What the product does not have and the bench compares with: the exchange's own way to connect two legs. `wait` is
 * the agent who is there already; `bridge` runs on the citizen's leg when it was answered; `dial` on the agent's.
 */
const DIALPLAN = `
[bench]
exten => wait,1,Wait(60)
exten => bridge,1,Bridge(\${BENCH_PEER})
exten => dial,1,Dial(PJSIP/\${BENCH_NUMBER}@carrier,20)
`;

export interface OriginatedChannel {
  id: string;
  name: string;
}

/** The running exchange with its trunk led to `host:port`, and the bench's dialplan beside the product's. */
export class BorrowedTrunk {
  readonly #asterisk: InstanceConfig['asterisk'];
  readonly #originals: ReadonlyMap<string, string>;

  private constructor(asterisk: InstanceConfig['asterisk'], originals: ReadonlyMap<string, string>) {
    this.#asterisk = asterisk;
    this.#originals = originals;
  }

  static async borrow(config: InstanceConfig, host: string, port: number): Promise<BorrowedTrunk> {
    if (!config.carrier || config.carrier.sipHost !== host)
      throw new Error('only the trunk to the simulated network may be borrowed');
    const folder = join(config.dataDir, 'asterisk', 'pbx', 'etc');
    const files = ['pjsip.conf', 'extensions.conf'].map((name) => join(folder, name));
    const originals = new Map<string, string>();
    for (const file of files) originals.set(file, await readFile(file, 'utf8'));
    const trunk = new BorrowedTrunk(config.asterisk, originals);
    const [pjsip = '', extensions = ''] = files;
    const contact = `contact = sip:${host}:${config.carrier.sipPort}`;
    const led = (originals.get(pjsip) ?? '').replace(contact, `contact = sip:${host}:${port}`);
    if (led === originals.get(pjsip)) throw new Error(`${pjsip} has no line "${contact}"`);
    await writeFile(pjsip, led);
    await writeFile(extensions, (originals.get(extensions) ?? '') + DIALPLAN);
    await trunk.#load('app_dial.so');
    await trunk.#reload();
    return trunk;
  }

  async giveBack(): Promise<void> {
    for (const [file, text] of this.#originals) await writeFile(file, text);
    await this.#reload();
  }

  /** Asterisk itself calls `number` and, when it answers, goes on at `extension` of the bench's dialplan. */
  async originate(
    number: string,
    extension: 'wait' | 'bridge' | 'dial',
    callerId: string,
    variables: Record<string, string>,
  ): Promise<OriginatedChannel> {
    const query = new URLSearchParams({
      endpoint: `PJSIP/${number}@carrier`,
      context: 'bench',
      extension,
      priority: '1',
      callerId,
      timeout: '20',
    });
    return (await this.ari('POST', `channels?${query}`, { variables })) as OriginatedChannel;
  }

  async ari(method: string, path: string, body?: unknown): Promise<unknown> {
    const { ariUrl, ariUser, ariPassword } = this.#asterisk;
    const response = await fetch(`${ariUrl.replace(/\/$/, '')}/ari/${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${ariUser}:${ariPassword}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`ARI ${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async #load(module: string): Promise<void> {
    const loaded = (await this.ari('GET', 'asterisk/modules')) as { name: string; status: string }[];
    if (!loaded.some(({ name, status }) => name === module && status === 'Running'))
      await this.ari('POST', `asterisk/modules/${module}`);
  }

  async #reload(): Promise<void> {
    for (const module of ['res_pjsip.so', 'pbx_config.so']) await this.ari('PUT', `asterisk/modules/${module}`);
    // A reload of PJSIP's objects is finished by a task of its own, a moment after the answer.
    await sleep(1_000);
  }
}
