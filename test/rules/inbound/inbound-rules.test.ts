import { expect } from 'chai';
import { type EndedInbound, mayTake, taskOf } from '../../../core/rules/inbound/desk-task.ts';
import { DEFAULT_INBOUND, inboundParameters, inboundProblems } from '../../../core/rules/inbound/inbound-parameters.ts';
import { mergeTasks } from '../../../core/rules/inbound/merge-tasks.ts';
import { proposeCause, type SentContact } from '../../../core/rules/inbound/propose-cause.ts';
import { returnRates } from '../../../core/rules/inbound/return-rate.ts';
import { recogniseSearch } from '../../../core/rules/recognise-search.ts';

const NOW = new Date('2026-11-20T01:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

describe('what an inbound call leaves to be done', () => {
  const call: EndedInbound = { spoken: false, keptPlace: false, voicemailSec: null, closed: false, lastedSec: 30 };
  const cases: [string, Partial<EndedInbound>, boolean, string | null][] = [
    ['spoken with', { spoken: true }, true, null],
    ['waited and hung up', {}, false, 'abandoned_inbound'],
    ['hung up within seconds', { lastedSec: 3 }, false, null],
    ['kept the place', { keptPlace: true, lastedSec: 2 }, false, 'keep_my_place'],
    ['left a message', { voicemailSec: 12, closed: true }, false, 'voicemail'],
    ['hung up after the tone: as if there were no message', { voicemailSec: 1 }, false, 'abandoned_inbound'],
    ['outside the hours', { closed: true }, false, null],
    ['outside the hours, and the city wants them called', { closed: true }, true, 'abandoned_inbound'],
  ];
  for (const [name, more, closedToo, kind] of cases)
    it(name, () => expect(taskOf({ ...call, ...more }, closedToo)).to.equal(kind));

  it('is one task for who calls three times, and every message is heard', () => {
    const vain = { id: 'a', kind: 'abandoned_inbound' as const };
    const place = { id: 'b', kind: 'keep_my_place' as const };
    expect(mergeTasks('abandoned_inbound', [])).to.deep.equal({ closed: [], merged: false });
    expect(mergeTasks('abandoned_inbound', [place])).to.deep.equal({ closed: [], merged: true });
    const wished = { id: 'c', kind: 'asked_call_back' as const };
    expect(mergeTasks('abandoned_inbound', [wished]), 'wants it sooner').to.deep.equal({ closed: [], merged: false });
    expect(mergeTasks('keep_my_place', [vain])).to.deep.equal({ closed: ['a'], merged: false });
    expect(mergeTasks('keep_my_place', [place, vain])).to.deep.equal({ closed: [], merged: true });
    expect(mergeTasks('voicemail', [place, vain])).to.deep.equal({ closed: ['a'], merged: false });
  });

  it('belongs to whoever took it, until it was left lying', () => {
    expect(mayTake({ ownerId: null, takenAt: null }, 'me', NOW)).to.equal(true);
    expect(mayTake({ ownerId: 'me', takenAt: ago(0) }, 'me', NOW)).to.equal(true);
    expect(mayTake({ ownerId: 'other', takenAt: ago(0) }, 'me', NOW)).to.equal(false);
    expect(mayTake({ ownerId: 'other', takenAt: ago(0.1) }, 'me', NOW)).to.equal(true);
  });
});

describe('what a call answers', () => {
  const sent = (kind: SentContact['kind'], days: number): SentContact => ({
    kind,
    id: kind,
    at: ago(days),
    subjectId: '10',
  });
  it('the newest contact of the last thirty days before it', () => {
    expect(proposeCause(NOW, [])).to.equal(null);
    expect(proposeCause(NOW, [sent('call', 5), sent('sms', 2), sent('letter', 9)])?.kind).to.equal('sms');
    expect(proposeCause(NOW, [sent('call', 31)])).to.equal(null);
    expect(proposeCause(NOW, [sent('call', 30)])?.kind).to.equal('call');
    expect(proposeCause(NOW, [sent('sms', -1), sent('call', 3)])?.kind).to.equal('call');
  });
  it('makes the return rate by channel, and no share of nothing', () => {
    const rates = returnRates({ call: 200, sms: 50 }, { call: 30, sms: 20, letter: 3 });
    expect(rates.map(({ channel, percent }) => [channel, percent])).to.deep.equal([
      ['call', 15],
      ['sms', 40],
      ['letter', null],
      ['visit', null],
    ]);
  });
});

describe('the settings of inbound calls', () => {
  it('fall back to the defaults, value by value', () => {
    expect(inboundParameters(null)).to.deep.equal(DEFAULT_INBOUND);
    expect(inboundParameters({ lastAgentSec: -1, keepPlace: false, noticeText: '録音しております。' })).to.deep.equal({
      ...DEFAULT_INBOUND,
      keepPlace: false,
      noticeText: '録音しております。',
    });
  });
  it('let no machine speak of a debt', () => {
    for (const text of ['滞納のご相談は平日に', '未納の方へ', '12,000円をお納めください', '督促状について'])
      expect(inboundProblems({ closedText: text }), text).to.have.length(1);
    expect(inboundProblems({ closedText: '本日の受付は終了しました。' })).to.deep.equal([]);
    expect(inboundProblems({ closedText: null, noticeText: '' })).to.deep.equal([]);
    expect(inboundProblems({ closedText: 'あ'.repeat(201), unknown: 1 })).to.have.length(2);
  });
});

describe('one input for whatever the citizen says', () => {
  const cases: [string, string[]][] = [
    ['', []],
    ['ヤマグチ', ['kana']],
    ['やまぐち なおこ', ['kana']],
    ['ﾔﾏｸﾞﾁ', ['kana']],
    ['山口 直子', ['name', 'address']],
    ['昭和38年8月10日', ['birth']],
    ['S38.8.10', ['birth']],
    ['1963-08-10', ['birth']],
    ['Ｓ３８．８．１０', ['birth']],
    ['090-1234-5678', ['phone', 'notice', 'addressee']],
    ['０９０１２３４５６７８', ['phone', 'notice', 'addressee']],
    ['+81 90 1234 5678', ['phone', 'notice', 'addressee']],
    ['022-000-1100', ['phone', 'notice', 'addressee']],
    ['5678', ['tail', 'notice', 'addressee']],
    ['*5678', ['tail']],
    ['19630810', ['birth', 'notice', 'addressee', 'tail']],
    ['11000042', ['notice', 'addressee', 'tail']],
    ['202500000123', ['notice', 'addressee']],
    ['緑町1-2-3', ['address', 'name']],
    ['みどり野市緑ヶ丘二丁目', ['address', 'name']],
    ['L-000123', ['letter', 'notice']],
    ['SMITH', ['name']],
  ];
  for (const [text, kinds] of cases)
    it(`"${text}" is looked for as ${kinds.join(', ') || 'nothing'}`, () =>
      expect(recogniseSearch(text)).to.deep.equal(kinds));
});
