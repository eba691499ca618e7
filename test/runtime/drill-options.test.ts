import { expect } from 'chai';
import { drillHelp, parseDrillOptions } from '../../runtime/drill/drill-options.ts';
import { SetupFault } from '../../runtime/setup-fault.ts';

describe('options of npm run drill', () => {
  it('has an answer for everything', () => {
    expect(parseDrillOptions([])).to.deep.equal({
      ...{ agents: 3, minutes: 5, mode: 'predictive', lines: 1, answerRate: 0.3, seed: 1, talkScale: 1 },
      ...{ json: false, keep: false, cacheDir: undefined, help: false },
    });
  });

  it('takes what the contract names', () => {
    const line = '--agents 12 --minutes 20 --mode progressive --lines 3 --answer-rate 0.15 --seed 42 --json';
    expect(parseDrillOptions(line.split(' '))).to.deep.include({
      ...{ agents: 12, minutes: 20, mode: 'progressive', lines: 3, answerRate: 0.15, seed: 42, json: true },
    });
  });

  for (const line of [
    '--agents 0',
    '--agents 61',
    '--agents 1.5',
    '--agents x',
    '--agents=',
    '--minutes 0.1',
    '--minutes 241',
    '--mode fast',
    '--lines 0',
    '--lines 12',
    '--answer-rate 0',
    '--answer-rate 1',
    '--answer-rate NaN',
    '--seed -1',
    '--seed 0.5',
    '--talk-scale 0',
    '--talk-scale 3',
    '--unknown',
    'word',
  ])
    it(`refuses ${line}`, () => {
      expect(() => parseDrillOptions(line.split(' '))).to.throw(SetupFault, /npm run -s drill/);
    });

  it('names every option in its help', () => {
    const names = [
      'agents',
      'minutes',
      'mode',
      'lines',
      'answer-rate',
      'seed',
      'talk-scale',
      'json',
      'keep',
      'offline-dir',
      'help',
    ];
    for (const name of names) expect(drillHelp).to.include(`--${name} `);
  });
});
