/** `[start, end)` of one HTTP range request (RFC 9110 §14). */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * `whole`: no range, several ranges or another unit, all of which a server may answer with everything.
 * `unsatisfiable`: 416.
 */
export function parseByteRange(header: string | undefined, totalBytes: number): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match) return 'whole';
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const start = Math.max(0, totalBytes - Number(last));
    return Number(last) === 0 ? 'unsatisfiable' : { start, end: totalBytes };
  }
  const start = Number(first);
  const end = last === '' ? totalBytes : Math.min(totalBytes, Number(last) + 1);
  if (last !== '' && Number(last) < start) return 'whole';
  return start >= totalBytes ? 'unsatisfiable' : { start, end };
}
