import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const instant = z.number().int().nonnegative();

const legSchema = z.object({
  direction: z.enum(['to_citizen', 'from_citizen']),
  callId: z.string(),
  called: z.string(),
  from: z.string(),
  pai: z.string(),
  behaviour: z.string(),
  invitedMs: instant,
  ringingMs: instant,
  answeredMs: instant,
  endedMs: instant,
  cause: z.number().int(),
  endedBy: z.enum(['city', 'citizen']),
  heard: z.string(),
  said: z.string(),
});

/** One call leg as the far side saw it. Instants are epoch milliseconds of the machine. */
export interface CarrierCall {
  direction: 'to_citizen' | 'from_citizen';
  /** SIP Call-ID: the same text on the pbx's channel (`CHANNEL(pjsip,call-id)`). */
  callId: string;
  called: string;
  /** User part of From. */
  from: string;
  /** User part of P-Asserted-Identity, empty when there was none. */
  pai: string;
  /** As `parseBehaviour` reads it. */
  behaviour: string;
  invitedMs: number;
  ringingMs?: number;
  answeredMs?: number;
  endedMs: number;
  /** 0 when never answered. */
  talkedMs: number;
  /** Q.850 as the carrier's channel had it at the end. */
  cause: number;
  endedBy: 'city' | 'citizen';
  /** File names in the carrier's sound folder; only for answered calls. */
  heard?: string;
  said?: string;
}

/** Every leg that has ended, oldest first. A last line that is still being written is left out; no file means no calls yet. */
export async function readCarrierLog(file: string): Promise<CarrierCall[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return parseCarrierLog(text);
}

/** @throws Error naming the line when a finished line cannot be read: a log with holes proves nothing. */
export function parseCarrierLog(text: string): CarrierCall[] {
  // What follows the last line end is nothing, or half a line.
  const lines = text.split('\n').slice(0, -1);
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    try {
      return [toCall(legSchema.parse(JSON.parse(line)))];
    } catch (cause) {
      throw new Error(`Line ${index + 1} of the carrier's log is not readable.`, { cause });
    }
  });
}

function toCall(leg: z.infer<typeof legSchema>): CarrierCall {
  const { ringingMs, answeredMs, heard, said, ...rest } = leg;
  const answered = answeredMs > 0;
  return {
    ...rest,
    ...(ringingMs > 0 && { ringingMs }),
    ...(answered && { answeredMs, heard, said }),
    talkedMs: answered ? Math.max(0, leg.endedMs - answeredMs) : 0,
  };
}
