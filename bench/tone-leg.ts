import { createSocket, type Socket } from 'node:dgram';
import { AMPLITUDE, FRAME, FRAME_MS, RATE, soundOf, toneFrames } from '../runtime/drill/sip/ulaw.ts';
import { tonePower } from '../runtime/product/tone-power.ts';

/** A tenth of the power that is sent: the tone fills a third of the packet at least. Silence and the other tone are far below. */
const HEARD_POWER = AMPLITUDE ** 2 / 10;

/**
 * The sound of one telephone: sends a tone in packets of 20 ms, and notes by this process' clock when the first packet
 * came in that carries the other party's tone.
 */
export class ToneLeg {
  /** `performance.now()` of the first packet with the tone listened for. */
  heardAt: number | undefined;
  packetsIn = 0;
  readonly #socket: Socket;
  readonly #frames: Buffer[];
  readonly #listenFor: number;
  #timer: NodeJS.Timeout | undefined;
  #onHeard: (() => void) | undefined;

  private constructor(socket: Socket, sendHertz: number, listenForHertz: number) {
    this.#socket = socket;
    this.#frames = toneFrames(sendHertz);
    this.#listenFor = listenForHertz;
    socket.on('message', (packet) => this.#listen(packet));
    socket.on('error', () => this.close());
  }

  static async open(host: string, sendHertz: number, listenForHertz: number): Promise<ToneLeg> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, host, resolve);
    });
    return new ToneLeg(socket, sendHertz, listenForHertz);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** The first packet goes out now, the others on a grid of 20 ms from now, late or not. */
  start(host: string, port: number): void {
    const begun = performance.now();
    const ssrc = Math.floor(Math.random() * 2 ** 32);
    let count = 0;
    const send = () => {
      const header = Buffer.alloc(12);
      header[0] = 0x80;
      header[1] = count === 0 ? 0x80 : 0;
      header.writeUInt16BE(count & 0xffff, 2);
      header.writeUInt32BE((count * FRAME) >>> 0, 4);
      header.writeUInt32BE(ssrc, 8);
      this.#socket.send([header, this.#frames[count % this.#frames.length] ?? Buffer.alloc(0)], port, host);
      count += 1;
      this.#timer = setTimeout(send, Math.max(0, begun + count * FRAME_MS - performance.now()));
    };
    send();
  }

  /** @returns false when nothing was heard in time. */
  async heard(withinMs: number): Promise<boolean> {
    if (this.heardAt !== undefined) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs);
      this.#onHeard = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#socket.removeAllListeners('message');
    try {
      this.#socket.close();
    } catch {
      // Closed before: that is what was wanted.
    }
  }

  #listen(packet: Buffer): void {
    const at = performance.now();
    this.packetsIn += 1;
    if (this.heardAt !== undefined) return;
    const pcm = soundOf(packet);
    if (!pcm || tonePower(pcm, this.#listenFor, RATE, 0, 1) < HEARD_POWER) return;
    this.heardAt = at;
    this.#onHeard?.();
  }
}
