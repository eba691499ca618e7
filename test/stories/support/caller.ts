import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Behaviour } from '../../../dialplan/carrier/behaviour.ts';
import type { CarrierCall } from '../../../dialplan/carrier/log.ts';
import { bestCorrelation, envelope, readWav } from '../../support/sound.ts';
import type { World } from './world.ts';

const FRAME_MS = 50;
/** Judged in pieces of three seconds, so that a packet that came late in one of them does not move the others. */
const PIECE_FRAMES = 60;
/** The worst piece of the same sentence gives 0.9 and more, on an overloaded machine 0.79; of another sentence (also with the same beginning) or of music at most 0.7. */
export const SAME_WORDS = 0.75;

export interface IncomingCall {
  callId: string;
  from: string;
  /** Of the citizen's end, while the call lives. */
  channel: string;
}

export interface CallRow {
  agentId: string | null;
  personId: number | null;
  bridged: boolean;
  ended: boolean;
}

/** Citizens who call one line of the city, seen from both ends. */
export class Callers {
  readonly #world: World;
  readonly #to: string;

  constructor(world: World, to: string) {
    this.#world = world;
    this.#to = to;
  }

  /** @param from '' = withheld. Answered by us when it returns: the row is there, and something is heard soon. */
  async call(from: string, behaviour: Behaviour | string): Promise<IncomingCall> {
    const { far, system } = this.#world;
    const before = new Set((await far.control.channels()).map(({ name }) => name));
    const known = (await this.#ids(from)).length;
    await far.control.originate({ from, to: this.#to, behaviour });
    const callId = await soon(`a call from ${from || 'nobody'}`, async () => (await this.#ids(from))[known]);
    const channel = await soon('the channel', async () =>
      (await far.control.channels()).find(({ name, state }) => !before.has(name) && state === 'Up'),
    );
    await soon('answered', async () => {
      const [row] = await system.sql`select 1 from call where id = ${callId} and answered_at is not null`;
      return row;
    });
    return { callId, from, channel: channel.name };
  }

  async #ids(from: string): Promise<string[]> {
    const rows = await this.#world.system.sql<{ id: string }[]>`
      select id from call where direction = 'inbound' and caller_id = ${from} order by created_at, id`;
    return rows.map(({ id }) => id);
  }

  async row(callId: string): Promise<CallRow> {
    const [row] = await this.#world.system.sql<CallRow[]>`
      select agent_id as "agentId", person_id as "personId", bridged_at is not null as bridged, ended_at is not null as ended
      from call where id = ${callId}`;
    if (!row) throw new Error(`no call ${callId}`);
    return row;
  }

  async events(callId: string): Promise<string[]> {
    const rows = await this.#world.system.sql<{ kind: string }[]>`
      select kind from call_event where call_id = ${callId} order by id`;
    return rows.map(({ kind }) => kind);
  }

  untilEvent(callId: string, kind: string, timeoutMs = 30_000): Promise<true> {
    return soon(kind, async () => ((await this.events(callId)).includes(kind) ? true : undefined), timeoutMs);
  }

  untilEnded(callId: string, timeoutMs = 60_000): Promise<true> {
    return soon('the end', async () => ((await this.row(callId)).ended ? true : undefined), timeoutMs);
  }

  /** What the citizen's own network wrote of the call when it was over. */
  async leg(callId: string): Promise<CarrierCall> {
    const { far, system } = this.#world;
    const [row] = await system.sql<{ sip: string }[]>`select sip_call_id as sip from call where id = ${callId}`;
    return soon('the network’s log', async () => (await far.log()).find((leg) => leg.callId === row?.sip), 15_000);
  }

  /** Where the exchange's own prompts are. */
  async promptFile(name: string): Promise<string> {
    const { ariUrl, ariUser, ariPassword } = this.#world.system.config.asterisk;
    const answer = await fetch(`${ariUrl.replace(/\/$/, '')}/ari/asterisk/variable?variable=SOUNDS`, {
      headers: { authorization: `Basic ${Buffer.from(`${ariUser}:${ariPassword}`).toString('base64')}` },
      signal: AbortSignal.timeout(5_000),
    });
    const { value } = (await answer.json()) as { value: string };
    return join(value, 'pbx', `${name}.wav`);
  }

  /** How well a spoken file is found in what the citizen heard. @param prompt with its `.wav` */
  async heard(callId: string, prompt: string): Promise<number> {
    const { heard } = await this.leg(callId);
    const folder = this.#world.system.config.carrier?.soundDir ?? '';
    if (!heard) throw new Error('the citizen heard nothing');
    return foundIn(join(folder, heard), prompt);
  }
}

function foundIn(file: string, prompt: string): number {
  const trace = (path: string) => {
    const { rate, channels } = readWav(readFileSync(path));
    return envelope(channels[0] ?? new Float64Array(), rate, FRAME_MS);
  };
  const all = trace(file);
  const words = trace(prompt);
  const pieces: number[] = [];
  for (let piece = 0; piece + PIECE_FRAMES <= words.length; piece += PIECE_FRAMES) {
    let best = -1;
    const own = words.slice(piece, piece + PIECE_FRAMES);
    for (let from = 0; from + PIECE_FRAMES <= all.length; from += 1)
      best = Math.max(best, bestCorrelation(own, all.slice(from, from + PIECE_FRAMES), 0).value);
    pieces.push(best);
  }
  return Math.min(...pieces);
}

export async function soon<T>(what: string, look: () => Promise<T | undefined>, timeoutMs = 15_000): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await new Promise((r) => setTimeout(r, 100))) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`not within ${timeoutMs / 1_000} s: ${what}`);
}
