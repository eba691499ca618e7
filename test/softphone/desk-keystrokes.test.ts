import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { talkResultLabel } from '../../core/rules/result-labels.ts';
import { COUNTED, deskKeysPage } from './desk-keys-page.ts';
import { answered, ownCall, proven, typeResult } from './desk-typist.ts';

describe('presses that a result costs', () => {
  for (const { what, call, keys, most } of COUNTED) {
    it(`${what}: ${keys.length} of at most ${most}`, () => {
      const { presses, saved, draft } = typeResult(call, keys);
      expect(saved, draft.refused?.message ?? 'nothing was saved').to.not.equal(null);
      expect(presses).to.be.at.most(most);
    });
  }

  it('saves what was meant, for the five commonest', () => {
    const saved = COUNTED.filter(({ common }) => common).map(({ call, keys }) => typeResult(call, keys).saved);
    expect(saved.map((one) => [one?.whoAnswered, one?.lineResult, one?.talkResult])).to.deep.equal([
      ['nobody', 'no_answer', null],
      ['nobody', 'answered_machine', null],
      ['household', 'answered_human', 'message_left'],
      ['principal', 'answered_human', 'promise'],
      ['principal', 'answered_human', 'claims_paid'],
    ]);
    expect(saved[3]?.promise).to.include({ on: '2026-11-30', method: 'convenience', amount: null });
    expect(saved[4]?.claimsPaid).to.deep.equal({ on: '2026-11-19', where: 'convenience' });
  });

  it('is two for every line, three for every who × talk that asks nothing more, six for every promise', () => {
    const first = [...'67890QWERT'].map((key) => typeResult(answered, [key, 'Ctrl+Enter']));
    // 着信拒否, 応答なし and 話中 are not of an answered call.
    expect(first.filter(({ saved }) => saved !== null)).to.have.length(7);
    const asking = new Set(['promise', 'callback', 'status_change', 'complaint']);
    const saved = new Set<string>();
    for (const who of '1234')
      for (const talk of '1234567890QWERT') {
        const one = typeResult(answered, [who, talk, 'Ctrl+Enter']).saved;
        if (one?.talkResult) saved.add(one.talkResult);
      }
    expect([...saved].sort()).to.deep.equal(
      Object.keys(talkResultLabel)
        .filter((one) => !asking.has(one))
        .sort(),
    );
    for (const day of '12345678')
      for (const method of '123456')
        expect(
          typeResult(answered, ['2', '1', day, method, 'G', 'Ctrl+Enter']).saved?.promise,
          `${day}${method}`,
        ).to.include({ reissue: true });
    expect(typeResult(proven, ['Backspace', '1', '1', '1', '1', 'Ctrl+Enter']).saved?.promise).to.include({
      on: '2026-11-20',
    });
  });

  it('says what made a citizen call with two keys, and costs none where nobody said it', () => {
    const [silent, said] = COUNTED.filter(({ what }) => what.startsWith('受電: ')).map(({ call, keys }) =>
      typeResult(call, keys),
    );
    expect(silent?.saved).to.include({ causeKind: null, inboundClass: 'claims_paid' });
    expect(said?.saved).to.include({ causeKind: 'sms', inboundClass: 'claims_paid' });
    expect((said?.presses ?? 0) - (silent?.presses ?? 0)).to.equal(2);
    const undone = typeResult(ownCall, ['D', 'W', 'D', 'W', '4', 'Q', 'Ctrl+Enter']);
    expect(undone.saved).to.include({ causeKind: null });
    expect(typeResult(answered, ['D', 'W']).draft.causeKind, 'no citizen called').to.equal(null);
  });

  it('writes docs/desk-keys.md', () => {
    const page = readFileSync(new URL('../../docs/desk-keys.md', import.meta.url), 'utf8');
    expect(page, 'node test/softphone/desk-keys-page.ts > docs/desk-keys.md').to.equal(deskKeysPage());
  });
});
