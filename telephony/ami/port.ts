/** AMI is for what ARI lacks, or does at a price: recorders with options, packet counters by the dozen. Each action is answered within 5 s or rejects. */
export interface AmiPort {
  readonly up: boolean;
  /** After each (re)connect with a log-in, and after each loss. */
  onLink(listener: (state: 'up' | 'down') => void): void;
  /**
   * Two-channel raw (option D, 8 kHz, 16 bit): left = from the channel (citizen), right = what the channel hears.
   * `file` is absolute. Asterisk's id of the recorder is left in the channel variable `idVariable`, where a later
   * controller finds it.
   * @returns that id.
   */
  startMixMonitor(channelName: string, file: string, idVariable: string): Promise<string>;
  /** A recorder or channel that is gone already counts as stopped. */
  stopMixMonitor(channelName: string, mixMonitorId: string): Promise<void>;
  /** Silence of equal length in both directions of the file while on. */
  muteMixMonitor(channelName: string, on: boolean): Promise<void>;
  /** Of a channel, by its id; undefined when it has none, or is gone. Over a connection that stands: a fraction of what ARI's HTTP costs. */
  getVariable(channelId: string, name: string): Promise<string | undefined>;
  /**
   * Packets so far on a channel's RTP session; undefined when the channel is gone. Asked for every leg about once a second: over a
   * connection that stands it costs a fraction of what ARI's HTTP does. AMI takes the channel's id as well as its name.
   */
  rtpCounts(channelId: string): Promise<RtpCounts | undefined>;
}

/** Seen from Asterisk: `rx` from the far end, `tx` to it. */
export interface RtpCounts {
  rx: number;
  tx: number;
}

export type AmiErrorCode = 'ami/not-connected' | 'ami/deadline' | 'ami/refused' | 'ami/injection';

export class AmiError extends Error {
  readonly code: AmiErrorCode;
  constructor(code: AmiErrorCode, action: string, detail: string) {
    super(`${action}: ${detail}`);
    this.name = 'AmiError';
    this.code = code;
  }
}
