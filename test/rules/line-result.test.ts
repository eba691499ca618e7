import { expect } from 'chai';
import { lineResult } from '../../core/rules/line-result.ts';

const network = (sipCode?: number, q850?: number) =>
  lineResult({ answered: false, cancelled: false, timedOut: false, sipCode, q850 });

describe('line result', () => {
  const table: [what: string, sipCode: number | undefined, q850: number | undefined, expected: string][] = [
    ['busy', 486, 17, 'busy'],
    ['busy everywhere', 600, 17, 'busy'],
    ['busy by cause alone', undefined, 17, 'busy'],
    ['declined', 603, 21, 'rejected'],
    ['unwanted', 607, 21, 'rejected'],
    ['rejected by the network for the citizen', 608, 21, 'rejected'],
    ['call rejected by cause alone', undefined, 21, 'rejected'],
    ['the trunk refuses us, which is not the citizen', 403, 21, 'trunk_error'],
    ['the trunk wants a password', 407, 21, 'trunk_error'],
    ['not found', 404, 1, 'unallocated'],
    ['nowhere', 604, 1, 'unallocated'],
    ['gone', 410, 22, 'unallocated'],
    ['incomplete', 484, 28, 'unallocated'],
    ['request timeout', 408, 18, 'no_answer'],
    ['temporarily unavailable', 480, 19, 'no_answer'],
    ['switched off', 480, 20, 'unreachable'],
    ['service stopped', 480, 31, 'temp_out'],
    ['destination out of order', undefined, 27, 'temp_out'],
    ['the answer to our own CANCEL', 487, 16, 'no_answer'],
    ['congestion', 503, 34, 'trunk_error'],
    ['network out of order', 500, 38, 'trunk_error'],
    ['congestion by cause alone', undefined, 42, 'trunk_error'],
    ['no circuit', undefined, 34, 'trunk_error'],
    ['an unknown failure is never blamed on the number', 499, undefined, 'trunk_error'],
    ['nothing known at all', undefined, undefined, 'trunk_error'],
  ];
  for (const [what, sipCode, q850, expected] of table) {
    it(`${what} (${sipCode ?? '–'}/${q850 ?? '–'}) → ${expected}`, () => {
      expect(network(sipCode, q850)).to.equal(expected);
    });
  }

  it('an answer outweighs everything, our own hang-up everything else', () => {
    expect(lineResult({ answered: true, cancelled: true, timedOut: true, sipCode: 486, q850: 17 })).to.equal(
      'answered_human',
    );
    expect(lineResult({ answered: false, cancelled: true, timedOut: true, sipCode: 486, q850: 17 })).to.equal(
      'cancelled',
    );
    expect(lineResult({ answered: false, cancelled: false, timedOut: true, sipCode: 487, q850: 16 })).to.equal(
      'no_answer',
    );
  });

  it('never concludes what signalling cannot tell', () => {
    for (let code = 300; code < 700; code += 1)
      for (const cause of [undefined, 1, 16, 17, 19, 20, 21, 27, 31, 34, 127])
        expect(network(code, cause)).to.not.be.oneOf([
          'answered_machine',
          'fax',
          'abandoned',
          'answered_human',
          'cancelled',
        ]);
  });
});
