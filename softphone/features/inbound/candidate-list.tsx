import type { InboundCandidate } from '../../../core/contracts/http/inbound.ts';
import { monthDayTime } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { inboundStrings as text } from '../../ui/strings/inbound.ts';
import { useAltKey } from '../desk/use-alt-key.ts';

/** Most likely first, with what speaks for each. A name and a reason: nothing that proves anybody, nothing of a debt. */
export function CandidateList({
  candidates,
  onPick,
}: {
  candidates: readonly InboundCandidate[];
  onPick: (personId: number) => void;
}) {
  const [first] = candidates;
  useAltKey((code) => {
    if (code !== 'KeyY' || !first) return false;
    onPick(first.personId);
    return true;
  });
  if (!first) return null;
  return (
    <section aria-label={text.candidates}>
      <div className="section-head">
        <h2>{text.candidates}</h2>
        <span className="muted">{text.firstKey}</span>
      </div>
      <ol className="candidates">
        {candidates.map(({ personId, name, kana, shielded, why }) => (
          <li key={personId}>
            <span>
              <strong>
                <PersonName name={name} />
              </strong>{' '}
              <span className="muted">{kana}</span>
              {shielded ? (
                <span className="tag" data-tone="bad">
                  ⚠ {text.shielded}
                </span>
              ) : null}
            </span>
            <span className="muted">
              {why.map(({ kind, at }) => `${text.why[kind]}${at ? ` ${monthDayTime(at)}` : ''}`).join('・')}
            </span>
            <button type="button" className="link-button" onClick={() => onPick(personId)}>
              {text.choose}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
