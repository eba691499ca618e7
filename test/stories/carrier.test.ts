import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CarrierControl } from '../../dialplan/carrier/control.ts';
import { type CarrierCall, readCarrierLog } from '../../dialplan/carrier/log.ts';
import { buildTones } from '../../dialplan/sounds/build-tones.ts';
import { tone } from '../../dialplan/sounds/tones.ts';
import { encodeWave } from '../../dialplan/sounds/wave-file.ts';
import { AriSession } from '../support/ari-session.ts';
import { type AsteriskPair, startAsteriskPair } from '../support/asterisk-pair.ts';
import { readWav, tonePower } from '../support/sound.ts';
import { measuresSeconds } from './support/take-turns.ts';

const callerId = '0220001100';
/** What a busy machine may lose of a call: half a second, or of a longer one a sixth. */
const mostLostMs = (talkedMs: number) => Math.max(500, talkedMs / 6);
/** 2026-11-20 19:30 in Japan. */
const eveningMs = Date.UTC(2026, 10, 20, 10, 30);

describe('story: the simulated network', function () {
  measuresSeconds();
  this.timeout(60_000);
  let pair: AsteriskPair;
  let ari: AriSession;
  let carrier: CarrierControl;
  let soundsDir: string;

  before(async () => {
    soundsDir = await mkdtemp(join(tmpdir(), 'tori-sounds-'));
    await buildTones(soundsDir);
    await writeFile(join(soundsDir, 'carrier/unallocated.wav'), encodeWave(tone(520, 1)));
    const clock = { mode: 'simulated' as const, realAnchorMs: Date.now(), simulatedAnchorMs: eveningMs, speed: 1 };
    pair = await startAsteriskPair({ soundsDir, clock });
    ari = await AriSession.open(pair.config.asterisk);
    carrier = await CarrierControl.open(pair.config.carrier);
  });
  after(async () => {
    carrier?.close();
    ari?.close();
    await pair?.stop();
    await rm(soundsDir, { recursive: true, force: true });
  });

  /** The log's lines, which the far side writes when its legs end: at least so many. */
  async function loggedCalls(least: number, isIt: (call: CarrierCall) => boolean): Promise<CarrierCall[]> {
    for (const stop = performance.now() + 10_000; performance.now() < stop; ) {
      const found = (await readCarrierLog(pair.config.carrier.logFile)).filter(isIt);
      if (found.length >= least) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the carrier logged no such calls');
  }

  async function logged(isIt: (call: CarrierCall) => boolean): Promise<CarrierCall> {
    const [first] = await loggedCalls(1, isIt);
    if (!first) throw new Error('none of at least one');
    return first;
  }

  const outcomes: [number: string, behaviour: string, cause: number, sip: number | undefined, answered: boolean][] = [
    ['0900000201', 'busy', 17, 486, false],
    ['0900000202', 'rejected;ring=1', 21, 603, false],
    ['0900000203', 'unallocated', 1, 404, false],
    ['0900000204', 'no-answer;ring=1', 19, 480, false],
    ['0900000205', 'hangup;ring=1', 16, undefined, true],
    ['0900000206', 'voicemail;ring=1;talk=1', 16, undefined, true],
    ['0900000207', 'answer;ring=1;talk=1;voice=2', 16, undefined, true],
    ['0900000208', 'tone;hz=700;talk=1', 16, undefined, true],
    ['0900000212', 'busy;ring=1', 17, 486, false],
    ['0900000216', 'in-band-ringing;ring=1.5', 19, 480, false],
    ['0900000213', 'person;ring=1;talk=3.5;who=absent', 16, undefined, true],
    ['0900000214', 'machine;ring=1;talk=3.2', 16, undefined, true],
  ];
  for (const [number, behaviour, cause, sip, isAnswered] of outcomes) {
    it(`${behaviour}: the caller learns cause ${cause}, the log agrees`, async () => {
      await carrier.setBehaviour(number, behaviour);
      await ari.originate(`c${number}`, number, callerId);
      const end = await ari.destroyed(`c${number}`, 20_000);
      expect(end.cause).to.equal(cause);
      expect(end.tech_cause).to.equal(sip);
      const call = await logged(({ callId }) => callId === end.channel?.protocol_id);
      expect(call).to.include({
        called: number,
        from: callerId,
        pai: callerId,
        behaviour,
        endedBy: 'citizen',
        direction: 'to_citizen',
      });
      expect(call.answeredMs !== undefined).to.equal(isAnswered);
      expect(call.endedMs).to.be.closeTo(Date.now(), 5000);
      if (!isAnswered) return;
      const heard = readWav(await readFile(join(pair.config.carrier.soundDir, call.heard ?? '')));
      const said = readWav(await readFile(join(pair.config.carrier.soundDir, call.said ?? '')));
      // A machine that is short of time loses frames of a file: that is no fault of the network's log. It never adds any.
      for (const [name, sound] of Object.entries({ heard, said }))
        expect(((sound.channels[0]?.length ?? 0) / sound.rate) * 1000, name).to.be.within(
          call.talkedMs - mostLostMs(call.talkedMs),
          call.talkedMs + 150,
        );
    });
  }

  it('writes a whole line when the caller gives up while it rings', async () => {
    await carrier.setBehaviour('0900000209', 'answer;ring=30');
    await ari.originate('giveup', '0900000209', callerId);
    await ari.event(({ dialstatus, peer }) => dialstatus === 'RINGING' && peer?.id === 'giveup');
    await ari.rest('DELETE', '/channels/giveup');
    const call = await logged(({ called }) => called === '0900000209');
    expect(call).to.include({ endedBy: 'city', talkedMs: 0 });
    expect(call.ringingMs).to.be.a('number');
  });

  it('lets a person call in, with the own number, and run a behaviour', async () => {
    await carrier.originate({ from: '0901112222', to: callerId, behaviour: 'tone;hz=700' });
    const start = await ari.event(({ type, args }) => type === 'StasisStart' && args?.[0] === 'inbound');
    expect(start.args).to.deep.equal(['inbound', callerId]);
    const id = start.channel?.id ?? '';
    const channel = await ari.rest<{ caller: { number: string } }>('GET', `/channels/${id}`);
    expect(channel.caller.number).to.equal('0901112222');
    await ari.rest('POST', `/channels/${id}/answer`);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(await carrier.channels()).to.have.length(1);
    await ari.rest('DELETE', `/channels/${id}`);
    const call = await logged(({ direction }) => direction === 'from_citizen');
    expect(call).to.include({ from: '0901112222', called: callerId, endedBy: 'city' });
    expect(call.callId).to.equal(start.channel?.protocol_id);
  });

  it('calls back the number that was shown', async () => {
    await carrier.setBehaviour('0900000210', 'callback;ring=1;after=1');
    await ari.originate('back', '0900000210', '0220001177');
    await ari.destroyed('back');
    const start = await ari.event(({ type, args }) => type === 'StasisStart' && args?.[1] === '0220001177');
    const channel = await ari.rest<{ caller: { number: string } }>('GET', `/channels/${start.channel?.id}`);
    expect(channel.caller.number).to.equal('0900000210');
    await ari.rest('DELETE', `/channels/${start.channel?.id}`);
  });

  it('draws the same behaviour for the same number, by the hour of the simulated clock', async () => {
    const place = async (id: string) => {
      await ari.originate(id, '0900000300', callerId);
      await ari.event(({ type, dialstatus, peer }) => type === 'Dial' && dialstatus !== '' && peer?.id === id);
      await ari.rest('DELETE', `/channels/${id}`).catch(() => undefined); // gone already when it was refused
      await ari.destroyed(id);
    };
    await place('draw1');
    await place('draw2');
    const [first, second] = await loggedCalls(2, ({ called }) => called === '0900000300');
    expect(second?.behaviour).to.equal(first?.behaviour);

    let placed = 0;
    const shares = async (share: number) => {
      await carrier.setAnswerShare(19, share);
      const numbers = Array.from({ length: 12 }, (_, index) => `09000004${10 + index}`);
      for (const number of numbers) {
        await ari.originate(`s${share}-${number}`, number, callerId);
        await ari.event(
          ({ type, dialstatus, peer }) => type === 'Dial' && !!dialstatus && peer?.id === `s${share}-${number}`,
        );
        await ari.rest('DELETE', `/channels/s${share}-${number}`).catch(() => undefined); // gone already when it was refused
        await ari.destroyed(`s${share}-${number}`);
      }
      placed += numbers.length;
      const calls = (await loggedCalls(placed, ({ called }) => numbers.includes(called))).slice(-12);
      return calls.filter(({ behaviour }) => /^(answer|hangup)/.test(behaviour)).length;
    };
    expect(await shares(1000)).to.be.greaterThan(8);
    expect(await shares(0)).to.equal(0);
  });

  it('lets a number of the crowd do one thing after the other, by the mood of the moment', async () => {
    const number = '0900000215';
    await carrier.setCrowd(number, [
      { limit: 0.3, behaviour: { name: 'person', ring: 0.5, talk: 3, who: 'contact' } },
      { limit: 0.3, behaviour: { name: 'person', ring: 0.5, talk: 3, who: 'absent' } },
      { limit: 0, behaviour: { name: 'busy', ring: 1.5 } },
    ]);
    const met: string[] = [];
    for (const [id, mood] of [0.31, 0.29, 0, 1].entries()) {
      await carrier.setCrowdMood(mood === 0 ? 0.0001 : mood);
      await ari.originate(`crowd${id}`, number, callerId);
      const ringing = ({ type, dialstatus, peer }: { type: string; dialstatus?: string; peer?: { id: string } }) =>
        type === 'Dial' && !!dialstatus && peer?.id === `crowd${id}`;
      await ari.event(ringing);
      await new Promise((resolve) => setTimeout(resolve, 700));
      await ari.rest('DELETE', `/channels/crowd${id}`).catch(() => undefined); // gone already when it was refused
      await ari.destroyed(`crowd${id}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      met.push(await lastBehaviour(number));
    }
    expect(met).to.deep.equal(['person;ring=0.5;talk=3;who=contact', 'no-answer', 'busy;ring=1.5', 'no-answer']);
  });

  async function lastBehaviour(number: string): Promise<string> {
    const calls = (await readCarrierLog(pair.config.carrier.logFile)).filter(({ called }) => called === number);
    return calls.at(-1)?.behaviour ?? '';
  }

  it('plays the announcement before any answer', async () => {
    await carrier.setBehaviour('0900000211', 'unallocated');
    const number = 'PJSIP/0900000211@carrier';
    await ari.rest('POST', `/channels/create?channelId=early&endpoint=${number}&app=${ari.app}`);
    await ari.rest('POST', '/bridges/earlybridge?type=mixing');
    await ari.originate('listener', '0000000440', callerId);
    await ari.answered('listener');
    for (const id of ['listener', 'early'])
      await ari.rest('POST', `/bridges/earlybridge/addChannel?channel=${id}&inhibitConnectedLineUpdates=true`);
    await ari.rest('POST', '/channels/early/dial');
    await ari.destroyed('early');
    await ari.rest('DELETE', '/channels/listener');
    await ari.rest('DELETE', '/bridges/earlybridge');
    const call = await logged(({ called }) => called === '0000000440');
    const heard =
      readWav(await readFile(join(pair.config.carrier.soundDir, call.heard ?? ''))).channels[0] ?? new Float64Array();
    const peak = Math.max(
      ...Array.from({ length: Math.floor(heard.length / 1600) }, (_, i) =>
        tonePower(heard, 8000, 520, i * 1600, (i + 1) * 1600),
      ),
    );
    expect(peak).to.be.greaterThan(0.01);
  });
});
