import { createCipheriv, createDecipheriv } from 'node:crypto';
import { TamperedError } from './keys.ts';

/**
 * The stored form of a recording: a header, then segments of AES-256-GCM that each open alone, so that playback can start
 * anywhere. Every segment is bound to its recording, its position and whether it is the last: none can be
 * changed, swapped, repeated, taken from another recording or cut off unseen.
 *
 *   header   "TGR1" ‖ segment size (u32 LE, plain bytes) ‖ recording id (16) ‖ nonce prefix (8)
 *   segment  ciphertext ‖ tag (16);  nonce = prefix ‖ position (u32 BE);  AAD = header ‖ position ‖ last (0 or 1)
 */
export const SEGMENT_BYTES = 64 * 1024;
export const HEADER_BYTES = 32;
const TAG_BYTES = 16;
const MAGIC = 'TGR1';

export interface SegmentContext {
  recordingId: string;
  key: Buffer;
  header: Buffer;
  segmentBytes: number;
}

export function newHeader(recordingId: string, segmentBytes: number, noncePrefix: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 0, 'latin1');
  header.writeUInt32LE(segmentBytes, 4);
  Buffer.from(recordingId.replaceAll('-', ''), 'hex').copy(header, 8);
  noncePrefix.copy(header, 24, 0, 8);
  return header;
}

/** @throws TamperedError when the header is not the one of this recording */
export function checkHeader(header: Buffer, recordingId: string, segmentBytes: number): void {
  const expected = newHeader(recordingId, segmentBytes, header.subarray(24));
  if (!header.equals(expected)) throw new TamperedError(recordingId, 'header');
}

export function segmentCount(plainBytes: number, segmentBytes: number): number {
  return Math.max(1, Math.ceil(plainBytes / segmentBytes));
}

export function storedBytes(plainBytes: number, segmentBytes: number): number {
  return HEADER_BYTES + plainBytes + segmentCount(plainBytes, segmentBytes) * TAG_BYTES;
}

/** Where segment `position` lies in the stored file: `[from, to)`. */
export function segmentRange(position: number, plainBytes: number, segmentBytes: number): { from: number; to: number } {
  const from = HEADER_BYTES + position * (segmentBytes + TAG_BYTES);
  return { from, to: Math.min(from + segmentBytes + TAG_BYTES, storedBytes(plainBytes, segmentBytes)) };
}

function nonceOf(header: Buffer, position: number): Buffer {
  const nonce = Buffer.alloc(12);
  header.copy(nonce, 0, 24, 32);
  nonce.writeUInt32BE(position, 8);
  return nonce;
}

function bindingOf(header: Buffer, position: number, last: boolean): Buffer {
  const binding = Buffer.alloc(HEADER_BYTES + 5);
  header.copy(binding);
  binding.writeUInt32BE(position, HEADER_BYTES);
  binding[HEADER_BYTES + 4] = last ? 1 : 0;
  return binding;
}

export function sealSegment(context: SegmentContext, position: number, last: boolean, plain: Buffer): Buffer[] {
  const cipher = createCipheriv('aes-256-gcm', context.key, nonceOf(context.header, position));
  cipher.setAAD(bindingOf(context.header, position, last));
  return [cipher.update(plain), cipher.final(), cipher.getAuthTag()];
}

/** @throws TamperedError; nothing is returned of a segment that does not prove itself */
export function openSegment(context: SegmentContext, position: number, last: boolean, sealed: Buffer): Buffer {
  if (sealed.length < TAG_BYTES) throw new TamperedError(context.recordingId, `segment ${position}`);
  const decipher = createDecipheriv('aes-256-gcm', context.key, nonceOf(context.header, position));
  decipher.setAAD(bindingOf(context.header, position, last)).setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new TamperedError(context.recordingId, `segment ${position}`);
  }
}
