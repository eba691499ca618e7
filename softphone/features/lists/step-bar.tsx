import type { CallListRow } from '../../../core/contracts/http/lists.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.lists;

/** Where the work on a 依頼 stands: a step is done (✓), has something waiting (●) or lies ahead (○). */
export function StepBar({ entrusted, lists }: { entrusted: boolean; lists: readonly CallListRow[] }) {
  const has = (...states: CallListRow['state'][]) => lists.some(({ state }) => states.includes(state));
  const steps = [
    { name: 'entrust', done: entrusted, busy: !entrusted },
    {
      name: 'extract',
      done: has('requested', 'approved', 'queued'),
      busy: entrusted && !has('requested', 'approved', 'queued'),
    },
    { name: 'approve', done: has('approved', 'queued'), busy: has('requested') },
    { name: 'call', done: has('queued'), busy: has('approved') },
  ] as const;
  const current = steps.find(({ busy, done }) => busy || !done)?.name ?? 'call';
  return (
    <ol className="steps">
      {steps.map(({ name, done, busy }, index) => (
        <li key={name} data-done={done || undefined} data-busy={busy || undefined} title={text.stepHelp[name]}>
          <span aria-hidden>{done ? '✓' : busy ? '●' : '○'}</span>
          {index + 1} {text.steps[name]}
        </li>
      ))}
      <li className="muted steps-help">{text.stepHelp[current]}</li>
    </ol>
  );
}
