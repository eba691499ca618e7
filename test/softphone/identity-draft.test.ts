import { expect } from 'chai';
import type { AgentSnapshot, CallSnapshot } from '../../core/contracts/realtime.ts';
import { type DeskState, initialDeskState, reduceDesk } from '../../softphone/client/desk-state.ts';
import {
  barredOf,
  checkedIdentity,
  emptyIdentity,
  identityItems,
  speakerKeys,
  toAnswers,
  turn,
  verdictOf,
  withNotice,
  withSpeaker,
} from '../../softphone/features/desk/identity-draft.ts';

const living = {
  policy: { factors: 2, household: 'never' as const },
  subject: { corporate: false, deceased: false, shielded: false, roles: [] },
};
const three = ['name', 'birth_date', 'address'] as const;

describe('desk: the identity check being asked', () => {
  it('goes round with one key: matched, failed, asked without an answer, not asked', () => {
    let draft = emptyIdentity;
    const seen = [1, 2, 3, 4].map(() => {
      draft = turn(draft, 'address');
      return draft.factors.address;
    });
    expect(seen).to.deep.equal(['matched', 'failed', 'asked', 'unasked']);
  });

  it('passes after three keys, as the api would', () => {
    const draft = three.reduce(turn, emptyIdentity);
    expect(verdictOf(draft, living)?.passed).to.equal(true);
    expect(toAnswers(draft, false)).to.deep.equal({
      speaker: 'principal',
      nameResult: 'matched',
      factors: [
        { factor: 'birth_date', result: 'matched' },
        { factor: 'address', result: 'matched' },
      ],
    });
  });

  it('begins anew for another voice, and needs no question to write a third party down', () => {
    const draft = three.reduce(turn, withSpeaker('third_party'));
    expect(verdictOf(draft, living)?.passed).to.equal(false);
    expect(toAnswers(withSpeaker('third_party'), true)).to.deep.equal({
      speaker: 'third_party',
      nameResult: 'asked',
      factors: [],
    });
    expect(toAnswers(withSpeaker('household'), false)).to.equal(null);
    expect(withSpeaker('principal')).to.deep.equal(emptyIdentity);
  });

  it('sends a notice number as it was read out, and takes it back with its last digit', () => {
    const said = withNotice(turn(emptyIdentity, 'name'), ' 2025-1 ');
    expect(toAnswers(said, false)?.factors).to.deep.equal([{ factor: 'notice_no', result: 'matched', said: '2025-1' }]);
    expect(toAnswers(withNotice(said, ' '), false)?.factors).to.deep.equal([]);
  });

  it('knows before any question who hears nothing, by the city’s word', () => {
    expect(barredOf(emptyIdentity, living)).to.equal(null);
    expect(barredOf(withSpeaker('household'), living)).to.be.a('string');
    const open = { ...living, policy: { factors: 2, household: 'with_check' as const } };
    expect(barredOf(withSpeaker('household'), open)).to.equal(null);
    expect(barredOf(withSpeaker('household'), undefined)).to.equal(null);
    expect(barredOf(withSpeaker('third_party'), undefined)).to.be.a('string');
    expect(toAnswers(withSpeaker('household'), true)).to.include({ speaker: 'household', nameResult: 'asked' });
  });

  it('shows a check that is written down as it was asked', () => {
    const factors = [
      { factor: 'birth_date' as const, result: 'matched' as const },
      { factor: 'notice_no' as const, result: 'failed' as const },
    ];
    const shown = checkedIdentity({ speaker: 'household', name: 'matched', factors });
    expect(shown).to.deep.include({ speaker: 'household', name: 'matched', noticeSaid: '' });
    expect(shown.factors).to.include({ birth_date: 'matched', notice_no: 'failed', address: 'unasked' });
    expect(checkedIdentity({ speaker: null, name: 'matched', factors: [] }).speaker).to.equal('principal');
  });

  it('gives every item and every voice a key of its own', () => {
    const keys = [...identityItems, ...speakerKeys].map(({ key }) => key);
    expect(new Set(keys).size).to.equal(keys.length);
  });
});

describe('desk: what the api says of the check', () => {
  const call = { id: 'k', identityPassed: false } as CallSnapshot;
  const picture = (passed: boolean, at: string, id = 'k') =>
    ({ seq: 5, productNow: `2026-11-20T01:00:${at}Z`, call: { ...call, id, identityPassed: passed } }) as AgentSnapshot;
  const show = (...snapshots: AgentSnapshot[]) =>
    snapshots.reduce<DeskState>(
      (state, snapshot) => reduceDesk(state, { type: 'snapshot', snapshot }),
      initialDeskState,
    ).snapshot?.call?.identityPassed;

  it('opens and closes without a new sequence, and an older picture undoes neither', () => {
    expect(show(picture(false, '01'), picture(true, '02'))).to.equal(true);
    expect(show(picture(false, '01'), picture(true, '02'), picture(false, '03'))).to.equal(false);
    expect(show(picture(false, '01'), picture(true, '03'), picture(false, '02'))).to.equal(true);
    expect(show(picture(true, '01'), picture(false, '03'), picture(true, '02'))).to.equal(false);
    expect(show(picture(false, '01'), picture(true, '02', 'other'))).to.equal(false);
  });
});
