/** USB HID: page 0x0B is telephony, page 0x08 the lamps by which a headset learns what its buttons mean now. */
const HOOK = 0x000b_0020;
const MUTE = 0x000b_002f;
const LAMPS: Readonly<Record<number, Lamp>> = {
  [0x0008_0017]: 'off_hook',
  [0x0008_0009]: 'mute',
  [0x0008_0018]: 'ring',
};

export type HeadsetSwitch = 'hook' | 'mute';
export type Lamp = 'off_hook' | 'mute' | 'ring';

/** The part of WebHID that is used here; the DOM types do not have it yet. */
export interface HidItem {
  isAbsolute?: boolean;
  isArray?: boolean;
  isRange?: boolean;
  usages?: readonly number[];
  usageMinimum?: number;
  reportSize?: number;
  reportCount?: number;
}
export interface HidReport {
  reportId?: number;
  items?: readonly HidItem[];
}
export interface HidCollection {
  usagePage?: number;
  inputReports?: readonly HidReport[];
  outputReports?: readonly HidReport[];
}

export interface HidField<T> {
  reportId: number;
  /** From the first bit of the report's data. */
  bit: number;
  means: T;
  /** False: a push, told once as 1; true: the switch's position. */
  absolute: boolean;
}

export interface HeadsetFields {
  switches: HidField<HeadsetSwitch>[];
  lamps: HidField<Lamp>[];
  /** Bytes of each output report that carries a lamp. */
  outputBytes: Map<number, number>;
}

/** Where a headset's buttons and lamps are, by its own description. */
export function headsetFields(collections: readonly HidCollection[]): HeadsetFields {
  const inputs = collections.flatMap(({ inputReports = [] }) => inputReports);
  const outputs = collections.flatMap(({ outputReports = [] }) => outputReports);
  const lamps = fieldsOf(outputs, (usage) => LAMPS[usage]);
  const outputBytes = new Map<number, number>();
  for (const { reportId = 0, items = [] } of outputs) {
    if (lamps.some((lamp) => lamp.reportId === reportId)) outputBytes.set(reportId, Math.ceil(bitsOf(items) / 8));
  }
  const switches = fieldsOf(inputs, (usage) => (usage === HOOK ? 'hook' : usage === MUTE ? 'mute' : undefined));
  return { switches, lamps, outputBytes };
}

const bitsOf = (items: readonly HidItem[]) =>
  items.reduce((sum, { reportSize = 0, reportCount = 0 }) => sum + reportSize * reportCount, 0);

function fieldsOf<T>(reports: readonly HidReport[], meaningOf: (usage: number) => T | undefined): HidField<T>[] {
  const fields: HidField<T>[] = [];
  for (const { reportId = 0, items = [] } of reports) {
    let bit = 0;
    for (const item of items) {
      const { reportSize = 0, reportCount = 0, isAbsolute = true } = item;
      for (let index = 0; index < reportCount; index += 1) {
        const means = item.isArray ? undefined : meaningOf(usageAt(item, index));
        if (means !== undefined) fields.push({ reportId, bit: bit + index * reportSize, means, absolute: isAbsolute });
      }
      bit += reportSize * reportCount;
    }
  }
  return fields;
}

function usageAt({ isRange, usageMinimum = 0, usages = [] }: HidItem, index: number): number {
  return isRange ? usageMinimum + index : (usages[Math.min(index, usages.length - 1)] ?? 0);
}

export const bitAt = (data: DataView, bit: number): boolean =>
  bit >> 3 < data.byteLength && ((data.getUint8(bit >> 3) >> (bit & 7)) & 1) === 1;

/** The report that shows exactly these lamps. */
export function lampReport(fields: HeadsetFields, reportId: number, lit: ReadonlySet<Lamp>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.outputBytes.get(reportId) ?? 0);
  for (const { bit, means } of fields.lamps.filter((lamp) => lamp.reportId === reportId)) {
    if (lit.has(means)) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return bytes;
}
