import { expect } from 'chai';
import type { DeskDraft } from '../../core/contracts/http/desk.ts';
import { draftFor, type ResultDraft } from '../../core/rules/result-entry/draft.ts';
import { joinedDraft } from '../../core/rules/result-entry/keep.ts';
import { reduceEntry } from '../../core/rules/result-entry/reduce.ts';
import { DraftKeeper, type KeptState } from '../../softphone/features/desk/keep-draft.ts';
import { draftCall, isComplete, toSaveResult } from '../../softphone/features/desk/result-draft.ts';
import { answered, NOW_MS, ownCall, proven, ringing, typeResult, unanswered } from './desk-typist.ts';

describe('the result of a call as the server tells it', () => {
  it('knows an unanswered call, a proven person, a citizen’s own call', () => {
    expect(draftFor(draftCall({ ...unanswered, lineResult: 'busy' }))).to.include({ who: 'nobody', line: 'busy' });
    expect(draftFor(draftCall(proven))).to.include({ who: 'principal', slot: 'talk' });
    expect(draftFor(draftCall(ringing))).to.include({ who: null });
    expect(draftCall(ownCall)).to.include({ inbound: true, hasNumber: false, withheld: false });
    expect(draftCall({ ...ownCall, phoneId: 7 })).to.include({ hasNumber: true });
    expect(draftCall({ ...ownCall, callerId: '' })).to.include({ withheld: true });
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
    const left: DeskDraft[] = [];
    const ways = { write, writeLeaving: (draft: DeskDraft) => void left.push(draft) };
    const keeper = new DraftKeeper(ways, answered.id, NOW_MS, null, (state) => states.push(state));
    return { written, left, states, keeper };
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
    await sleep(450);
    keeper.change(noted('二'));
    await sleep(450);
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
    await sleep(450);
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
    await sleep(450);
    keeper.change(noted('まだ古い画面'));
    keeper.leave();
    expect(states.at(-1)).to.equal('elsewhere');
    expect(written).to.have.length(1);
  });

  it('a page that goes away takes along what was not sent, and what is on the way', async () => {
    const { written, left, keeper } = server(() => new Promise(() => undefined));
    keeper.leave();
    expect(left).to.have.length(0);
    keeper.change(noted('夫が'));
    keeper.leave();
    await sleep(450);
    keeper.leave();
    expect(left.map(({ draft }) => draft['note'])).to.deep.equal(['夫が', '夫が']);
    keeper.change(noted('夫が在宅'));
    keeper.leave();
    expect(left.at(-1)?.draft['note']).to.equal('夫が在宅');
    expect(new Set([...left, ...written].map(({ seq }) => seq)).size).to.equal(4);
    keeper.stop();
  });

  it('typed before it is known what another page kept: both notes stand, and the later keys', () => {
    const draft = joinedDraft(noted('本人から、月末に'), noted('と言われた'));
    expect(draft.note).to.equal('本人から、月末に\nと言われた');
    const picked = reduceEntry(noted(''), { type: 'key', key: '2', nowMs: NOW_MS });
    expect(joinedDraft(picked, noted('あ'))).to.include({ who: picked.who, note: 'あ' });
    expect(joinedDraft(noted('前'), picked)).to.include({ who: picked.who, note: '前' });
  });
});
