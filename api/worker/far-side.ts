import { open } from 'node:fs/promises';
import { messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import { parseCarrierLog } from '../../dialplan/carrier/log.ts';

/** More calls than can wait for their recording at one time. */
const MAX_REMEMBERED = 2_000;

/**
 * Talk time by the far side's own log, for comparison with what was recorded. Reads only what was added since the last
 * question. Never rejects: a log that cannot be read is a comparison less, and no reason to leave a recording unsealed.
 */
export function carrierLogFarSide(logFile: string, logger: Logger): (sipCallId: string) => Promise<number | undefined> {
  const talked = new Map<string, number>();
  let offset = 0;
  let reading: Promise<void> | undefined;

  function remember(line: string): void {
    try {
      for (const call of parseCarrierLog(`${line}\n`)) talked.set(call.callId, call.talkedMs);
    } catch (error) {
      logger.warn({ err: messageOf(error) }, 'a line of the far side’s log cannot be read');
    }
  }

  async function readNew(): Promise<void> {
    const file = await open(logFile, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (!file) return;
    try {
      const { size } = await file.stat();
      // Shorter than before: a new log.
      if (size < offset) offset = 0;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - offset), 0, size - offset, offset);
      const whole = buffer.subarray(0, buffer.lastIndexOf('\n', bytesRead) + 1);
      offset += whole.length;
      for (const line of whole.toString('utf8').split('\n')) remember(line);
      for (const callId of talked.keys()) {
        if (talked.size <= MAX_REMEMBERED) break;
        talked.delete(callId);
      }
    } finally {
      await file.close();
    }
  }

  return async (sipCallId) => {
    reading ??= readNew()
      .catch((error: unknown) => logger.warn({ err: messageOf(error) }, 'the far side’s log cannot be read'))
      .finally(() => {
        reading = undefined;
      });
    await reading;
    return talked.get(sipCallId);
  };
}
