import { AriError } from './port.ts';

/** 20 security advisories were fixed in it (some in ARI itself). The tested range above it is the launcher's business. */
export const ASTERISK_FLOOR = '22.10.1';

/** `22.10.1~dfsg+~cs6.15-1`, `22.11.0-rc1`, `GIT-22-abc`: the leading numbers, or undefined when there are none. */
export function parseAsteriskVersion(text: string): [number, number, number] | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (!match) return undefined;
  return [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** @throws AriError `ari/version` when the version is below the floor or cannot be read. */
export function assertAsteriskVersion(text: string, floor = ASTERISK_FLOOR): void {
  const found = parseAsteriskVersion(text);
  const least = parseAsteriskVersion(floor) ?? [0, 0, 0];
  const difference = found?.map((part, index) => part - (least[index] ?? 0)).find((part) => part !== 0) ?? 0;
  if (!found || difference < 0) {
    throw new AriError(
      'ari/version',
      'asterisk.getInfo',
      `Asterisk "${text}" is below ${floor}; install ${floor} or later`,
    );
  }
}
