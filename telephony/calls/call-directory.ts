import type { AriEvent } from '../ari/events.ts';
import { PARTY_PREFIX } from '../context.ts';
import type { CallMessage, LiveCall } from './live-call.ts';

/** Running flows by call, citizen's channel and agent; turns Asterisk's events into messages of the call they belong to. */
export class CallDirectory {
  readonly #byId = new Map<string, LiveCall>();
  readonly #byChannel = new Map<string, LiveCall>();
  readonly #byAgent = new Map<string, LiveCall>();

  add(call: LiveCall): void {
    this.#byId.set(call.facts.id, call);
    this.#byChannel.set(call.facts.channelId, call);
    if (call.agentId) this.#byAgent.set(call.agentId, call);
  }

  remove(call: LiveCall): void {
    this.#byId.delete(call.facts.id);
    this.#byChannel.delete(call.facts.channelId);
    if (call.agentId && this.#byAgent.get(call.agentId) === call) this.#byAgent.delete(call.agentId);
  }

  /** A call of the pool gets its agent, or (null) loses it before the two were joined. */
  seat(call: LiveCall, agentId: string | null): void {
    const { agentId: before } = call;
    if (before && this.#byAgent.get(before) === call) this.#byAgent.delete(before);
    call.facts.agentSide = agentId === null ? { kind: 'pool' } : { kind: 'agent', agentId };
    if (agentId !== null && this.#byId.has(call.facts.id)) this.#byAgent.set(agentId, call);
  }

  get(callId: string): LiveCall | undefined {
    return this.#byId.get(callId);
  }
  ofAgent(agentId: string): LiveCall | undefined {
    return this.#byAgent.get(agentId);
  }
  /** The call of somebody else that this agent joined. */
  partyOf(agentId: string): LiveCall | undefined {
    // Asked of every leg, many times a second: without making a list.
    for (const call of this.#byId.values()) if (call.parties.some(({ staffId }) => staffId === agentId)) return call;
    return undefined;
  }
  /** Nobody of ours is in it any more: a telephone outside has the citizen. */
  passOn(call: LiveCall): void {
    if (call.agentId !== null && this.#byAgent.get(call.agentId) === call) this.#byAgent.delete(call.agentId);
    call.facts.agentSide = { kind: 'passed_on' };
  }
  all(): LiveCall[] {
    return [...this.#byId.values()];
  }

  /** Event of a channel or playback of a call; anything else is not ours to act on. */
  route(event: AriEvent): void {
    if (event.type === 'PlaybackFinished') {
      for (const call of this.#byId.values()) {
        if (event.playbackId.startsWith(call.facts.id))
          call.mailbox.post({ kind: 'playback_finished', playbackId: event.playbackId });
      }
      return;
    }
    if (!('channel' in event)) return;
    if (event.channel.id.startsWith(PARTY_PREFIX)) this.#routeParty(event.channel.id, event);
    const call = this.#byChannel.get(event.channel.id);
    const message = call && (call.facts.direction === 'inbound' ? ofTheDialplan(event) : messageOf(event));
    if (message) call.mailbox.post(message);
  }

  #routeParty(channelId: string, event: AriEvent): void {
    const partyId = channelId.slice(PARTY_PREFIX.length);
    const call = this.all().find(({ parties }) => parties.some(({ id }) => id === partyId));
    const message = messageOf(event);
    if (!call || !message) return;
    const { kind } = message;
    if (kind === 'entered' || kind === 'answered' || kind === 'gone')
      call.mailbox.post({ kind: 'party_channel', partyId, what: kind });
  }
}

/** A channel that the dialplan brought, and not we, is followed to the end of Stasis and no further: nobody tells of its end after that. */
function ofTheDialplan(event: AriEvent): CallMessage | undefined {
  if (event.type === 'StasisEnd') return { kind: 'gone', atMs: event.atMs, cause: NORMAL_CLEARING, sipCode: undefined };
  return messageOf(event);
}
const NORMAL_CLEARING = 16;

function messageOf(event: AriEvent): CallMessage | undefined {
  switch (event.type) {
    case 'StasisStart':
      return { kind: 'entered', channelName: event.channel.name };
    case 'ChannelStateChange':
      if (event.channel.state === 'Up') return { kind: 'answered', atMs: event.atMs };
      if (event.channel.state === 'Ringing') return { kind: 'ringing', atMs: event.atMs, earlyMedia: false };
      return undefined;
    case 'Dial':
      if (event.dialStatus === 'ANSWER') return { kind: 'answered', atMs: event.atMs };
      if (event.dialStatus === 'RINGING' || event.dialStatus === 'PROGRESS')
        return { kind: 'ringing', atMs: event.atMs, earlyMedia: event.dialStatus === 'PROGRESS' };
      return undefined;
    case 'ChannelDtmfReceived':
      return { kind: 'key', digit: event.digit };
    case 'ChannelDestroyed':
      return { kind: 'gone', atMs: event.atMs, cause: event.cause, sipCode: event.sipCode };
    default:
      return undefined;
  }
}
