import type { CDPSession, Page } from 'playwright-core';
import { round } from '../spread.ts';

export interface PageFigures {
  /** After a forced collection. */
  heapMb: number;
  nodes: number;
  listeners: number;
  /** Connections the page has opened since it was loaded. */
  peers: number;
  sound: SoundCounts;
}

/** Totals of the one leg since it was opened. */
export interface SoundCounts {
  sent: number;
  received: number;
  lostIn: number;
  /** As the exchange reports it. */
  lostOut: number;
  /** Samples the browser had to invent, of all it played, by this leg. */
  concealed: number;
  played: number;
}

/** What the browser itself says of the page, by its debugging port. */
export class PageWatch {
  readonly #page: Page;
  readonly #cdp: CDPSession;

  private constructor(page: Page, cdp: CDPSession) {
    this.#page = page;
    this.#cdp = cdp;
  }

  static async open(page: Page): Promise<PageWatch> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('HeapProfiler.enable');
    return new PageWatch(page, cdp);
  }

  async look(): Promise<PageFigures> {
    await this.#cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#cdp.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await this.#cdp.send('Memory.getDOMCounters');
    const { peers, sound } = await this.#page.evaluate(soundOf);
    return { heapMb: round(usedSize / 2 ** 20, 2), nodes, listeners: jsEventListeners, peers, sound };
  }
}

async function soundOf(): Promise<{ peers: number; sound: SoundCounts }> {
  const peers = (window as unknown as { soakPeers: RTCPeerConnection[] }).soakPeers;
  const sound = { sent: 0, received: 0, lostIn: 0, lostOut: 0, concealed: 0, played: 0 };
  const last = peers.at(-1);
  for (const entry of last ? [...(await last.getStats()).values()] : []) {
    if (entry.kind !== 'audio') continue;
    if (entry.type === 'outbound-rtp') sound.sent += entry.packetsSent ?? 0;
    if (entry.type === 'remote-inbound-rtp') sound.lostOut += entry.packetsLost ?? 0;
    if (entry.type === 'inbound-rtp') {
      sound.received += entry.packetsReceived ?? 0;
      sound.lostIn += entry.packetsLost ?? 0;
      sound.concealed += (entry.concealedSamples ?? 0) - (entry.silentConcealedSamples ?? 0);
      sound.played += entry.totalSamplesReceived ?? 0;
    }
  }
  return { peers: peers.length, sound };
}
