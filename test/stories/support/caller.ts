import { join } from 'node:path';
import { expect } from 'chai';
import type { Behaviour } from '../../../dialplan/carrier/behaviour.ts';
import { PIECE_HEARD, WORDS_HEARD, wordsHeard } from './spoken-words.ts';
import type { World } from './world.ts';

/** What the exchange says in whole sentences, each once in a call at most: what was heard is told apart from all of these. */
const SENTENCES = [
  ...['inbound-closed', 'inbound-holiday', 'inbound-unavailable', 'courtesy', 'voicemail-after-tone'],
  ...['voicemail-thanks', 'call-ended', 'keep-place-kept', 'stay-on-line'],
];

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

  /**
   * Answered by us when it returns: the row is there, and something is heard soon.
   * @param from '' = withheld
   * @param behaviour of somebody patient, whom the story lets hang up when all was seen
   */
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

  async hangUp({ callId, channel }: IncomingCall): Promise<void> {
    await this.#world.far.control.hangUp(channel);
    await this.untilEnded(callId);
  }

  /**
   * The citizen heard this sentence to its end, and it rather than another.
   * @param sentence of the exchange, or the file of one of the city's
   */
  async expectSaid({ callId, from }: IncomingCall, sentence: string): Promise<void> {
    const { far, system } = this.#world;
    const { heard: file } = await far.legOf(callId);
    if (!file) throw new Error('the citizen heard nothing');
    const folder = await this.#prompts();
    const wanted = sentence.endsWith('.wav') ? sentence : join(folder, `${sentence}.wav`);
    const all = new Set([wanted, ...SENTENCES.map((name) => join(folder, `${name}.wav`))]);
    const heard = wordsHeard(join(system.config.carrier?.soundDir ?? '', file), [...all]);
    const figures = JSON.stringify(heard);
    if (process.env['STORY_FIGURES']) process.stderr.write(`${figures}\n`);
    expect(heard.file, `heard by ${from || 'nobody'}: ${figures}`).to.equal(wanted);
    expect(heard.mean, figures).to.be.above(WORDS_HEARD);
    expect(heard.worst, `to its end: ${figures}`).to.be.above(PIECE_HEARD);
  }

  /** Where the exchange's own prompts are. */
  async #prompts(): Promise<string> {
    const { ariUrl, ariUser, ariPassword } = this.#world.system.config.asterisk;
    const answer = await fetch(`${ariUrl.replace(/\/$/, '')}/ari/asterisk/variable?variable=SOUNDS`, {
      headers: { authorization: `Basic ${Buffer.from(`${ariUser}:${ariPassword}`).toString('base64')}` },
      signal: AbortSignal.timeout(5_000),
    });
    const { value } = (await answer.json()) as { value: string };
    return join(value, 'pbx');
  }
}

export async function soon<T>(what: string, look: () => Promise<T | undefined>, timeoutMs = 15_000): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await new Promise((r) => setTimeout(r, 100))) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`not within ${timeoutMs / 1_000} s: ${what}`);
}
