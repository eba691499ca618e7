import { expect } from 'chai';
import type { AgentSnapshot } from '../../core/contracts/realtime.ts';
import { isPreviewEnding, previewLeftSec } from '../../softphone/features/desk/preview-timer.ts';
import { campaignOf, POOL, workChoice } from '../../softphone/features/desk/work-choice.ts';

const running = [{ id: 'a' }, { id: 'b' }];
const onBreak = { intent: 'break', pool: false, campaign: null, targetId: null } as unknown as AgentSnapshot;
const at = (change: Partial<AgentSnapshot>): AgentSnapshot => ({ ...onBreak, ...change });
const campaign = (id: string) => ({ id, name: id, mode: 'preview' as const, subjectId: '01' });

describe('what the next ready asks for', () => {
  it('is the practice for who is in training, whatever was chosen before', () => {
    expect(workChoice(onBreak, POOL, [{ id: 'p', training: true }])).to.equal('p');
    expect(workChoice(null, 'a', [{ id: 'p', training: true }])).to.equal('p');
  });

  it('is the whole pool for who chose nothing', () => {
    expect(workChoice(null, null, undefined)).to.equal(POOL);
    expect(workChoice(onBreak, null, running)).to.equal(POOL);
    expect(campaignOf(POOL)).to.equal(null);
  });

  it('is the chosen campaign, and on a break another one may be chosen', () => {
    expect(workChoice(onBreak, 'b', running)).to.equal('b');
    const was = at({ campaign: campaign('a') });
    expect(workChoice(was, null, running), 'what it was').to.equal('a');
    expect(workChoice(was, 'b', running), 'what is chosen now').to.equal('b');
    expect(workChoice(was, POOL, running)).to.equal(POOL);
    expect(workChoice(at({ pool: true }), 'b', running)).to.equal('b');
    expect(campaignOf('b')).to.equal('b');
  });

  it('is the server’s word while the agent works, whatever is chosen', () => {
    expect(workChoice(at({ intent: 'ready', pool: true, campaign: campaign('a') }), 'b', running)).to.equal(POOL);
    expect(workChoice(at({ intent: 'ready', campaign: campaign('a') }), POOL, running)).to.equal('a');
    expect(workChoice(at({ targetId: 3, campaign: campaign('a') }), 'b', running)).to.equal('a');
  });

  it('forgets a campaign that runs no more', () => {
    expect(workChoice(onBreak, 'gone', running)).to.equal(POOL);
    expect(workChoice(at({ campaign: campaign('gone') }), null, running)).to.equal(POOL);
  });
});

describe('preview timer', () => {
  it('counts down to nought and warns from 20 s on', () => {
    expect(previewLeftSec(null, 5)).to.equal(null);
    expect(previewLeftSec(121_000, 1_000)).to.equal(120);
    expect(previewLeftSec(21_500, 1_000)).to.equal(21);
    expect([21, 20, 0].map(isPreviewEnding)).to.deep.equal([false, true, true]);
    expect(previewLeftSec(1_000, 9_000)).to.equal(0);
    expect(isPreviewEnding(null)).to.equal(false);
  });
});
