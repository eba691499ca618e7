import { expect } from 'chai';
import written from '../../runtime/debian/asterisk-range.json' with { type: 'json' };
import {
  type AsteriskRange,
  extractAsteriskVersion,
  judgeAsteriskVersion,
} from '../../runtime/debian/judge-asterisk-version.ts';

const range: AsteriskRange = {
  floor: '22.10.1',
  testedUpTo: '22.12.0',
  refuse: [{ version: '22.11.0', why: 'known' }],
};

describe('which Asterisk may be used', () => {
  const verdicts: [string, string][] = [
    ['20.6.0', 'refused'],
    ['22.9.9', 'refused'],
    ['22.10.0', 'refused'],
    ['22.10.1', 'tested'],
    ['22.10.2', 'tested'],
    ['22.11.0', 'refused'],
    ['22.12.0', 'tested'],
    ['22.12.1', 'untested'],
    ['23.0.0', 'untested'],
  ];
  for (const [version, verdict] of verdicts)
    it(`${version}: ${verdict}`, () => expect(judgeAsteriskVersion(version, range).verdict).to.equal(verdict));

  it('reads the version out of what programs and packages say', () => {
    expect(extractAsteriskVersion('Asterisk 22.10.1~dfsg+~cs6.17-1')).to.equal('22.10.1');
    expect(extractAsteriskVersion('1:22.10.1+dfsg+~cs6.17.60671434-1_amd64.deb')).to.equal('22.10.1');
    expect(extractAsteriskVersion('no number')).to.equal(undefined);
  });

  it('the written range refuses what is below the known holes', () => {
    expect(judgeAsteriskVersion('22.10.0', written).verdict).to.equal('refused');
    expect(judgeAsteriskVersion(written.testedUpTo, written).verdict).to.equal('tested');
  });
});
