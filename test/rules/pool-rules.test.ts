import { expect } from 'chai';
import { lineToStayOn, takesLine } from '../../core/rules/agent-lines.ts';
import type { PacingWhy } from '../../core/rules/pacing/types.ts';
import { whySentence } from '../../core/rules/pacing/why-sentence.ts';
import { DEFAULT_POOL, lineMinRing, poolParameters, reservedChannels } from '../../core/rules/pool-parameters.ts';
import { pacingInit } from '../../telephony/pool/pool-plan.ts';

describe('rules of the pool', () => {
  it('believes sensible numbers only, and never waits longer than the measure allows', () => {
    expect(poolParameters(undefined)).to.deep.equal(DEFAULT_POOL);
    expect(poolParameters({ cps: 'many', minRingSec: -1, inboundWaitSec: Number.NaN, reserve: null })).to.deep.equal(
      DEFAULT_POOL,
    );
    expect(poolParameters({ patienceSec: 5 }).patienceSec).to.equal(2);
    expect(poolParameters({ patienceSec: 1.5, cps: 3, reserve: 4 })).to.include({
      patienceSec: 1.5,
      cps: 3,
      reserve: 4,
    });
  });

  it('lets a line ring as long as the city, the subject or the promise of a date asks for', () => {
    const city = poolParameters({ minRingSec: 18 });
    expect(lineMinRing(city, null, false)).to.deep.equal({ minRingSec: 18, why: 'city' });
    expect(lineMinRing(city, { minRingSec: 25 }, false)).to.deep.equal({ minRingSec: 25, why: 'line' });
    for (const wrong of [{ minRingSec: '25' }, { minRingSec: -1 }, { minRingSec: Number.NaN }, 25, 'x'])
      expect(lineMinRing(city, wrong, false).why).to.equal('city');
    expect(lineMinRing(city, { minRingSec: 25 }, true)).to.deep.equal({
      minRingSec: Number.POSITIVE_INFINITY,
      why: 'promise',
    });
  });

  it('tells the pacing controller only where a line differs, and never more than the ring time', () => {
    const lines = [15, 20, Number.POSITIVE_INFINITY].map((minRingSec, index) => ({
      ...{
        subjectId: `L${index}`,
        name: 'x',
        centreId: null,
        capPercent: 1,
        ringTimeoutSec: 25,
        pacing: null,
        ringInFull: false,
      },
      minRingSec,
    }));
    const init = pacingInit({ parameters: DEFAULT_POOL, lines, agents: [], channels: 5 }, []);
    expect(init.minRingSec).to.equal(16);
    expect(init.lines).to.deep.equal([
      { id: 'L0', cap: 0.01 },
      { id: 'L1', cap: 0.01, minRingSec: 21 },
      { id: 'L2', cap: 0.01, minRingSec: 25 },
    ]);
  });

  it('keeps a channel for who calls back, but never all of them', () => {
    expect([0, 1, 2, 3, 30].map((channels) => reservedChannels(DEFAULT_POOL, channels))).to.deep.equal([0, 0, 1, 1, 1]);
    expect(reservedChannels({ ...DEFAULT_POOL, reserve: 5 }, 3)).to.equal(2);
    expect(reservedChannels({ ...DEFAULT_POOL, reserve: 0 }, 30)).to.equal(0);
  });

  it('only lines of skills and scope ring for an agent', () => {
    const line = { subjectId: '10', centreId: 'main' };
    const all = { skills: null, subjectScope: null, centreScope: null };
    expect(takesLine(all, line)).to.equal(true);
    expect(takesLine({ ...all, skills: ['20'] }, line)).to.equal(false);
    expect(takesLine({ ...all, skills: ['10'], subjectScope: ['20'] }, line)).to.equal(false);
    expect(takesLine({ ...all, centreScope: ['other'] }, line)).to.equal(false);
    expect(takesLine({ ...all, centreScope: ['other'] }, { ...line, centreId: null })).to.equal(true);
  });

  it('stays on a line until so many calls are through', () => {
    const on = (lineCalls: number, stayCalls: number) => lineToStayOn({ lineSubjectId: '10', lineCalls, stayCalls });
    expect([on(0, 0), on(1, 3), on(3, 3), on(4, 3)]).to.deep.equal([null, '10', null, null]);
  });

  it('says in one sentence why so many calls and no more', () => {
    const why: PacingWhy = {
      limit: 'risk',
      agentsIdle: 1,
      agentsBusy: 4,
      ringing: 2,
      expectedFree: 1.26,
      expectedAnswers: 0.94,
      risk: 0.1,
      lines: [
        { id: '10', launched: 2, answerChance: 0.3, abandonment: 0.004, cap: 0.01 },
        { id: '20', launched: 0, answerChance: 0.3, abandonment: 0.0094, cap: 0.01 },
      ],
    };
    const names = new Map([['10', '国保']]);
    expect(whySentence(why, names)).to.equal(
      '国保2件を発信しました(空き1人・応対中4人・呼出中2件)。まもなく空く見込みは1.3人、応答の見込みは0.9件で、これ以上は出た方をお待たせするおそれがあります。',
    );
    const limits = ['no_agent', 'ramp', 'budget', 'risk', 'trunks', 'cps', 'progressive', 'enough'] as const;
    const sentences = limits.map((limit) => whySentence({ ...why, limit, lines: [] }, names));
    expect(new Set(sentences).size).to.equal(limits.length);
    expect(whySentence({ ...why, limit: 'budget' }, names)).to.include('20の放棄率が0.9%で上限1.0%');
  });

  it('does not call it enough when nobody is left to call', () => {
    const line = { launched: 0, answerChance: 0.3, abandonment: 0, cap: 0.01 };
    const why: PacingWhy = {
      limit: 'enough',
      agentsIdle: 2,
      agentsBusy: 0,
      ringing: 0,
      expectedFree: 2,
      expectedAnswers: 0,
      risk: 0,
      lines: [
        { id: '10', ...line },
        { id: '20', ...line },
      ],
    };
    const names = new Map([['10', '国保']]);
    const later = '今は架電できる対象がありません。次は11月24日 17:00の予定です。';
    const say = (nobody: [string, string][], ringing = 0) =>
      whySentence({ ...why, ringing }, names, new Map(nobody))
        .split('。')
        .slice(1)
        .join('。');
    const both: [string, string][] = [
      ['10', later],
      ['20', later],
    ];
    expect(say(both)).to.equal(later);
    expect(
      say([
        ['10', later],
        ['20', '架電できる対象が残っていません。'],
      ]),
    ).to.equal(`国保: ${later}20: 架電できる対象が残っていません。`);
    expect(say([['10', later]], 2)).to.equal(`呼出中の分で、空く人数に足りる見込みです。国保: ${later}`);
    expect(say([])).to.equal('次の発信先を確かめています。');
    expect(say([], 1)).to.equal('呼出中の分で、空く人数に足りる見込みです。');
  });
});
