import { expect } from 'chai';
import type { AgentSnapshot } from '../../core/contracts/realtime.ts';
import { holdTune, silence, tone } from '../../dialplan/sounds/tones.ts';
import { encodeWave, wavePcm } from '../../dialplan/sounds/wave-file.ts';
import { moodsOf } from '../../runtime/drill/city/crowd-mood.ts';
import { ShiftDiary } from '../../runtime/drill/desk/shift-diary.ts';
import { AgentPace, ordinaryTimes } from '../../runtime/drill/desk/working-times.ts';
import { type DrillFacts, drillReport } from '../../runtime/drill/measure/drill-report.ts';
import type { FarCall } from '../../runtime/drill/measure/far-side.ts';
import { firstToneMs } from '../../runtime/drill/measure/first-tone.ts';
import { quantileOf, shareInterval } from '../../runtime/drill/measure/interval.ts';
import type { CallRow } from '../../runtime/drill/queries.ts';

const RATE = 8_000;
const pcmOf = (...parts: { samples: Float64Array }[]) =>
  wavePcm(encodeWave({ rate: RATE, samples: Float64Array.from(parts.flatMap(({ samples }) => [...samples])) })).pcm;
/** Speech for a tone detector: voiced sound with formants that move, the pitch looked for included now and then. */
function babble(seconds: number): { samples: Float64Array } {
  const samples = new Float64Array(RATE * seconds);
  for (let index = 0; index < samples.length; index += 1) {
    const time = index / RATE;
    const pitch = 110 + 40 * Math.sin(3 * time);
    let value = 0;
    for (let harmonic = 1; harmonic < 12; harmonic += 1)
      value += (0.15 / harmonic) * Math.sin(2 * Math.PI * pitch * harmonic * time + harmonic);
    samples[index] = value * (0.5 + 0.5 * Math.sin(11 * time));
  }
  return { samples };
}

describe('the ear of a drill', () => {
  it('hears the agent from the first sample on', () => {
    expect(firstToneMs(pcmOf(tone(440, 1)), RATE, 440)).to.be.at.most(20);
  });
  for (const waitMs of [40, 730, 1_990, 2_010, 12_340])
    it(`hears after ${waitMs} ms of silence`, () => {
      expect(firstToneMs(pcmOf(silence(waitMs / 1_000), tone(440, 0.5)), RATE, 440)).to.be.closeTo(waitMs, 20);
    });
  it('takes no music on hold, no speech, no ring-back and no citizen for an agent', () => {
    for (const sound of [holdTune(), babble(8), tone(400, 2), tone(820, 2), tone(880, 2), silence(2)])
      expect(firstToneMs(pcmOf(sound), RATE, 440)).to.equal(undefined);
  });
  it('hears the agent after the polite beginning of something else', () => {
    expect(firstToneMs(pcmOf(babble(3), tone(440, 0.5)), RATE, 440)).to.be.closeTo(3_000, 30);
    expect(firstToneMs(pcmOf(holdTune(), tone(440, 0.5)), RATE, 440)).to.be.closeTo(12_000, 30);
  });
  it('does not take half a word for an agent', () => {
    expect(firstToneMs(pcmOf(silence(1), tone(440, 0.04), silence(1)), RATE, 440)).to.equal(undefined);
  });
});

describe('the arithmetic of a drill', () => {
  it('knows how little few calls say', () => {
    expect(shareInterval(0, 0)).to.deep.equal([0, 1]);
    const [low, high] = shareInterval(3, 300);
    // Wilson's own formula, worked by hand: 0.0034 to 0.0290.
    expect(low).to.be.closeTo(0.0034, 0.0001);
    expect(high).to.be.closeTo(0.029, 0.0002);
    expect(shareInterval(0, 300)[0]).to.equal(0);
    expect(shareInterval(0, 300)[1]).to.be.closeTo(0.0126, 0.0002);
    expect(shareInterval(5, 5)[1]).to.equal(1);
  });
  it('takes quantiles that were measured', () => {
    expect(quantileOf([5, 1, 3], 0.5)).to.equal(3);
    expect(quantileOf([], 0.5)).to.equal(null);
  });
  it('gives every agent a pace of their own, the same for the same seed', () => {
    const paces = ['a', 'b', 'c'].map((name) => new AgentPace(ordinaryTimes, 1, name).wrapMs('contact'));
    expect(new Set(paces).size).to.equal(3);
    expect(new AgentPace(ordinaryTimes, 1, 'a').wrapMs('contact')).to.equal(paces[0]);
    const one = new AgentPace(ordinaryTimes, 1, 'a');
    const mean = Array.from({ length: 3_000 }, () => one.wrapMs('contact')).reduce((sum, ms) => sum + ms, 0) / 3_000;
    expect(mean / 60_000).to.be.within(0.75, 1.3);
  });
  it('leads the crowd through a day in small', () => {
    const moods = moodsOf(0.3, 1, 20);
    expect(moods).to.have.length(240);
    expect(moods.reduce((sum, mood) => sum + mood, 0) / moods.length).to.be.within(0.2, 0.42);
    expect(moodsOf(0.3, 1, 20)).to.deep.equal(moods);
    expect(Math.max(...moodsOf(0.9, 4, 20))).to.be.at.most(0.94);
  });
});

const answered = (callId: string, more: Partial<FarCall> = {}): FarCall => ({
  ...{ callId, called: '0901', invitedMs: 1_000, answeredMs: 11_000, endedMs: 31_000, endedBy: 'citizen' as const },
  ...{ talkedMs: 20_000, who: 'contact' as const, heardMs: 0, gapMs: 0 },
  ...more,
});
const row = (sipCallId: string, more: Partial<CallRow> = {}): CallRow => ({
  ...{
    id: `call-${sipCallId}`,
    sipCallId,
    number: '0901',
    answeredMs: 11_005,
    connectedMs: null,
    endedMs: 31_010,
    ended: true,
  },
  ...{ recordingState: 'registered', recordedMs: 19_950, flags: [] },
  ...more,
});
const clean = { channels: 0, bridges: 0, leases: 0, openCalls: 0, incidents: 0 };
const facts = (more: Partial<DrillFacts>): DrillFacts => ({
  ...{
    far: [],
    rows: [],
    diaries: [],
    window: { fromMs: 0, toMs: 60_000 },
    leftovers: clean,
    troubles: [],
    heldUpMs: 0,
    ...more,
  },
});

describe('the report of a drill', () => {
  it('counts by what the citizens heard', () => {
    const far = [
      answered('a'),
      answered('b', { heardMs: 1_990 }),
      answered('c', { heardMs: 2_010 }),
      answered('d', { heardMs: undefined, talkedMs: 9_000 }),
      answered('e', { who: 'machine', heardMs: undefined }),
      { ...answered('f'), answeredMs: undefined, heardMs: undefined, who: undefined, endedBy: 'city' as const },
    ];
    const rows = [...'abcde'].map((id) => row(id)).concat(row('f', { answeredMs: null, recordingState: null }));
    const report = drillReport(facts({ far, rows }));
    expect(report).to.deep.include({ calls: 6, answered: 5, persons: 4, machines: 1, connected: 3, abandoned: 2 });
    expect(report.abandonment).to.equal(0.5);
    expect(report.waitMs).to.deep.equal({ p50: 1_990, p99: 9_000 });
    expect(report.unanswered).to.equal(1);
  });

  it('leaves out what was dialled before and after the measured time', () => {
    const far = [answered('a', { invitedMs: -1 }), answered('b'), answered('c', { invitedMs: 60_000 })];
    expect(drillReport(facts({ far, rows: [row('a'), row('b'), row('c')] })).calls).to.equal(1);
  });

  it('finds what one end knows and the other does not', () => {
    const far = [answered('a'), answered('b'), answered('c'), answered('d', { gapMs: 1_500 })];
    const rows = [row('b', { answeredMs: null }), row('c', { ended: false }), row('d')];
    const { problems, errors } = drillReport(facts({ far, rows, troubles: ['x'], leftovers: { ...clean, leases: 2 } }));
    expect(errors).to.equal(6);
    const all = problems.join('\n');
    for (const word of ['in no row', 'at one end only', 'never ended', 'lacks 1500 ms', '2 leases']) {
      expect(all).to.include(word);
    }
  });

  it('knows a call that never rang by its number, once', () => {
    const far = [1, 2].map((at) => ({
      ...answered(`f${at}`, { heardMs: undefined, who: undefined }),
      answeredMs: undefined,
    }));
    const silent = { ...row('x'), sipCallId: null, answeredMs: null, recordingState: null };
    const { problems } = drillReport(facts({ far, rows: [silent] }));
    expect(problems).to.deep.equal(['a call to 0901 is in no row']);
  });

  it('judges the ledger by the far side', () => {
    const far = [...'abcd'].map((id) => answered(id));
    const rows = [
      row('a'),
      row('b', { recordedMs: 15_000 }),
      row('c', { flags: ['repaired'] }),
      row('d', { recordingState: 'failed' }),
    ];
    const { recordings } = drillReport(facts({ far, rows }));
    expect(recordings).to.deep.equal({
      expected: 4,
      complete: 1,
      missing: 1,
      incomplete: [
        'call-b: 15000 ms of 20000, never joined, flags: none',
        'call-c: 19950 ms of 20000, never joined, flags: repaired',
      ],
    });
  });

  it('adds up the desks’ time inside the measured time only', () => {
    const diary = new ShiftDiary();
    const at = (state: string, call: string | null, ms: number) =>
      diary.note({ state, call: call ? { id: call } : null } as AgentSnapshot, ms);
    at('available', null, -10_000);
    at('talking', 'call-a', 11_020);
    at('wrap_up', 'call-a', 31_030);
    at('available', null, 41_000);
    diary.close(90_000);
    diary.heard('call-a', { firstAtMs: 11_060, who: 'contact' });
    const report = drillReport(facts({ far: [answered('a')], rows: [row('a')], diaries: [diary] }));
    expect(report.occupancy).to.be.closeTo((20_010 + 9_970) / 60_000, 0.0002);
    expect(report.time['available']).to.be.closeTo((11_020 + 19_000) / 60_000, 0.0002);
    expect(report.connectMs).to.deep.equal({ p50: 60, p99: 60 });
    expect(report.misheard).to.equal(0);
    const other = drillReport(facts({ far: [answered('a', { who: 'machine' })], rows: [row('a')], diaries: [diary] }));
    expect(other.misheard).to.equal(1);
    expect(report.eventMs).to.deep.equal({ p50: 15, p99: 20 });
  });
});
