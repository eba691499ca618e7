import { expect } from 'chai';
import {
  ASLEEP_AFTER_MS,
  BLOCKING_PROBLEMS,
  CLOCK_OFF_MS,
  DEVICE_PROBLEMS,
  type DeviceFacts,
  type DeviceProblem,
  deviceProblemOf,
  isDeviceProblem,
  judgeDevice,
  SILENT_AFTER_MS,
} from '../../core/rules/device-problem.ts';

const WELL: DeviceFacts = {
  microphone: 'open',
  outputThere: true,
  socketUp: true,
  sinceLastBeatMs: 1_000,
  clockOffMs: 0,
  zerosForMs: 0,
};

const CASES: [string, Partial<DeviceFacts>, DeviceProblem | null][] = [
  ['all is well', {}, null],
  ['the microphone is just being opened', { microphone: 'opening' }, null],
  ['no permission for the microphone', { microphone: 'denied' }, 'permission'],
  ['the track ended', { microphone: 'ended' }, 'ended'],
  ['no microphone at all', { microphone: 'missing' }, 'ended'],
  ['another program has the microphone', { microphone: 'busy' }, 'ended'],
  ['muted by the browser or the headset', { microphone: 'silenced' }, 'muted'],
  ['nothing to hear with', { outputThere: false }, 'output_missing'],
  ["the telephone's socket is dead", { socketUp: false }, 'socket'],
  ['a beat that is late but not asleep', { sinceLastBeatMs: ASLEEP_AFTER_MS - 1 }, null],
  ['asleep', { sinceLastBeatMs: ASLEEP_AFTER_MS }, 'asleep'],
  ['clock not known yet', { clockOffMs: null }, null],
  ['clock a little off', { clockOffMs: -(CLOCK_OFF_MS - 1) }, null],
  ['clock slow', { clockOffMs: -CLOCK_OFF_MS }, 'clock'],
  ['clock fast', { clockOffMs: CLOCK_OFF_MS }, 'clock'],
  ['a noise-gated headset that listens', { zerosForMs: SILENT_AFTER_MS - 1 }, null],
  ['zeros for long', { zerosForMs: SILENT_AFTER_MS }, 'silent'],
  ['what blocks goes before what warns', { zerosForMs: SILENT_AFTER_MS, socketUp: false }, 'socket'],
  ['the cause goes before its effects', { microphone: 'denied', socketUp: false, outputThere: false }, 'permission'],
];

describe('what a desk reports of its devices', () => {
  for (const [name, facts, problem] of CASES)
    it(name, () => expect(deviceProblemOf({ ...WELL, ...facts })).to.equal(problem));

  it('silence and a wrong clock warn, everything else keeps citizens away', () => {
    expect(DEVICE_PROBLEMS.filter((one) => judgeDevice(one).routable)).to.deep.equal(['clock', 'silent']);
    expect(BLOCKING_PROBLEMS).to.deep.equal(DEVICE_PROBLEMS.slice(0, -2));
    expect(judgeDevice(null)).to.deep.equal({ routable: true, sentence: '' });
  });

  it('each says in Japanese what to do', () => {
    for (const one of DEVICE_PROBLEMS) {
      const { sentence } = judgeDevice(one);
      expect(sentence, one).to.match(/。/).and.not.match(/[a-z]/i);
      expect(sentence, one).to.match(/してください|ください/);
    }
  });

  it('anything else in the column or from the network is no problem of ours', () => {
    expect(isDeviceProblem('muted')).to.equal(true);
    for (const other of ['x', '', null, 3, {}]) expect(isDeviceProblem(other)).to.equal(false);
  });
});
