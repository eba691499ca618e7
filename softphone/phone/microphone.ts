import { openMicrophone } from './devices.ts';

export type MicrophoneTrouble = 'ended' | 'silenced' | 'denied' | 'missing' | 'busy' | null;

export function troubleOf(error: unknown): MicrophoneTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'busy';
}

/**
 * An open microphone and what went wrong with it: unplugged (`ended`), or switched off by the headset or the system
 * (`silenced`), which no SIP message would ever tell.
 */
export class Microphone {
  readonly stream: MediaStream;
  readonly deviceId: string;
  trouble: MicrophoneTrouble = null;
  #onTrouble: (trouble: MicrophoneTrouble) => void;

  private constructor(stream: MediaStream, deviceId: string, onTrouble: (trouble: MicrophoneTrouble) => void) {
    this.stream = stream;
    this.deviceId = deviceId;
    this.#onTrouble = onTrouble;
    const track = this.track;
    track?.addEventListener('ended', () => this.#report('ended'));
    track?.addEventListener('mute', () => this.#report('silenced'));
    track?.addEventListener('unmute', () => this.#report(null));
  }

  static async open(deviceId: string, onTrouble: (trouble: MicrophoneTrouble) => void): Promise<Microphone> {
    return new Microphone(await openMicrophone(deviceId), deviceId, onTrouble);
  }

  get track(): MediaStreamTrack | undefined {
    return this.stream.getAudioTracks()[0];
  }

  setMuted(muted: boolean): void {
    if (this.track) this.track.enabled = !muted;
  }

  close(): void {
    this.#onTrouble = () => undefined;
    for (const track of this.stream.getTracks()) track.stop();
  }

  #report(trouble: MicrophoneTrouble): void {
    this.trouble = trouble;
    this.#onTrouble(trouble);
  }
}
