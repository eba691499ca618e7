import type { PromiseRow } from '../../../core/contracts/http/promises.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.promises;

/** Shape, word and colour. */
export function PromiseStateTag({ row: { state, due } }: { row: Pick<PromiseRow, 'state' | 'due'> }) {
  return (
    <span className="tag" data-tone={toneOf(state, due)}>
      <span aria-hidden>{text.stateMark[state]}</span> {due === 'overdue' ? text.views.overdue : text.state[state]}
    </span>
  );
}

function toneOf(state: PromiseRow['state'], due: PromiseRow['due']): string | undefined {
  if (state === 'kept') return 'good';
  if (due === 'broken') return 'bad';
  return due === 'overdue' ? 'warn' : undefined;
}
