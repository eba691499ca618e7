import { randomBytes, randomUUID } from 'node:crypto';

/** UUID version 7: sorts by creation time, so indexes on it stay compact. */
export function newId(realNowMs = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(realNowMs, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A secret that may stand in a URL, a cookie or a SIP password: `bits` of randomness, base64url. */
export function newSecret(bits = 256): string {
  return randomBytes(bits / 8).toString('base64url');
}

export { randomUUID };
