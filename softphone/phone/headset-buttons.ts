import {
  bitAt,
  type HeadsetFields,
  type HidCollection,
  headsetFields,
  type Lamp,
  lampReport,
} from './headset-fields.ts';

/** `mute_on`/`mute_off`: a headset that tells the position of its switch instead of a push. */
export type HeadsetButton = 'off_hook' | 'on_hook' | 'mute' | 'mute_on' | 'mute_off';

export interface HidDevice {
  readonly opened: boolean;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  sendReport(reportId: number, data: BufferSource): Promise<void>;
  addEventListener(type: 'inputreport', listener: (event: { reportId: number; data: DataView }) => void): void;
  removeEventListener(type: 'inputreport', listener: (event: { reportId: number; data: DataView }) => void): void;
}
export interface Hid {
  getDevices(): Promise<HidDevice[]>;
  requestDevice(options: { filters: { usagePage: number }[] }): Promise<HidDevice[]>;
}

const TELEPHONY_PAGE = 0x0b;

/** Undefined where the browser has no WebHID (Firefox, a policy of the city's): buttons then do nothing, keys do. */
export function browserHid(): Hid | undefined {
  return (navigator as Navigator & { hid?: Hid }).hid;
}

/**
 * The buttons on the headset's cable: hook and mute. A headset takes its buttons seriously only while its lamps say that there is a call, so
 * `show` is part of it.
 */
export class HeadsetButtons {
  readonly #hid: Hid;
  readonly #onButton: (button: HeadsetButton) => void;
  #device: HidDevice | undefined;
  #fields: HeadsetFields = headsetFields([]);
  readonly #before = new Map<string, boolean>();
  #lit = '';

  constructor(hid: Hid, onButton: (button: HeadsetButton) => void) {
    this.#hid = hid;
    this.#onButton = onButton;
  }

  /** A headset that was allowed before, without asking. @returns false when there is none with buttons */
  async resume(): Promise<boolean> {
    return this.#take(await this.#hid.getDevices());
  }

  /** Asks the person; only on a click. @returns false when none was chosen */
  async ask(): Promise<boolean> {
    return this.#take(await this.#hid.requestDevice({ filters: [{ usagePage: TELEPHONY_PAGE }] }));
  }

  async show(lit: ReadonlySet<Lamp>): Promise<void> {
    const now = [...lit].sort().join();
    if (!this.#device || now === this.#lit) return;
    this.#lit = now;
    for (const reportId of this.#fields.outputBytes.keys()) {
      // Unplugged in this moment: the next one that is plugged in is shown it afresh.
      await this.#device.sendReport(reportId, lampReport(this.#fields, reportId, lit)).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    const device = this.#device;
    this.#device = undefined;
    this.#before.clear();
    this.#lit = '';
    device?.removeEventListener('inputreport', this.#heed);
    await device?.close().catch(() => undefined);
  }

  async #take(devices: readonly HidDevice[]): Promise<boolean> {
    for (const device of devices) {
      const fields = headsetFields(device.collections);
      if (fields.switches.length === 0) continue;
      await this.close();
      if (!device.opened) await device.open();
      this.#device = device;
      this.#fields = fields;
      device.addEventListener('inputreport', this.#heed);
      return true;
    }
    return false;
  }

  #heed = ({ reportId, data }: { reportId: number; data: DataView }): void => {
    for (const field of this.#fields.switches.filter((one) => one.reportId === reportId)) {
      const key = `${reportId}:${field.bit}`;
      const before = this.#before.get(key) ?? false;
      const on = bitAt(data, field.bit);
      this.#before.set(key, on);
      if (on === before) continue;
      if (field.means === 'hook') this.#onButton(on ? 'off_hook' : 'on_hook');
      else if (field.absolute) this.#onButton(on ? 'mute_on' : 'mute_off');
      else if (on) this.#onButton('mute');
    }
  };
}
