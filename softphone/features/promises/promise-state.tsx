import type { PromiseRow } from '../../../core/contracts/http/promises.ts';
import { strings } from '../../ui/strings.ts';
import { promiseTone } from './promise-tone.ts';

const text = strings.promises;

/** Shape, word and colour. */
export function PromiseStateTag({ row }: { row: Pick<PromiseRow, 'state' | 'due'> }) {
  return (
    <span className="tag" data-tone={promiseTone(row)}>
      <span aria-hidden>{text.stateMark[row.state]}</span>{' '}
      {row.due === 'overdue' ? text.views.overdue : text.state[row.state]}
    </span>
  );
}
