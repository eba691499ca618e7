import { expect } from 'chai';
import { type HeadsetButton, HeadsetButtons, type Hid, type HidDevice } from '../../softphone/phone/headset-buttons.ts';
import { type HidCollection, headsetFields } from '../../softphone/phone/headset-fields.ts';

/** As a common USB headset describes itself: hook, one unused bit, mute as a push; lamps behind three bits of padding. */
const HEADSET: HidCollection = {
  usagePage: 0x0b,
  inputReports: [
    {
      reportId: 2,
      items: [
        { usages: [0x000b0020], reportSize: 1, reportCount: 1, isAbsolute: true },
        { usages: [0x000b0097], reportSize: 1, reportCount: 1, isAbsolute: true },
        { usages: [0x000b002f], reportSize: 1, reportCount: 1, isAbsolute: false },
        { usages: [], reportSize: 1, reportCount: 5 },
        { isArray: true, isRange: true, usageMinimum: 0x000b0020, reportSize: 4, reportCount: 1 },
      ],
    },
  ],
  outputReports: [
    { reportId: 1, items: [{ usages: [0x000c0001], reportSize: 8, reportCount: 1 }] },
    {
      reportId: 3,
      items: [
        { usages: [], reportSize: 3, reportCount: 1 },
        { usages: [0x00080017, 0x00080009], reportSize: 1, reportCount: 2 },
        { usages: [], reportSize: 1, reportCount: 3 },
        { isRange: true, usageMinimum: 0x00080018, reportSize: 1, reportCount: 1 },
      ],
    },
  ],
};
const MOUSE: HidCollection = {
  usagePage: 1,
  inputReports: [{ reportId: 2, items: [{ usages: [0x00090001], reportSize: 1, reportCount: 1 }] }],
};

class FakeHeadset implements HidDevice {
  opened = false;
  readonly collections: readonly HidCollection[];
  readonly sent: [number, number[]][] = [];
  readonly #listeners = new Set<(event: { reportId: number; data: DataView }) => void>();
  constructor(collections: readonly HidCollection[]) {
    this.collections = collections;
  }
  async open() {
    this.opened = true;
  }
  async close() {
    this.opened = false;
  }
  async sendReport(reportId: number, data: BufferSource) {
    this.sent.push([reportId, [...(data as Uint8Array)]]);
  }
  addEventListener(_type: 'inputreport', listener: (event: { reportId: number; data: DataView }) => void) {
    this.#listeners.add(listener);
  }
  removeEventListener(_type: 'inputreport', listener: (event: { reportId: number; data: DataView }) => void) {
    this.#listeners.delete(listener);
  }
  report(reportId: number, ...bytes: number[]) {
    for (const listener of this.#listeners) listener({ reportId, data: new DataView(Uint8Array.from(bytes).buffer) });
  }
}

function stage(...devices: FakeHeadset[]) {
  const pressed: HeadsetButton[] = [];
  const hid: Hid = { getDevices: async () => devices, requestDevice: async () => devices };
  return { pressed, buttons: new HeadsetButtons(hid, (button) => pressed.push(button)) };
}

describe("a headset's buttons", () => {
  it('are found by its own description, whatever lies between', () => {
    const { switches, lamps, outputBytes } = headsetFields([HEADSET]);
    expect(switches).to.deep.equal([
      { reportId: 2, bit: 0, means: 'hook', absolute: true },
      { reportId: 2, bit: 2, means: 'mute', absolute: false },
    ]);
    expect(lamps.map(({ means, bit }) => [means, bit])).to.deep.equal([
      ['off_hook', 3],
      ['mute', 4],
      ['ring', 8],
    ]);
    expect([...outputBytes]).to.deep.equal([[3, 2]]);
  });

  it('hook tells both ways, a push of mute once, and what is told again is nothing new', async () => {
    const headset = new FakeHeadset([HEADSET]);
    const { pressed, buttons } = stage(new FakeHeadset([MOUSE]), headset);
    expect(await buttons.resume()).to.equal(true);
    expect(headset.opened).to.equal(true);
    headset.report(2, 0b001);
    headset.report(2, 0b001);
    headset.report(2, 0b101);
    headset.report(2, 0b001);
    headset.report(9, 0b111);
    headset.report(2, 0b000);
    headset.report(2);
    expect(pressed).to.deep.equal(['off_hook', 'mute', 'on_hook']);
  });

  it('a mute switch with a position tells the position', async () => {
    const items = [{ usages: [0x000b002f], reportSize: 1, reportCount: 1, isAbsolute: true }];
    const headset = new FakeHeadset([{ inputReports: [{ reportId: 0, items }] }]);
    const { pressed, buttons } = stage(headset);
    await buttons.ask();
    headset.report(0, 1);
    headset.report(0, 0);
    expect(pressed).to.deep.equal(['mute_on', 'mute_off']);
  });

  it('lamps say what is, once', async () => {
    const headset = new FakeHeadset([HEADSET]);
    const { buttons } = stage(headset);
    await buttons.show(new Set(['off_hook']));
    await buttons.resume();
    await buttons.show(new Set(['off_hook']));
    await buttons.show(new Set(['off_hook']));
    await buttons.show(new Set(['off_hook', 'mute']));
    await buttons.show(new Set(['ring']));
    await buttons.show(new Set());
    expect(headset.sent).to.deep.equal([
      [3, [0b0000_1000, 0]],
      [3, [0b0001_1000, 0]],
      [3, [0, 1]],
      [3, [0, 0]],
    ]);
  });

  it('closed, it presses nothing any more; a thing without buttons is none', async () => {
    const headset = new FakeHeadset([HEADSET]);
    const { pressed, buttons } = stage(headset);
    await buttons.resume();
    await buttons.close();
    headset.report(2, 1);
    expect([pressed, headset.opened]).to.deep.equal([[], false]);
    expect(await stage(new FakeHeadset([MOUSE])).buttons.ask()).to.equal(false);
  });
});
