import { expect } from 'chai';
import type { HandOverCase, HandOverRow } from '../../core/contracts/http/hand-overs.ts';
import { complaintFacts, reportText } from '../../softphone/features/hand-overs/complaint-facts.ts';
import { actOfKey, actsFor, mayConfirm } from '../../softphone/features/hand-overs/hand-over-acts.ts';

const row: HandOverRow = {
  id: '019a0000-0000-7000-8000-000000000001',
  kind: 'hand_over',
  reason: 'hardship',
  subject: { id: '01', shortName: '市税', colour: '#000' },
  person: { id: 1, name: '試験 太郎', masked: false },
  caller: null,
  state: 'waiting',
  dueAt: '2026-11-20T08:00:00.000Z',
  mark: 'today',
  raisedBy: '佐藤',
  raisedAt: '2026-11-20T01:00:00.000Z',
  takenBy: null,
  answeredBy: null,
  answeredAt: null,
  outcome: null,
  unread: false,
  mine: false,
  stopped: false,
  approvalId: null,
};
const all = { viewPerson: true, viewDebt: true };
const city = { answer: true, follow: true, ...all };
const floor = { answer: false, follow: true, ...all };
const agent = { answer: false, follow: false, viewPerson: false, viewDebt: false };

describe('softphone: what may be done with a hand-over', () => {
  it('follows its state at the city', () => {
    expect(actsFor(row, city)).to.deep.equal(['take', 'answer', 'remark']);
    expect(actsFor({ ...row, state: 'in_work' }, city)).to.deep.equal(['answer', 'remark']);
    expect(actsFor({ ...row, state: 'answered' }, city)).to.deep.equal(['answer', 'close', 'remark']);
    expect(actsFor({ ...row, state: 'closed' }, city)).to.deep.equal(['remark']);
    expect(actsFor({ ...row, state: 'closed', stopped: true }, city)).to.deep.equal(['resume', 'remark']);
    expect(actsFor({ ...row, state: 'withdrawn' }, city)).to.deep.equal([]);
  });

  it('is a decision, never an answer, where the city decides', () => {
    const request: HandOverRow = { ...row, kind: 'instalment_request', approvalId: row.id };
    expect(actsFor(request, city)).to.deep.equal(['take', 'approve', 'return', 'remark']);
    expect(actsFor({ ...request, state: 'answered', approvalId: null }, city)).to.deep.equal(['close', 'remark']);
    expect(actsFor({ ...row, kind: 'do_not_call', approvalId: row.id }, city)).to.include('approve');
  });

  it('gives no contractor a decision', () => {
    for (const kind of ['hand_over', 'instalment_request', 'complaint', 'do_not_call'] as const)
      for (const state of ['waiting', 'in_work', 'answered', 'closed'] as const) {
        const one: HandOverRow = { ...row, kind, state, stopped: true, approvalId: row.id };
        expect(actsFor(one, floor), `${kind} ${state}`).to.deep.equal(['remark']);
        expect(actsFor(one, agent), `${kind} ${state}`).to.deep.equal([]);
        expect(actsFor({ ...one, unread: true }, agent)).to.deep.equal(['read']);
      }
  });

  it('offers nothing about whom one may not see', () => {
    expect(actsFor({ ...row, person: { id: 1, name: '', masked: true } }, city)).to.deep.equal([]);
    const caller = { number: null, name: null, callId: row.id, at: row.raisedAt, recordingId: null, masked: true };
    expect(actsFor({ ...row, person: null, caller }, city)).to.deep.equal([]);
    expect(actsFor({ ...row, person: null, caller: { ...caller, masked: false } }, city)).to.include('answer');
  });

  it('takes keys in both cases, and sends no empty words', () => {
    expect(actOfKey('a', ['take', 'answer'])).to.equal('answer');
    expect(actOfKey('T', ['take'])).to.equal('take');
    expect(actOfKey('a', ['take'])).to.equal(undefined);
    expect(mayConfirm('return', '  ')).to.equal(false);
    expect(mayConfirm('answer', ' あ ')).to.equal(true);
    expect(mayConfirm('approve', '')).to.equal(true);
  });
});

describe('softphone: the complaints of a day for the city', () => {
  const complaint: HandOverCase = {
    ...row,
    kind: 'complaint',
    reason: 'complaint',
    stopped: true,
    body: '何度もかけてくる\n夜は困る',
    wishes: null,
    answer: null,
    supervisorToldAt: '2026-11-20T01:00:01.000Z',
    events: [
      { at: '2026-11-20T01:00:00.000Z', act: 'raised', by: '佐藤', body: '何度もかけてくる' },
      { at: '2026-11-20T01:20:00.000Z', act: 'remark', by: '田中', body: 'おわびした' },
    ],
  };

  it('say what was said, when the supervisor was told and what was done', () => {
    const facts = new Map(complaintFacts(complaint));
    expect(facts.get('申出の内容')).to.equal(complaint.body);
    expect(facts.get('監督者への通知')).to.match(/10:00/);
    expect(facts.get('対応の経過')).to.match(/10:20 対応メモ 田中 おわびした$/);
    expect(facts.get('対応の経過')).not.to.include('引継');
    expect(facts.get('市の回答')).to.equal('未');
    expect(facts.get('連絡の停止')).to.equal('停止中');
  });

  it('are a text file of Windows’ line ends, and say when there are none', () => {
    const report = { on: '2026-11-20', printedAt: row.raisedAt, city: 'みどり野市', section: '納付案内センター' };
    const text = reportText({ ...report, complaints: [complaint] }, '田中');
    expect(text).to.match(/^苦情報告書 2026-11-20\r\nみどり野市 納付案内センター\r\n/);
    expect(text).to.include('対象者: 試験 太郎\r\n');
    expect(text.replaceAll('\r\n', '')).not.to.match(/[\r\n]/);
    expect(reportText({ ...report, complaints: [] }, '田中')).to.include('この日の苦情はありません。');
  });
});
