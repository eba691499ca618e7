import { createSocket, type Socket } from 'node:dgram';
import { hums, type WhoPicksUp } from '../../../dialplan/carrier/crowd.ts';
import type { MediaClock } from './media-clock.ts';
import { tonePurity } from './tone-purity.ts';
import { FRAME, RATE, soundOf, toneFrames } from './ulaw.ts';

/** The voice of every agent of a drill. */
export const AGENT_HERTZ = 440;

const PURE = 0.8;
/** A hum has to be heard twice running: one packet of speech may sound like one. */
const SURE_AFTER = 2;
/** Digital silence in µ-law, and the quietest step beside it: what a parked leg hears all day. */
const SILENT: ReadonlySet<number | undefined> = new Set([0xff, 0x7f, 0xfe, 0x7e]);

export interface HeardCitizen {
  /** Epoch milliseconds of the first packet with a citizen's hum. */
  firstAtMs: number | undefined;
  /** Undefined until somebody hummed. */
  who: WhoPicksUp | undefined;
}

const voice = toneFrames(AGENT_HERTZ);

/** The sound of one agent's telephone: always sends its tone, and in a call listens for who the citizen is. */
export class TelephoneSound {
  readonly #socket: Socket;
  #leave: (() => void) | undefined;
  #heard: HeardCitizen = { firstAtMs: undefined, who: undefined };
  #listening = false;
  #candidate: { who: WhoPicksUp; atMs: number; times: number } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (packet) => this.#listen(packet));
    // A packet to a port that is closing comes back as an error; the leg's own end is told by SIP.
    socket.on('error', () => this.close());
  }

  static async open(host: string): Promise<TelephoneSound> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, host, resolve);
    });
    socket.removeAllListeners('error');
    return new TelephoneSound(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  start(clock: MediaClock, to: { host: string; port: number }): void {
    const ssrc = Math.floor(Math.random() * 2 ** 32);
    let first = true;
    this.#leave?.();
    this.#leave = clock.add((frame) => {
      const packet = Buffer.allocUnsafe(12 + FRAME);
      packet[0] = 0x80;
      packet[1] = first ? 0x80 : 0;
      first = false;
      packet.writeUInt16BE(frame & 0xffff, 2);
      packet.writeUInt32BE((frame * FRAME) >>> 0, 4);
      packet.writeUInt32BE(ssrc, 8);
      voice[frame % voice.length]?.copy(packet, 12);
      this.#socket.send(packet, to.port, to.host);
    });
  }

  /** From now on the next call is listened for: what the one before sounded like is forgotten. */
  listen(): void {
    this.#heard = { firstAtMs: undefined, who: undefined };
    this.#candidate = undefined;
    this.#listening = true;
  }

  get heard(): HeardCitizen {
    return this.#heard;
  }

  close(): void {
    this.#leave?.();
    this.#leave = undefined;
    this.#socket.removeAllListeners('message');
    try {
      this.#socket.close();
    } catch {
      // Closed before: that is what was wanted.
    }
  }

  #listen(packet: Buffer): void {
    if (!this.#listening) return;
    const atMs = performance.timeOrigin + performance.now();
    if (packet.subarray(12).every((code) => SILENT.has(code))) return;
    const pcm = soundOf(packet);
    if (!pcm) return;
    const who = (Object.keys(hums) as WhoPicksUp[]).find((name) => tonePurity(pcm, hums[name], RATE) > PURE);
    if (!who) {
      this.#candidate = undefined;
      return;
    }
    this.#candidate =
      this.#candidate?.who === who ? { ...this.#candidate, times: this.#candidate.times + 1 } : { who, atMs, times: 1 };
    if (this.#candidate.times < SURE_AFTER) return;
    this.#heard = { firstAtMs: this.#candidate.atMs, who };
    this.#listening = false;
  }
}
