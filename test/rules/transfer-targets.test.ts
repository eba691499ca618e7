import { expect } from 'chai';
import fc from 'fast-check';
import { recordingPause } from '../../core/rules/recording-pause.ts';
import {
  type CallToShare,
  judgeAgent,
  judgeExtension,
  judgeHelper,
  judgeOutside,
  type StaffTarget,
} from '../../core/rules/transfer-targets.ts';

const call: CallToShare = { subject: { id: '01', centreId: 'c1' }, shielded: false };
const free: StaffTarget = {
  subjectScope: null,
  centreScope: null,
  privileged: false,
  skills: null,
  state: 'available',
  ready: true,
  proven: true,
};
const code = (verdict: { ok: true } | { ok: false; code: string }) => (verdict.ok ? 'yes' : verdict.code);

describe('who may have, or hear, a call', () => {
  it('a colleague who is free, of the line, and within their own right', () => {
    expect(code(judgeAgent(call, free))).to.equal('yes');
    expect(code(judgeAgent(call, { ...free, skills: ['02'] }))).to.equal('transfer/not-skilled');
    expect(code(judgeAgent(call, { ...free, subjectScope: ['02'] }))).to.equal('transfer/out-of-scope');
    expect(code(judgeAgent(call, { ...free, centreScope: ['c2'] }))).to.equal('transfer/out-of-scope');
    expect(code(judgeAgent(call, { ...free, proven: false }))).to.equal('transfer/no-leg');
    expect(code(judgeAgent(call, { ...free, state: 'talking' }))).to.equal('transfer/busy');
    expect(code(judgeHelper(call, { ...free, state: 'break', ready: false, skills: ['02'] }))).to.equal('yes');
    expect(code(judgeHelper(call, { ...free, state: 'wrap_up' }))).to.equal('transfer/busy');
  });

  it('a shielded person is heard by named staff only, whatever else holds', () => {
    const staff = fc.record({
      subjectScope: fc.constantFrom(null, ['01'], ['02']),
      centreScope: fc.constantFrom(null, ['c1']),
      privileged: fc.constant(false),
      skills: fc.constantFrom(null, ['01']),
      state: fc.constantFrom<StaffTarget['state']>('available', 'break', 'talking', 'offline'),
      ready: fc.boolean(),
      proven: fc.boolean(),
    });
    fc.assert(
      fc.property(staff, fc.stringMatching(/^0\d{9}$/), (one, number) => {
        const shielded = { ...call, shielded: true };
        expect(judgeAgent(shielded, one).ok).to.equal(false);
        expect(judgeHelper(shielded, one).ok).to.equal(false);
        expect(judgeOutside(shielded, number, true).ok).to.equal(false);
      }),
    );
    expect(judgeAgent({ ...call, shielded: true }, { ...free, privileged: true }).ok).to.equal(true);
  });

  it('numbers: the city’s list within its subject, outside by permission, service numbers never', () => {
    const extension = { number: '2345', kind: 'city' as const, subjectId: null, active: true };
    expect(code(judgeExtension(call, extension))).to.equal('yes');
    expect(code(judgeExtension(call, { ...extension, subjectId: '02' }))).to.equal('transfer/other-subject');
    expect(code(judgeExtension(call, { ...extension, active: false }))).to.equal('transfer/unknown');
    for (const number of ['110', '119', '177', '0120444444', '00810', '', 'x'])
      expect(code(judgeExtension(call, { ...extension, number })), number).to.equal('transfer/number');
    expect(code(judgeOutside(call, '0225550001', false))).to.equal('transfer/not-allowed');
    expect(code(judgeOutside(call, '0225550001', true))).to.equal('yes');
    for (const number of ['110', '2345', '0990123456']) expect(judgeOutside(call, number, true).ok).to.equal(false);
  });
});

describe('a pause of the recording', () => {
  it('is off unless the city says so in so many words', () => {
    for (const stored of [
      undefined,
      null,
      {},
      { allowed: 'yes' },
      { allowed: true, limitSec: 0 },
      { allowed: true, limitSec: '9' },
    ])
      expect(recordingPause(stored).allowed, JSON.stringify(stored)).to.equal(false);
    expect(recordingPause({ allowed: true })).to.deep.equal({ allowed: true, limitSec: 120 });
    expect(recordingPause({ allowed: true, limitSec: 30 })).to.deep.equal({ allowed: true, limitSec: 30 });
  });
});
