import type { AriEvent } from './events.ts';

export interface AriChannel {
  id: string;
  /** `PJSIP/<endpoint>-<hex>`: what AMI actions address, and where an agent's leg carries its SIP user. */
  name: string;
  /** Asterisk's word: Down, Ring, Ringing, Up … */
  state: string;
  /** Extension of the dialplan it is at, or came into the application from; empty when it came from neither. */
  exten: string;
}

export interface AriBridge {
  id: string;
  type: string;
  channelIds: string[];
}

export interface CreateChannel {
  channelId: string;
  /** `PJSIP/<number>@<trunk endpoint>`. */
  endpoint: string;
  appArgs: readonly string[];
  variables: Readonly<Record<string, string>>;
  formats?: string;
}

/**
 * What call control needs of Asterisk, and no more. Every operation has a deadline and rejects with `AriError`; ids are
 * chosen by us, so an operation that may be repeated is, once. Nothing here ever throws synchronously or waits for ever.
 */
export interface AriPort {
  /** Own application only. A listener that throws is logged and never disturbs the others. */
  onEvent(listener: (event: AriEvent) => void): void;
  /** `up` after each (re)connect, when REST works too and the version is accepted; `down` when the socket is lost. */
  onLink(listener: (state: 'up' | 'down') => void): void;
  readonly up: boolean;

  /** When this Asterisk was started, in its own words: another value means another life, without the channels before. */
  asteriskStartedAt(): Promise<string>;
  /** A variable of the whole exchange, set in its dialplan. */
  getGlobal(name: string): Promise<string | undefined>;
  listChannels(): Promise<AriChannel[]>;
  getChannel(channelId: string): Promise<AriChannel | undefined>;
  /** Creates without dialling. An existing channel of that id is returned as it is. */
  createChannel(request: CreateChannel): Promise<AriChannel>;
  /** Sends the INVITE. Never repeated: a second one would ring a citizen twice. */
  dial(channelId: string, timeoutSec: number): Promise<void>;
  answer(channelId: string): Promise<void>;
  /** A channel that is gone already counts as hung up. */
  hangUp(channelId: string, reason?: HangUpReason): Promise<void>;
  sendDtmf(channelId: string, digits: string): Promise<void>;
  getVariable(channelId: string, name: string): Promise<string | undefined>;
  setVariable(channelId: string, name: string, value: string): Promise<void>;
  /**
   * `media`: one URI, or several with commas between, played one after the other. Its end is told as `PlaybackFinished`; of a playback on a
   * bridge it is not, because nobody subscribes to bridges.
   */
  playOnChannel(channelId: string, playbackId: string, media: string): Promise<void>;
  /** Everybody in the bridge hears it; nobody is told of its end: `isPlaying` says. */
  playOnBridge(bridgeId: string, playbackId: string, media: string): Promise<void>;

  listBridges(): Promise<AriBridge[]>;
  createBridge(bridgeId: string, type: string, name: string): Promise<void>;
  /** A bridge that is gone already counts as destroyed. */
  destroyBridge(bridgeId: string): Promise<void>;
  /** Takes the channel out of the bridge it is in, if any, in the same step. */
  addToBridge(bridgeId: string, ...channelIds: string[]): Promise<void>;
  startMoh(bridgeId: string, mohClass: string): Promise<void>;
  stopMoh(bridgeId: string): Promise<void>;
  /** False once it is over, or was never there. */
  isPlaying(playbackId: string): Promise<boolean>;
  /** A playback that is over already counts as stopped. */
  stopPlayback(playbackId: string): Promise<void>;

  putConfig(objectType: string, id: string, fields: Readonly<Record<string, string>>): Promise<void>;
  deleteConfig(objectType: string, id: string): Promise<void>;
}

/** ARI's words for a hang-up cause. */
export type HangUpReason = 'normal' | 'busy' | 'no_answer' | 'timeout' | 'answered_elsewhere';

export type AriErrorCode =
  | 'ari/not-found'
  | 'ari/conflict'
  | 'ari/deadline'
  | 'ari/unreachable'
  | 'ari/rejected'
  | 'ari/version';

/** `message` names the operation and Asterisk's own words, never a URL (it would carry the key). */
export class AriError extends Error {
  readonly code: AriErrorCode;
  constructor(code: AriErrorCode, operation: string, detail: string) {
    super(`${operation}: ${detail}`);
    this.name = 'AriError';
    this.code = code;
  }
}

export function isAriError(error: unknown, code?: AriErrorCode): error is AriError {
  return error instanceof AriError && (code === undefined || error.code === code);
}
