export interface AsteriskRange {
  /** Nothing below this is ever used: known holes. */
  floor: string;
  /** The newest version the whole test suite ran on. */
  testedUpTo: string;
  refuse: readonly { version: string; why: string }[];
}

export type VersionJudgement =
  | { verdict: 'tested' }
  | { verdict: 'untested'; why: string }
  | { verdict: 'refused'; why: string };

/** The dotted number in `Asterisk 22.10.1~dfsg…`, `1:22.10.1+dfsg-1` or `22.10.1`; undefined for anything else. */
export function extractAsteriskVersion(text: string): string | undefined {
  return /(?:^|[^\d.])(\d+\.\d+(?:\.\d+)?)/.exec(text.replace(/^\s*\d+:/, ''))?.[1];
}

export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Below the floor it refuses; above the tested range it warns and leaves the decision to the self-test. */
export function judgeAsteriskVersion(version: string, range: AsteriskRange): VersionJudgement {
  if (compareVersions(version, range.floor) < 0) {
    return { verdict: 'refused', why: `Asterisk ${version} is older than ${range.floor}` };
  }
  const known = range.refuse.find((entry) => compareVersions(entry.version, version) === 0);
  if (known) return { verdict: 'refused', why: `Asterisk ${version}: ${known.why}` };
  if (compareVersions(version, range.testedUpTo) > 0) {
    return { verdict: 'untested', why: `Asterisk ${version} is newer than the tested ${range.testedUpTo}` };
  }
  return { verdict: 'tested' };
}
