import type { PromiseNextDone } from '../../../core/contracts/http/promises.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.promises;

/** What became of each: how many were taken, and for the others the reason, said once for all that share it. */
export function NextResults({ results }: { results: PromiseNextDone['results'] }) {
  const ok = results.filter((one) => one.ok).length;
  const refused = Map.groupBy(
    results.filter((one) => !one.ok),
    ({ message }) => message,
  );
  return (
    <div className="notice" data-tone={ok === results.length ? 'good' : 'warn'} role="status">
      <p>
        <strong>{text.done(ok, results.length)}</strong>{' '}
        {refused.size > 0
          ? `${text.refused}: ${[...refused].map(([message, ones]) => `${message}(${ones.length})`).join(' ')}`
          : null}
      </p>
    </div>
  );
}
