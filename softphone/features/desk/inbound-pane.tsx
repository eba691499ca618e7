import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';

const text = strings.desk.inbound;

/** A citizen is on the line whom no case goes with: which line they called, and what may be said before they are known. */
export function InboundPane({ line, city }: { line: AgentSnapshot['line']; city: { name: string; section: string } }) {
  return (
    <div className="inbound">
      <h1>☎ {text.title}</h1>
      {line ? (
        <p className="inbound-line">
          <SubjectStripe name={line.name} colour={line.colour} callerId={line.callerId} called />
        </p>
      ) : null}
      <blockquote>{text.greeting(city.name, city.section)}</blockquote>
      <ol>
        {text.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}
