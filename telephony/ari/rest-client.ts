import ariClient, { type Client } from 'ari-client';
import type { AriBridge, AriChannel, CreateChannel, HangUpReason } from './port.ts';
import { AriError, isAriError } from './port.ts';
import { orMissing, restCall } from './rest-call.ts';

const READ = { repeat: true };
const OWN_ID = { repeat: true };
const ONCE = { repeat: false };

interface Operations {
  [resource: string]: Record<string, (params?: Record<string, unknown>) => Promise<unknown>>;
}
interface RawChannel {
  id: string;
  name: string;
  state: string;
  dialplan?: { exten?: string };
}
interface RawBridge {
  id: string;
  bridge_type: string;
  channels: string[];
}

/**
 * The REST half of ari-client. Its objects are circular and carry the key: everything is copied into plain rows here and
 * nothing of the library leaves this file. Operations are looked up by name in what Asterisk itself published at
 * connect, which is also how operations newer than the type package are reached.
 */
export class RestClient {
  readonly #connection: { baseUrl: string; user: string; password: string };
  readonly #app: string;
  #client: Client | undefined;

  constructor(connection: { baseUrl: string; user: string; password: string }, app: string) {
    this.#connection = connection;
    this.#app = app;
  }

  /** Reads Asterisk's list of operations; needed again after each connect, because the version may be another. */
  async connect(): Promise<void> {
    const { baseUrl, user, password } = this.#connection;
    const speak: unknown = Reflect.get(console, 'log');
    // The library's own library prints a warning about Asterisk's API on standard output, between our JSON lines.
    Reflect.set(console, 'log', () => undefined);
    try {
      this.#client = await restCall('connect', () => ariClient.connect(baseUrl, user, password), {
        repeat: false,
        deadlineMs: 5_000,
      });
    } finally {
      Reflect.set(console, 'log', speak);
    }
  }

  async #run(name: string, params: Record<string, unknown>, options: { repeat: boolean }): Promise<unknown> {
    const [resource = '', operation = ''] = name.split('.');
    const run = (this.#client as unknown as Operations | undefined)?.[resource]?.[operation];
    if (!run) throw new AriError('ari/unreachable', name, this.#client ? 'unknown operation' : 'not connected yet');
    return restCall(name, () => run(params), options);
  }

  async version(): Promise<string> {
    const info = (await this.#run('asterisk.getInfo', { only: 'system' }, READ)) as { system?: { version?: string } };
    return info.system?.version ?? '';
  }

  async startedAt(): Promise<string> {
    const info = await this.#run('asterisk.getInfo', { only: 'status' }, READ);
    return (info as { status?: { startup_time?: string } }).status?.startup_time ?? '';
  }

  /** @throws AriError not-found until the event socket has registered the application. */
  async filterEvents(types: readonly string[]): Promise<void> {
    const filter = { allowed: types.map((type) => ({ type })) };
    await this.#run('applications.filter', { applicationName: this.#app, filter }, READ);
  }

  async getGlobal(variable: string): Promise<string | undefined> {
    const found = await orMissing(this.#run('asterisk.getGlobalVar', { variable }, READ));
    return (found as { value?: string } | undefined)?.value;
  }

  async listChannels(): Promise<AriChannel[]> {
    return ((await this.#run('channels.list', {}, READ)) as RawChannel[]).map(toChannel);
  }

  async getChannel(channelId: string): Promise<AriChannel | undefined> {
    const found = await orMissing(this.#run('channels.get', { channelId }, READ));
    return found ? toChannel(found as RawChannel) : undefined;
  }

  async createChannel(request: CreateChannel): Promise<AriChannel> {
    const { channelId, endpoint, appArgs, variables, formats } = request;
    const params = { channelId, endpoint, app: this.#app, appArgs: appArgs.join(','), variables };
    try {
      return toChannel(
        (await this.#run('channels.create', formats ? { ...params, formats } : params, OWN_ID)) as RawChannel,
      );
    } catch (error) {
      if (!isAriError(error, 'ari/conflict')) throw error;
      const existing = await this.getChannel(channelId);
      if (!existing) throw error;
      return existing;
    }
  }

  async dial(channelId: string, timeoutSec: number): Promise<void> {
    await this.#run('channels.dial', { channelId, timeout: timeoutSec }, ONCE);
  }
  async answer(channelId: string): Promise<void> {
    await this.#run('channels.answer', { channelId }, OWN_ID);
  }
  async hangUp(channelId: string, reason: HangUpReason): Promise<void> {
    await orMissing(this.#run('channels.hangup', { channelId, reason }, OWN_ID));
  }
  async sendDtmf(channelId: string, digits: string): Promise<void> {
    await this.#run('channels.sendDTMF', { channelId, dtmf: digits }, ONCE);
  }
  async getVariable(channelId: string, variable: string): Promise<string | undefined> {
    const found = await orMissing(this.#run('channels.getChannelVar', { channelId, variable }, READ));
    return (found as { value?: string } | undefined)?.value;
  }
  async setVariable(channelId: string, variable: string, value: string): Promise<void> {
    await this.#run('channels.setChannelVar', { channelId, variable, value }, OWN_ID);
  }
  async playOnChannel(channelId: string, playbackId: string, media: string): Promise<void> {
    await this.#run('channels.playWithId', { channelId, playbackId, media }, ONCE);
  }
  async playOnBridge(bridgeId: string, playbackId: string, media: string): Promise<void> {
    await this.#run('bridges.playWithId', { bridgeId, playbackId, media }, ONCE);
  }

  async listBridges(): Promise<AriBridge[]> {
    return ((await this.#run('bridges.list', {}, READ)) as RawBridge[]).map((bridge) => ({
      id: bridge.id,
      type: bridge.bridge_type,
      channelIds: [...bridge.channels],
    }));
  }
  async createBridge(bridgeId: string, type: string, name: string): Promise<void> {
    await unlessDone(this.#run('bridges.createWithId', { bridgeId, type, name }, OWN_ID), /already exists/);
  }
  async destroyBridge(bridgeId: string): Promise<void> {
    await orMissing(this.#run('bridges.destroy', { bridgeId }, OWN_ID));
  }
  async addToBridge(bridgeId: string, channelIds: readonly string[]): Promise<void> {
    // Connected-line updates are inhibited: the agent joining first would otherwise overwrite the caller ID to be sent.
    const params = { bridgeId, channel: channelIds.join(','), inhibitConnectedLineUpdates: true };
    await this.#run('bridges.addChannel', params, OWN_ID);
  }
  async startMoh(bridgeId: string, mohClass: string): Promise<void> {
    await this.#run('bridges.startMoh', { bridgeId, mohClass }, OWN_ID);
  }
  async stopMoh(bridgeId: string): Promise<void> {
    await unlessDone(this.#run('bridges.stopMoh', { bridgeId }, OWN_ID), /isn't playing music/);
  }
  async isPlaying(playbackId: string): Promise<boolean> {
    return (await orMissing(this.#run('playbacks.get', { playbackId }, READ))) !== undefined;
  }
  async stopPlayback(playbackId: string): Promise<void> {
    await orMissing(this.#run('playbacks.stop', { playbackId }, OWN_ID));
  }

  async putConfig(objectType: string, id: string, values: Readonly<Record<string, string>>): Promise<void> {
    const fields = Object.entries(values).map(([attribute, value]) => ({ attribute, value }));
    await this.#run('asterisk.updateObject', { configClass: 'res_pjsip', objectType, id, fields }, OWN_ID);
  }
  async deleteConfig(objectType: string, id: string): Promise<void> {
    await orMissing(this.#run('asterisk.deleteObject', { configClass: 'res_pjsip', objectType, id }, OWN_ID));
  }
}

/** Asterisk refuses what is already so; to us that is done. */
async function unlessDone(work: Promise<unknown>, already: RegExp): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof AriError) || !already.test(error.message)) throw error;
  }
}

function toChannel(channel: RawChannel): AriChannel {
  return { id: channel.id, name: channel.name, state: channel.state, exten: channel.dialplan?.exten ?? '' };
}
