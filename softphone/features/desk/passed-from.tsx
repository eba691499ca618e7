import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.others.passedFrom;

/** Somebody else has spoken with this citizen already: who, for which line, and what they wrote. Before the first word. */
export function PassedFromStrip({ snapshot }: { snapshot: AgentSnapshot | null }) {
  const from = snapshot?.call?.passedFrom ?? null;
  if (from === null) return null;
  const words = `${text.how[from.how](from.name, from.seat, from.line)}${from.note === null ? '' : text.note(from.note)}`;
  return (
    <section className="others-strip passed-from" aria-label={text.title} aria-live="polite" title={words}>
      <span>↪ {words}</span>
    </section>
  );
}
