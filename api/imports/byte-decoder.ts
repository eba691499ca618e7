import type { Encoding } from '../../core/rules/formats/layout.ts';

export interface ByteDecoder {
  /** Bytes of one unit. */
  width: 1 | 2;
  /** The buffer as units, in which quotes and line ends can be looked for. */
  units(buffer: Buffer): Uint8Array | Uint16Array;
  /** Null when the bytes are no text in this encoding: never a replacement character. */
  decode(bytes: Buffer): string | null;
}

const BOMS: readonly { encoding: Encoding; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16-le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16-be', bytes: [0xfe, 0xff] },
];

export function sniffBom(buffer: Buffer): { encoding: Encoding; length: number } | null {
  const found = BOMS.find(({ bytes }) => bytes.every((byte, i) => buffer[i] === byte));
  return found ? { encoding: found.encoding, length: found.bytes.length } : null;
}

export function byteDecoder(encoding: Encoding): ByteDecoder {
  if (encoding === 'utf-16-le' || encoding === 'utf-16-be') return wideDecoder(encoding === 'utf-16-be');
  // The platform's name for CP932; it knows NEC and IBM extensions and gives 外字 the private code points U+E000–E757.
  const decoder = new TextDecoder(encoding === 'cp932' ? 'shift_jis' : encoding, { fatal: true, ignoreBOM: true });
  return {
    width: 1,
    units: (buffer) => buffer,
    decode(bytes) {
      try {
        return decoder.decode(bytes);
      } catch (error) {
        if (error instanceof TypeError) return null;
        throw error;
      }
    },
  };
}

function wideDecoder(bigEndian: boolean): ByteDecoder {
  const native = (bytes: Buffer) => {
    const even = bytes.length - (bytes.length % 2);
    return bigEndian ? Buffer.from(bytes.subarray(0, even)).swap16() : bytes.subarray(0, even);
  };
  return {
    width: 2,
    units(buffer) {
      const even = native(buffer);
      const whole = even.byteOffset % 2 === 0 ? even : Buffer.from(new Uint8Array(even).buffer);
      return new Uint16Array(whole.buffer, whole.byteOffset, whole.length / 2);
    },
    decode(bytes) {
      const text = native(bytes).toString('utf16le');
      return text.isWellFormed() ? text : null;
    },
  };
}
