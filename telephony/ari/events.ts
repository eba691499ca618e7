/** The events call control acts on. Anything else Asterisk may send, now or in a later version, is ignored. */
interface EventBase {
  /** Epoch ms by Asterisk's own clock: what lengths of calls are measured from. */
  atMs: number;
}
export interface EventChannel {
  id: string;
  name: string;
  state: string;
  callerNumber: string;
}
export type AriEvent = EventBase &
  (
    | { type: 'StasisStart'; args: string[]; channel: EventChannel }
    | { type: 'StasisEnd'; channel: EventChannel }
    | { type: 'ChannelStateChange'; channel: EventChannel }
    | { type: 'ChannelDestroyed'; channel: EventChannel; cause: number; sipCode: number | undefined }
    | { type: 'ChannelDtmfReceived'; channel: EventChannel; digit: string }
    | { type: 'Dial'; channel: EventChannel; dialStatus: string }
    | { type: 'PlaybackFinished'; playbackId: string; failed: boolean }
    | { type: 'ApplicationReplaced' }
  );
export type AriEventType = AriEvent['type'];

/** Sent to Asterisk as the application's filter, so that a burst of anything else can never close our socket. */
export const WANTED_EVENTS: readonly AriEventType[] = [
  'StasisStart',
  'StasisEnd',
  'ChannelStateChange',
  'ChannelDestroyed',
  'ChannelDtmfReceived',
  'Dial',
  'PlaybackFinished',
  'ApplicationReplaced',
];

type Json = Record<string, unknown>;
const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const asNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function channelOf(value: unknown): EventChannel {
  const channel = asObject(value);
  return {
    id: asText(channel['id']),
    name: asText(channel['name']),
    state: asText(channel['state']),
    callerNumber: asText(asObject(channel['caller'])['number']),
  };
}

/** @returns undefined for what we do not use or cannot read; never throws. */
export function parseAriEvent(text: string, receivedAtMs: number): AriEvent | undefined {
  let raw: Json;
  try {
    raw = asObject(JSON.parse(text));
  } catch {
    return undefined; // half a frame or not JSON: the resync after the next connect covers whatever it was
  }
  const stamp = Date.parse(asText(raw['timestamp']));
  const atMs = Number.isNaN(stamp) ? receivedAtMs : stamp;
  const channel = channelOf(raw['channel']);
  switch (raw['type']) {
    case 'StasisStart': {
      const args = Array.isArray(raw['args']) ? raw['args'].map(asText) : [];
      return { type: 'StasisStart', atMs, channel, args };
    }
    case 'StasisEnd':
    case 'ChannelStateChange':
      return { type: raw['type'], atMs, channel };
    case 'ChannelDestroyed': {
      // PJSIP puts the status code of the final response here, as text or number; 0 or nothing means there was none.
      const sipCode = Number.parseInt(String(raw['tech_cause'] ?? ''), 10) || undefined;
      return { type: raw['type'], atMs, channel, cause: asNumber(raw['cause']) ?? 0, sipCode };
    }
    case 'ChannelDtmfReceived':
      return { type: raw['type'], atMs, channel, digit: asText(raw['digit']) };
    case 'Dial':
      return { type: 'Dial', atMs, channel: channelOf(raw['peer']), dialStatus: asText(raw['dialstatus']) };
    case 'PlaybackFinished': {
      const playback = asObject(raw['playback']);
      return { type: raw['type'], atMs, playbackId: asText(playback['id']), failed: playback['state'] === 'failed' };
    }
    case 'ApplicationReplaced':
      return { type: raw['type'], atMs };
    default:
      return undefined;
  }
}
