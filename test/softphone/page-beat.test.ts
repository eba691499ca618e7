import { expect } from 'chai';
import type { DeskBeat } from '../../core/contracts/realtime.ts';
import { OutputWatch } from '../../softphone/phone/output-watch.ts';
import { type DeviceNow, PageBeat } from '../../softphone/phone/page-beat.ts';

const WELL: DeviceNow = { microphone: 'open', outputThere: true, socketUp: true, zeros: false };

class Page {
  wall = 1_000_000;
  serverAheadMs = 0;
  roundTripMs = 20;
  answers = true;
  now: DeviceNow = WELL;
  sent: DeskBeat[] = [];
  tick: (() => void) | undefined;
  readonly beat = new PageBeat({
    loginId: 'login',
    everySecond: (tick) => {
      this.tick = tick;
      return () => {
        this.tick = undefined;
      };
    },
    read: () => this.now,
    send: async (beat) => {
      this.sent.push(beat);
      if (!this.answers) return undefined;
      this.wall += this.roundTripMs;
      return this.wall - this.roundTripMs / 2 + this.serverAheadMs;
    },
    wallMs: () => this.wall,
  });

  async pass(ms: number): Promise<void> {
    this.wall += ms;
    await this.beat.beat();
  }
  get last() {
    return this.sent.at(-1)?.problem;
  }
}

describe('the beat of a page', () => {
  it('counts up, and says at once what is wrong and when it is well again', async () => {
    const page = new Page();
    await page.beat.beat();
    page.now = { ...WELL, microphone: 'ended' };
    await page.pass(200);
    page.now = WELL;
    await page.pass(800);
    expect(page.sent).to.deep.equal([
      { seq: 1, loginId: 'login', problem: null },
      { seq: 2, loginId: 'login', problem: 'ended' },
      { seq: 3, loginId: 'login', problem: null },
    ]);
  });

  it('a machine that slept says so once, and is well with the next beat', async () => {
    const page = new Page();
    await page.beat.beat();
    await page.pass(1_000);
    expect(page.last).to.equal(null);
    await page.pass(40_000);
    expect(page.last).to.equal('asleep');
    await page.pass(1_000);
    expect(page.last).to.equal(null);
  });

  it('measures the way to the server, and its clock against ours', async () => {
    const page = new Page();
    page.roundTripMs = 80;
    page.serverAheadMs = 90_000;
    await page.beat.beat();
    expect(page.beat.line).to.deep.equal({ roundTripMs: 80, clockOffMs: -90_000 });
    await page.pass(1_000);
    expect(page.last).to.equal('clock');
    page.answers = false;
    await page.pass(1_000);
    expect(page.beat.line.clockOffMs).to.equal(-90_000);
  });

  it('warns of zeros only when they last, and a noise gate that opens starts the time again', async () => {
    const page = new Page();
    page.now = { ...WELL, zeros: true };
    for (let second = 0; second < 55; second += 1) await page.pass(1_000);
    expect(page.sent.every(({ problem }) => problem === null)).to.equal(true);
    page.now = WELL;
    await page.pass(1_000);
    page.now = { ...WELL, zeros: true };
    for (let second = 0; second < 55; second += 1) await page.pass(1_000);
    expect(page.last).to.equal(null);
    for (let second = 0; second < 8; second += 1) await page.pass(1_000);
    expect(page.last).to.equal('silent');
  });

  it('beats by the timer it is given, and not after its stop', async () => {
    const page = new Page();
    page.beat.start();
    page.beat.start();
    page.tick?.();
    expect(page.sent).to.have.length(2);
    page.beat.stop();
    expect(page.tick).to.equal(undefined);
  });
});

describe('something to hear with', () => {
  const headset = { id: 'h', label: 'headset' };
  const loud = { id: 'l', label: 'loudspeaker' };
  const seenAfter = (chosen: string, ...lists: { id: string; label: string }[][]) => {
    const watch = new OutputWatch();
    for (const list of lists) watch.look(list, chosen);
    return watch.there;
  };

  it('a browser that lists no outputs is believed', () => expect(seenAfter('default', [], [])).to.equal(true));
  it('the chosen one is there', () => expect(seenAfter('h', [headset, loud])).to.equal(true));
  it('the chosen one was never there: the system plays on another', () =>
    expect(seenAfter('h', [loud])).to.equal(true));
  it('the chosen one is gone: a citizen would be heard in the room', () =>
    expect(seenAfter('h', [headset, loud], [loud])).to.equal(false));
  it('all are gone', () => expect(seenAfter('default', [loud], [])).to.equal(false));
  it('it is back', () => expect(seenAfter('h', [headset], [], [headset])).to.equal(true));
});
