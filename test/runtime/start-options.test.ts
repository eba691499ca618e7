import { expect } from 'chai';
import { SetupFault } from '../../runtime/setup-fault.ts';
import { parseStartOptions } from '../../runtime/start-options.ts';

describe('options of npm start', () => {
  it('has an answer for everything', () => {
    expect(parseStartOptions([])).to.deep.include({
      dataDir: './data',
      port: 8080,
      host: '127.0.0.1',
      empty: false,
      tls: undefined,
    });
    expect(parseStartOptions([]).clock).to.deep.equal({ mode: 'simulated', startMs: undefined, speed: 1 });
  });

  it('takes what the contract names', () => {
    const options = parseStartOptions([
      '--data',
      '/d',
      '--port',
      '9000',
      '--empty',
      '--clock',
      '2026-11-20T09:30',
      '--speed',
      '60',
    ]);
    expect(options).to.deep.include({ dataDir: '/d', port: 9000, empty: true });
    expect(options.clock).to.deep.equal({ mode: 'simulated', startMs: Date.UTC(2026, 10, 20, 0, 30), speed: 60 });
    expect(parseStartOptions(['--clock', 'real']).clock).to.deep.equal({ mode: 'real' });
  });

  const wrong: readonly (readonly string[])[] = [
    ['--port', '0'],
    ['--port', '80a'],
    ['--port', '65536'],
    ['--clock', '2026-02-30T10:00'],
    ['--clock', 'noon'],
    ['--clock', 'real', '--speed', '2'],
    ['--speed', '0'],
    ['--speed', '3601'],
    ['--tls-cert', 'a.pem'],
    ['--persons', '1'],
    ['--unknown'],
    ['stray'],
  ];
  for (const args of wrong) {
    it(`refuses ${args.join(' ')} with one sentence`, () => {
      expect(() => parseStartOptions(args)).to.throw(SetupFault, /--help/);
    });
  }
});
