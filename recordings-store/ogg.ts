/**
 * The little of Ogg (RFC 3533) and Opus in Ogg (RFC 7845) that is needed here: what the encoder wrote is checked by its
 * own clock, and the mapping of channels is named so that every player knows which is left and which is right.
 */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

function pageCrc(page: Buffer): number {
  let crc = 0;
  for (const byte of page) crc = ((crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  return crc;
}

/** Length of the first page, which holds the Opus header and nothing else; undefined while there is too little of it. */
export function firstPageBytes(start: Buffer): number | undefined {
  if (start.length < 28) return undefined;
  return 27 + (start[26] ?? 0) + (start[27] ?? 0);
}

const MAPPING_FAMILY_OFFSET = 18;

/**
 * The encoder keeps the channels apart only in "discrete" mapping (family 255), which names no speakers and which players
 * need not play. Family 1 with two uncoupled streams is the same sound and says: first left, second right.
 * @throws Error when the page is not a two-channel Opus header
 */
export function nameChannels(firstPage: Buffer): Buffer {
  const page = Buffer.from(firstPage);
  const head = 28;
  const isHeader = page.toString('latin1', 0, 4) === 'OggS' && page.toString('latin1', head, head + 8) === 'OpusHead';
  if (!isHeader || page[head + 9] !== 2) throw new Error('the encoder did not write a two-channel Opus header');
  page[head + MAPPING_FAMILY_OFFSET] = 1;
  page.writeUInt32LE(0, 22);
  page.writeUInt32LE(pageCrc(page), 22);
  return page;
}

/** Samples (48 kHz) before the sound starts, from the Opus header in the first page. */
export function preSkipOf(firstPage: Buffer): number {
  return firstPage.readUInt16LE(28 + 10);
}

/** The last page's position in 48 kHz samples. `tail` must hold the last page's start (a page is at most 65,307 bytes). */
export function lastGranule(tail: Buffer): number | undefined {
  const at = tail.lastIndexOf('OggS', undefined, 'latin1');
  if (at < 0 || at + 14 > tail.length) return undefined;
  return Number(tail.readBigInt64LE(at + 6));
}
