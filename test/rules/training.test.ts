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

  it('leaves work every line there is', () => expect(trunksFor(false, trunks)).to.deep.equal(trunks));
});
