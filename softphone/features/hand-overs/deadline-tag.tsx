import type { HandOverRow } from '../../../core/contracts/http/hand-overs.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.handOvers;

/** By shape, word and colour: readable in grey as well. */
const SHAPE = { late: '▲', today: '◆', soon: '◇', later: '○' } as const;
const TONE = { late: 'bad', today: 'warn', soon: 'accent', later: undefined } as const;
const STATE_SHAPE = { waiting: '○', in_work: '◎', answered: '✓', closed: '■', withdrawn: '－' } as const;
const STATE_TONE = {
  waiting: undefined,
  in_work: 'accent',
  answered: 'good',
  closed: undefined,
  withdrawn: undefined,
} as const;

export function DeadlineTag({ mark }: Pick<HandOverRow, 'mark'>) {
  if (mark === null) return null;
  return (
    <span className="tag" data-tone={TONE[mark]}>
      {SHAPE[mark]} {text.mark[mark]}
    </span>
  );
}

export function StateTag({ state, outcome }: Pick<HandOverRow, 'state' | 'outcome'>) {
  const returned = outcome === 'returned';
  return (
    <span className="tag" data-tone={returned ? 'warn' : STATE_TONE[state]}>
      {returned ? '↩' : STATE_SHAPE[state]} {outcome ? text.outcome[outcome] : text.state[state]}
    </span>
  );
}
