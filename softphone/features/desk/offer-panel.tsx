import { useMemo } from 'react';
import type { SubjectView } from '../../../core/contracts/http/desk.ts';
import type { CallOffer } from '../../../core/contracts/realtime.ts';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { useTicker } from '../../ui/use-ticker.ts';

const text = strings.others.offer;

/** A colleague asks: who, on which line, and whether the citizen was checked; of the citizen nothing. */
export function OfferPanel({ offer, line }: { offer: CallOffer; line: SubjectView | null }) {
  useTicker();
  // The milliseconds count from the moment they came.
  const endsAtMs = useMemo(() => performance.now() + offer.leftMs, [offer]);
  const left = Math.max(0, Math.ceil((endsAtMs - performance.now()) / 1_000));
  const how = offer.purpose === 'three_way' ? text.threeWay : offer.blind ? text.blind : text.attended;
  return (
    <section className="offer" role="alert" aria-label={text.title}>
      <h1>☎ {text.from(offer.from, offer.seat)}</h1>
      {line ? <SubjectStripe name={line.name} colour={line.colour} callerId={line.callerId} /> : null}
      <p>{how}</p>
      <p>
        <span className="tag" data-tone={offer.identityPassed ? 'good' : 'warn'}>
          {offer.identityPassed ? `✓ ${text.checked}` : `○ ${text.unchecked}`}
        </span>
      </p>
      <p className="offer-keys">
        <kbd>F2</kbd> {text.accept} <kbd>Alt+S</kbd> {text.decline}
        <span className="muted" aria-hidden>
          {text.left(left)}
        </span>
      </p>
    </section>
  );
}
