import type { WaitingCall } from '../../../core/contracts/http/inbound.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { waitingCalls } from '../../client/inbound-link.ts';
import type { ProductClock } from '../../client/product-clock.ts';
import { useStore } from '../../client/use-store.ts';
import { duration } from '../../ui/format.ts';
import { inboundStrings } from '../../ui/strings/inbound.ts';
import { useTicker } from '../../ui/use-ticker.ts';
import './inbound.css';

const text = inboundStrings.queue;
/** As many as stand beside the news of the desk on the smallest screen. */
const SHOWN = 4;
/** From then on somebody should look. */
const LATE_SEC = 60;

/** Citizens who wait on my lines: how many, on which line, for how long, in which place. Never who. Nothing while nobody waits. */
export function WaitingStrip({ clock }: { clock: ProductClock | null }) {
  const calls = useStore(waitingCalls);
  if (!clock || !calls || calls.length === 0) return null;
  return (
    <section className="waiting-strip" aria-label={text.title}>
      <strong>
        ☎ {text.title} {text.persons(calls.length)}
      </strong>
      <ol>
        {calls.slice(0, SHOWN).map((call) => (
          <Waiting key={call.callId} call={call} clock={clock} />
        ))}
      </ol>
      {calls.length > SHOWN ? <span>{text.more(calls.length - SHOWN)}</span> : null}
    </section>
  );
}

function Waiting({ call: { subject, since, place, language }, clock }: { call: WaitingCall; clock: ProductClock }) {
  useTicker();
  const seconds = (clock.nowMs() - Date.parse(since)) / 1_000;
  const isLate = seconds >= LATE_SEC;
  return (
    <li data-late={isLate || undefined}>
      <span className="subject-stripe" style={{ background: subject?.colour ?? 'currentcolor' }} aria-hidden />
      {isLate ? <strong>! </strong> : null}
      {subject?.shortName ?? text.noLine} {text.place(place)}{' '}
      <span className="waiting-time" aria-hidden>
        {duration(seconds)}
      </span>
      {language ? <span className="muted"> {languageName(language)}</span> : null}
    </li>
  );
}
