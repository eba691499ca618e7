import { phoneText } from './format.ts';
import { strings } from './strings.ts';

/** A subject is a colour *and* its name *and* its number, so that nobody calls on the wrong line. */
export function SubjectStripe({ name, colour, callerId }: { name: string; colour: string; callerId?: string | null }) {
  return (
    <span className="subject">
      <span className="subject-stripe" style={{ background: colour }} aria-hidden />
      <span className="subject-name" title={name}>
        {name}
      </span>
      {callerId ? (
        <span className="muted">
          {phoneText(callerId, callerId)} {strings.common.callsFrom}
        </span>
      ) : null}
    </span>
  );
}
