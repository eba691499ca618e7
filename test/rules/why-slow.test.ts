import { expect } from 'chai';
import { type CampaignPace, whySlow } from '../../core/rules/why-slow.ts';

const going: CampaignPace = {
  gate: null,
  mode: 'progressive',
  untouched: 120,
  due: 4,
  waiting: 30,
  inWork: 5,
  nextAt: new Date('2026-11-24T05:00:00Z'),
  mostWait: { reason: '不在でした。', count: 12 },
  agents: { ready: 1, working: 5, onBreak: 0 },
  freeChannels: 20,
  pacing: null,
};

describe('why is a campaign slow now?', () => {
  const table: [string, Partial<CampaignPace>, string[]][] = [
    ['nothing holds it up', {}, ['滞りなく進んでいます。']],
    [
      'outside the window: when it goes on comes first',
      { gate: { message: 'この科目の架電時間外です。', again: new Date('2026-11-25T00:00:00Z') } },
      ['この科目の架電時間外です。次は11月25日 09:00からです。'],
    ],
    ['nobody is there', { agents: { ready: 0, working: 0, onBreak: 0 } }, ['この業務に就いている従事者がいません。']],
    [
      'everybody is on a break',
      { agents: { ready: 0, working: 0, onBreak: 3 } },
      ['受付可の従事者がいません（離席 3人）。'],
    ],
    [
      'everybody works',
      { agents: { ready: 0, working: 5, onBreak: 1 } },
      ['従事者5人が全員対応中です。空き次第、残り124件にかけます。'],
    ],
    [
      'all wait for their time',
      { untouched: 0, due: 0, mostWait: { reason: '不在でした。', count: 20 } },
      ['今かけられる対象がありません。次は11月24日 14:00の予定です。', '待ちの主な理由: 不在でした。（20件）'],
    ],
    ['only what is in hand is left', { untouched: 0, due: 0, waiting: 0, inWork: 2 }, ['残りは対応中の2件だけです。']],
    ['it is finished', { untouched: 0, due: 0, waiting: 0, inWork: 0 }, ['架電できる対象が残っていません。']],
    ['no line is free', { freeChannels: 0 }, ['回線がすべて使用中です。']],
    ['predictive says its own reason', { mode: 'predictive', pacing: '3件かけています。' }, ['3件かけています。']],
  ];
  for (const [name, change, sentences] of table)
    it(name, () => {
      expect(whySlow({ ...going, ...change })).to.deep.equal(sentences);
    });
});
