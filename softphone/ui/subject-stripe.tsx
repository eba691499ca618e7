import { phoneText } from './format.ts';
import { strings } from './strings.ts';

/** A subject is a colour *and* its name *and* its number, so that nobody calls on the wrong line. */
interface SubjectStripeProps {
  name: string;
  colour: string;
  callerId?: string | null;
  /** The citizen dialled this number; else it is the one they see. */
  called?: boolean;
}

export function SubjectStripe({ name, colour, callerId, called }: SubjectStripeProps) {
  return (
    <span className="subject">
      <span className="subject-stripe" style={{ background: colour }} aria-hidden />
      <span className="subject-name" title={name}>
        {name}
      </span>
      {callerId ? (
        <span className="muted">
          {phoneText(callerId, callerId)} {called ? strings.common.calledAt : strings.common.callsFrom}
        </span>
      ) : null}
    </span>
  );
}
