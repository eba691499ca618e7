import { expect } from 'chai';
import { trunksFor } from '../../core/rules/training.ts';

describe('training', () => {
  const trunks = [
    { kind: 'sip', name: '実回線' },
    { kind: 'simulator', name: '模擬回線' },
  ];

  it('takes the simulator and no real line beside it', () => {
    expect(trunksFor(true, trunks).map(({ name }) => name)).to.deep.equal(['模擬回線']);
    expect(trunksFor(true, trunks.slice(0, 1))).to.deep.equal([]);
  });

  it('keeps work off the simulator beside a real line; where it is all there is, it serves', () => {
    expect(trunksFor(false, trunks).map(({ kind }) => kind)).to.not.include('simulator');
    expect(trunksFor(false, trunks)).to.have.length(trunks.length - 1);
    const simulated = trunks.filter(({ kind }) => kind === 'simulator');
    expect(trunksFor(false, simulated)).to.deep.equal(simulated);
  });
});
