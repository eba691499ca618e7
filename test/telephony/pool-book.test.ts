import { expect } from 'chai';
import fc from 'fast-check';
import type { PacingEvent } from '../../core/rules/pacing/types.ts';
import { PoolBook, type Presence } from '../../telephony/pool/pool-book.ts';

const short = (event: PacingEvent) =>
  [
    event.e,
    'call' in event ? event.call : '',
    'agent' in event ? event.agent : '',
    'result' in event ? event.result : '',
  ]
    .filter(Boolean)
    .join(' ');

function stage() {
  let now = 1_000;
  const book = new PoolBook(() => now);
  return {
    book,
    pass: (seconds: number) => {
      now += seconds;
    },
    take: () => book.take().map(short),
    agents: (presence: Record<string, Presence>, results: Record<string, 'contact' | 'absent' | 'machine'> = {}) =>
      book.settle(new Map(Object.entries(presence)), new Map(Object.entries(results))),
  };
}

describe('what the pacing controller is told', () => {
  it('a whole call, once, in an order that makes sense', () => {
    const { book, agents, take } = stage();
    agents({ a: 'free', b: 'off' });
    book.dialled('1', '10', { type: 'mobile', score: 0.3 });
    book.answered('1');
    book.answered('1');
    book.connected('1', 'a');
    agents({ a: 'in_call' });
    book.ended('1', 'answered_human', 'a');
    agents({ a: 'in_call' });
    expect(take()).to.deep.equal(['agent_ready a', 'dialled 1', 'answered 1', 'connected 1 a', 'talk_end a']);
    expect(book.leavingWrapUp(new Map([['a', 'free']]))).to.deep.equal(['1']);
    agents({ a: 'free' }, { '1': 'absent' });
    agents({ a: 'free' });
    expect(take()).to.deep.equal(['handled a absent', 'agent_ready a']);
  });

  it('a result that is saved is told at once, and the next call may come before anybody looked', () => {
    const { book, agents, take } = stage();
    agents({ a: 'free' });
    for (const id of ['1', '2']) {
      book.dialled(id, '10', {});
      book.answered(id);
    }
    book.connected('1', 'a');
    book.ended('1', 'answered_human', 'a');
    book.handled('a', 'machine');
    book.connected('2', 'a');
    expect(take().slice(5)).to.deep.equal([
      'connected 1 a',
      'talk_end a',
      'handled a machine',
      'agent_ready a',
      'connected 2 a',
    ]);
    book.ended('2', 'answered_human', 'a');
    book.handled('a', 'contact');
    agents({ a: 'off' });
    expect(take()).to.deep.equal(['talk_end a', 'handled a contact', 'agent_off a']);
  });

  it('who joined before their row was seen is ready first; who left after wrap-up is off', () => {
    const { book, agents, take } = stage();
    book.dialled('1', '10', {});
    book.connected('1', 'a');
    book.ended('1', 'answered_human', 'a');
    agents({ a: 'off' }, { '1': 'contact' });
    expect(take()).to.deep.equal([
      'dialled 1',
      'answered 1',
      'agent_ready a',
      'connected 1 a',
      'talk_end a',
      'handled a contact',
      'agent_off a',
    ]);
  });

  it('every end of a ringing call has its word', () => {
    const { book, take } = stage();
    const ends = ['busy', 'no_answer', 'cancelled', 'trunk_error', 'answered_machine', 'abandoned'] as const;
    for (const [index, result] of ends.entries()) {
      book.dialled(String(index), '10', {});
      book.ended(String(index), result, null);
    }
    expect(take().filter((event) => !event.startsWith('dialled'))).to.deep.equal([
      'failed 0',
      'no_answer 1',
      'cancelled 2',
      'failed 3',
      'machine 4',
      'answered 5',
      'dropped 5',
    ]);
  });

  it('a citizen who called in and was taken by an agent of another campaign is one less to care for', () => {
    const { book, agents, take } = stage();
    agents({ a: 'free' });
    book.inbound('1', '10');
    book.connected('1', 'x');
    book.inbound('2', '10');
    book.connected('2', 'a');
    expect(take()).to.deep.equal(['agent_ready a', 'inbound 1', 'inbound_gone 1', 'inbound 2', 'connected 2 a']);
  });

  it('tells a controller made anew everything that goes on, from its beginning', () => {
    const { book, agents, pass } = stage();
    agents({ a: 'free', b: 'free' });
    book.dialled('1', '10', {});
    pass(5);
    book.dialled('2', '10', {});
    pass(4);
    book.answered('1');
    pass(0.1);
    book.connected('1', 'a');
    pass(30);
    book.ended('1', 'answered_human', 'a');
    pass(3);
    const history = book.fromTheBeginning();
    expect(history.flatMap(({ events }) => events.map(short))).to.deep.equal([
      'dialled 1',
      'agent_ready b',
      'dialled 2',
      'answered 1',
      'agent_ready a',
      'connected 1 a',
      'talk_end a',
    ]);
    expect(history.map(({ atSec }) => atSec)).to.deep.equal([1_000, 1_005, 1_009, 1_009.1, 1_039.1]);
    expect(book.take()).to.deep.equal([]);
  });

  it('whatever happens, nobody is connected who is not ready, and every call that is told ends once', () => {
    const act = fc.tuple(
      fc.constantFrom('dial', 'answer', 'connect', 'drop', 'end', 'handled', 'free', 'off', 'busy'),
      fc.nat(4),
      fc.nat(2),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const { book } = stage();
        const presence = new Map<string, Presence>();
        const told: PacingEvent[] = [];
        for (const [what, call, agent] of acts) {
          const [id, who] = [String(call), `agent${agent}`];
          if (what === 'dial') book.dialled(id, '10', {});
          else if (what === 'answer') book.answered(id);
          else if (what === 'connect') book.connected(id, who);
          else if (what === 'drop') book.dropped(id);
          else if (what === 'end') book.ended(id, 'no_answer', who);
          else if (what === 'handled') book.handled(who, 'absent');
          else {
            presence.set(who, what === 'busy' ? 'in_call' : what === 'free' ? 'free' : 'off');
            book.settle(presence, new Map());
          }
          told.push(...book.take());
        }
        const ready = new Set<unknown>();
        const calls = new Map<unknown, string>();
        for (const event of told) {
          if (event.e === 'agent_ready') ready.add(event.agent);
          if (event.e === 'agent_off') ready.delete(event.agent);
          if (event.e === 'connected') {
            expect(ready.delete(event.agent)).to.equal(true);
            expect(calls.get(event.call)).to.equal('answered');
            calls.set(event.call, 'connected');
          }
          if (event.e === 'dialled') calls.set(event.call, 'ringing');
          if (event.e === 'answered') {
            expect(calls.get(event.call)).to.equal('ringing');
            calls.set(event.call, 'answered');
          }
          if (event.e === 'dropped') expect(calls.get(event.call)).to.equal('answered');
        }
      }),
      { numRuns: 500 },
    );
  });
});
