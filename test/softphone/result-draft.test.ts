import { expect } from 'chai';
import type { DeskDraft } from '../../core/contracts/http/desk.ts';
import { draftFor, type ResultDraft } from '../../core/rules/result-entry/draft.ts';
import { reduceEntry } from '../../core/rules/result-entry/reduce.ts';
import { DraftKeeper, type KeptState } from '../../softphone/features/desk/keep-draft.ts';
import { draftCall, isComplete, toSaveResult } from '../../softphone/features/desk/result-draft.ts';
import { answered, NOW_MS, proven, ringing, typeResult, unanswered } from './desk-typist.ts';

describe('the result of a call as the server tells it', () => {
  it('knows an unanswered call, a proven person, a citizen’s own call', () => {
    expect(draftFor(draftCall({ ...unanswered, lineResult: 'busy' }))).to.include({ who: 'nobody', line: 'busy' });
    expect(draftFor(draftCall(proven))).to.include({ who: 'principal', slot: 'talk' });
    expect(draftFor(draftCall(ringing))).to.include({ who: null });
    expect(draftCall({ ...answered, direction: 'inbound' })).to.include({ inbound: true, hasNumber: false });
  });

  it('is sent with the id of its call', () => {
    expect(toSaveResult(typeResult(answered, ['2', '0']).draft)).to.include({
      callId: answered.id,
      talkResult: 'message_left',
    });
  });

  it('is not complete when a typed day is over', () => {
    const { draft } = typeResult(proven, ['1', '1', '1']);
    expect(isComplete(draft, NOW_MS)).to.equal(true);
    const typed = reduceEntry(draft, { type: 'typed', name: 'promise_on', text: '2026-11-19' });
    expect(isComplete(typed, NOW_MS)).to.equal(false);
  });
});

describe('what is typed so far, on its way to the server', () => {
  const noted = (note: string): ResultDraft =>
    reduceEntry(draftFor(draftCall(answered)), { type: 'typed', name: 'note', text: note });
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  function server(answer: (draft: DeskDraft) => Promise<boolean>) {
    const written: DeskDraft[] = [];
    const states: KeptState[] = [];
    const write = async (draft: DeskDraft) => {
      written.push(draft);
      return answer(draft);
    };
    const keeper = new DraftKeeper(write, answered.id, NOW_MS, null, (state) => states.push(state));
    return { written, states, keeper };
  }

  it('is sent once the hands rest, the newest alone', async () => {
    const { written, states, keeper } = server(async () => true);
    for (const note of ['月', '月末', '月末に']) keeper.change(noted(note));
    expect(written).to.have.length(0);
    await sleep(600);
    expect(written.map(({ draft }) => draft['note'])).to.deep.equal(['月末に']);
    expect(states.at(-1)).to.equal('kept');
  });

  it('counts up, one request at a time, whatever the order of answers', async () => {
    const open: ((kept: boolean) => void)[] = [];
    const { written, keeper } = server(() => new Promise((resolve) => open.push(resolve)));
    keeper.change(noted('一'));
    keeper.flush();
    keeper.change(noted('二'));
    keeper.flush();
    expect(written).to.have.length(1);
    open[0]?.(true);
    await sleep(600);
    expect(written.map(({ draft }) => draft['note'])).to.deep.equal(['一', '二']);
    expect(written[1]?.seq).to.equal((written[0]?.seq ?? 0) + 1);
    keeper.stop();
  });

  it('is sent again when the network was away', async function () {
    this.timeout(6_000);
    let away = true;
    const { written, states, keeper } = server(async () => {
      if (away) throw new Error('away');
      return true;
    });
    keeper.change(noted('夫が在宅'));
    keeper.flush();
    await sleep(50);
    expect(states.at(-1)).to.equal('failed');
    away = false;
    await sleep(2_400);
    expect(states.at(-1)).to.equal('kept');
    expect(written.at(-1)?.draft['note']).to.equal('夫が在宅');
  });

  it('waits while the result itself is being saved, and goes on when that failed', async () => {
    const { written, keeper } = server(async () => true);
    keeper.change(noted('保存中'));
    keeper.hold(true);
    await sleep(600);
    expect(written).to.have.length(0);
    keeper.hold(false);
    await sleep(600);
    expect(written).to.have.length(1);
  });

  it('gives way to a page that was opened later', async () => {
    const { written, states, keeper } = server(async () => false);
    keeper.change(noted('古い画面'));
    keeper.flush();
    await sleep(50);
    keeper.change(noted('まだ古い画面'));
    keeper.flush();
    expect(states.at(-1)).to.equal('elsewhere');
    expect(written).to.have.length(1);
  });
});
