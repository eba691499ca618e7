import type { HandOverCase } from '../../../core/contracts/http/hand-overs.ts';
import { monthDayTime } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.handOvers;

export function HandOverHistory({ events }: Pick<HandOverCase, 'events'>) {
  return (
    <section aria-label={text.history}>
      <h3>{text.history}</h3>
      <ol className="hand-over-history">
        {events.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: only added to
          <li key={index}>
            <span className="muted">{monthDayTime(event.at)}</span>
            <strong>{text.act[event.act] ?? event.act}</strong>
            <span>
              {event.by}
              {event.body && event.act !== 'raised' ? `　${event.body}` : ''}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
