import { callerNumber } from '../../core/rules/inbound/caller-number.ts';
import type { InboundParameters } from '../../core/rules/inbound/inbound-parameters.ts';
import { type CallMessage, CallOver, type LiveCall } from '../calls/live-call.ts';
import { insertCallEvent, markQueued } from '../calls/queries.ts';
import { MOH_HOLD } from '../context.ts';
import { preferredAgents } from '../pool/preferred-agents.ts';
import { joinSeated } from './find-agent.ts';
import { type FlowTools, noteCommon } from './flow-tools.ts';
import type { InboundWords } from './inbound-words.ts';
import { intoBridge } from './into-bridge.ts';
import { PROMPT_TIMEOUT_MS, promptMedia } from './prompts.ts';
import { sayWords } from './say-words.ts';

/** What is being said to the citizen now. The notice is heard to its end; everything else stops when an agent is there. */
type Saying = 'notice' | 'greeting' | 'place' | null;

/**
 * A citizen waits for an agent of the line: the notice, a greeting with their place, music, their place again from time to time, and key 1
 * to hang up and be called back in turn. An agent is given from the first moment on: while the notice plays the case is on the screen already.
 */
export class InboundQueue {
  readonly #tools: FlowTools;
  readonly #call: LiveCall;
  readonly #words: InboundWords;
  readonly #parameters: InboundParameters;
  readonly #mayKeepPlace: boolean;
  #saying: Saying = null;
  #said = 0;
  #seated = false;
  #placeAt: number | undefined;
  /** A lost PlaybackFinished never keeps anybody waiting. */
  #sayingUntil: number | undefined;

  constructor(tools: FlowTools, call: LiveCall, words: InboundWords, parameters: InboundParameters) {
    this.#tools = tools;
    this.#call = call;
    this.#words = words;
    this.#parameters = parameters;
    this.#mayKeepPlace = parameters.keepPlace && callerNumber(call.facts.callerId).digits !== null;
  }

  /** @returns `in_vain` after the city's limit. @throws CallOver when the citizen hung up, or keeps the place. */
  async wait(): Promise<'joined' | 'in_vain'> {
    const { room, ctx } = this.#tools;
    const call = this.#call;
    let deadline: number | undefined = await this.#enter();
    for (;;) {
      const due = soonest(deadline, this.#placeAt, this.#sayingUntil);
      const message = await call.mailbox.take(due === undefined ? undefined : due - Date.now());
      if (message?.kind === 'seated') this.#seated = true;
      if (message) await this.#heed(message);
      else if (isPast(this.#sayingUntil)) await this.#fallSilent();
      else if (isPast(deadline)) {
        if (await room.leave(call)) {
          this.#tools.book.dropped(call.facts.id);
          return 'in_vain';
        }
        deadline = undefined;
      } else await this.#sayPlace();
      if (!this.#seated || this.#saying === 'notice') continue;
      if (await this.#join()) return 'joined';
      await this.#music();
      room.enter(call, 'inbound');
      deadline = Date.now() + room.inboundWaitMs;
      ctx.logger.info({ callId: call.facts.id }, 'back in the queue');
    }
  }

  /** @returns when waiting ends in vain, epoch ms */
  async #enter(): Promise<number> {
    const { ctx, room, book } = this.#tools;
    const { id, subjectId } = this.#call.facts;
    const since = Date.now();
    const [preferences] = await Promise.all([
      preferredAgents(ctx, this.#call, this.#parameters),
      markQueued(ctx.sql, id, since),
    ]);
    if (subjectId !== null) book.inbound(id, subjectId);
    room.enter(this.#call, 'inbound', preferences);
    await room.settled();
    const place = room.placeOf(this.#call);
    await insertCallEvent(ctx.sql, id, ctx.clock.now(), 'queued', { place });
    const notice = this.#call.adopted ? [] : await this.#words.notice();
    if (this.#call.adopted) await this.#music();
    else if (notice.length > 0) await this.#say('notice', notice);
    // With an agent free this very moment there is nothing to wait for, and no words to speak over.
    else if (!this.#call.mailbox.find(({ kind }) => kind === 'seated')) await this.#greet();
    return since + room.inboundWaitMs;
  }

  async #heed(message: CallMessage): Promise<void> {
    if (message.kind === 'playback_finished') {
      if (message.playbackId === this.#playbackId && this.#saying !== null) await this.#fallSilent();
    } else if (message.kind === 'key') {
      if (message.digit === '1' && this.#mayKeepPlace && this.#saying !== 'notice') await this.#keepPlace();
    } else noteCommon(this.#call, message);
  }

  async #fallSilent(): Promise<void> {
    const over = this.#saying;
    this.#saying = null;
    this.#sayingUntil = undefined;
    if (this.#seated) return;
    if (over === 'notice') await this.#greet();
    else await this.#music();
  }

  async #greet(): Promise<void> {
    const { ctx, room } = this.#tools;
    const place = room.placeOf(this.#call);
    const greeting = await promptMedia(ctx.ari, 'pbx/please-wait');
    await this.#say('greeting', [greeting, ...(place > 0 ? await this.#words.place(place, this.#mayKeepPlace) : [])]);
  }

  async #sayPlace(): Promise<void> {
    const place = this.#tools.room.placeOf(this.#call);
    this.#placeAt = undefined;
    if (place > 0 && this.#saying === null)
      await this.#say('place', await this.#words.place(place, this.#mayKeepPlace));
  }

  get #playbackId(): string {
    return `${this.#call.facts.id}-queue-${this.#said}`;
  }

  async #say(what: Exclude<Saying, null>, media: readonly string[]): Promise<void> {
    const { ari } = this.#tools.ctx;
    this.#saying = what;
    this.#sayingUntil = Date.now() + PROMPT_TIMEOUT_MS * media.length;
    this.#said += 1;
    this.#placeAt = undefined;
    // A channel plays only when it is alone.
    await ari.destroyBridge(this.#call.facts.bridgeId);
    await ari.playOnChannel(this.#call.facts.channelId, this.#playbackId, media.join(','));
  }

  async #music(): Promise<void> {
    const { ari } = this.#tools.ctx;
    await intoBridge(this.#tools.ctx, this.#call);
    await ari.startMoh(this.#call.facts.bridgeId, MOH_HOLD);
    const { positionEverySec } = this.#parameters;
    this.#placeAt = positionEverySec > 0 ? Date.now() + positionEverySec * 1_000 : undefined;
  }

  async #join(): Promise<boolean> {
    const { ari } = this.#tools.ctx;
    if (this.#saying !== null) await ari.stopPlayback(this.#playbackId);
    this.#saying = null;
    this.#sayingUntil = undefined;
    this.#seated = false;
    await intoBridge(this.#tools.ctx, this.#call);
    await ari.stopMoh(this.#call.facts.bridgeId);
    return joinSeated(this.#tools, this.#call);
  }

  /** The citizen hangs up and is called back when it would have been their turn. Nothing, when an agent was given in this very moment. */
  async #keepPlace(): Promise<void> {
    const { ctx, room, book } = this.#tools;
    const { id } = this.#call.facts;
    const place = room.placeOf(this.#call);
    if (!(await room.leave(this.#call))) return;
    book.dropped(id);
    await insertCallEvent(ctx.sql, id, ctx.clock.now(), 'keep_place', { place });
    if (this.#saying !== null) await ctx.ari.stopPlayback(this.#playbackId);
    this.#call.endedBy ??= 'system';
    await sayWords(this.#tools, this.#call, 'keep-place', await this.#words.standard('keep-place-kept'));
    throw new CallOver('keeps the place');
  }
}

const isPast = (ms: number | undefined): boolean => ms !== undefined && Date.now() >= ms;
const soonest = (...times: (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};
