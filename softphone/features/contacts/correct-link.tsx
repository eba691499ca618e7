import { sessionStore } from '../../client/session.ts';
import { useStore } from '../../client/use-store.ts';
import { strings } from '../../ui/strings.ts';

interface CorrectLinkProps {
  /** Of the record, or of its call. */
  recordId: string;
  /** Somebody else's, or of another day: for those who may correct any record of their lines. */
  anybodys?: boolean;
}

/** To the page that corrects this record; on the time line and in the agent's own list of the shift. */
export function CorrectLink({ recordId, anybodys = false }: CorrectLinkProps) {
  const session = useStore(sessionStore);
  const needed = anybodys ? 'correct_any_record' : 'correct_records';
  if (session.kind !== 'signed_in' || !session.view.permissions.includes(needed)) return null;
  return (
    <a className="correct-link" href={`#/contacts/${recordId}`}>
      {strings.desk.result.correct.link}
    </a>
  );
}
