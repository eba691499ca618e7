/** What one look at `getStats()` says about the sound of the leg, since the last look. */
export interface PacketCounts {
  received: number;
  sent: number;
  lost: number;
  jitterMs: number;
}

interface Totals {
  received: number;
  sent: number;
  lost: number;
  jitterMs: number;
}

/** Counts packets per look; counters that start again (new call) give the new total, never a negative number. */
export class PacketCounter {
  #before: Totals = { received: 0, sent: 0, lost: 0, jitterMs: 0 };

  read(report: Iterable<Record<string, unknown>>): PacketCounts {
    const now = totals(report);
    const before = this.#before;
    this.#before = now;
    return {
      received: since(now.received, before.received),
      sent: since(now.sent, before.sent),
      lost: since(now.lost, before.lost),
      jitterMs: now.jitterMs,
    };
  }
}

function totals(report: Iterable<Record<string, unknown>>): Totals {
  const sum: Totals = { received: 0, sent: 0, lost: 0, jitterMs: 0 };
  for (const entry of report) {
    if (entry['kind'] !== 'audio') continue;
    if (entry['type'] === 'inbound-rtp') {
      sum.received += number(entry['packetsReceived']);
      sum.lost += number(entry['packetsLost']);
      sum.jitterMs = Math.round(number(entry['jitter']) * 1000);
    }
    if (entry['type'] === 'outbound-rtp') sum.sent += number(entry['packetsSent']);
  }
  return sum;
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const since = (now: number, before: number): number => (now >= before ? now - before : now);
