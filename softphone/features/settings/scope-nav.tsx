import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import type { Subject } from '../../ui/use-subjects.ts';

const text = strings.settings;

interface ScopeNavProps {
  subjects: readonly Subject[];
  /** null = the whole city. */
  chosen: string | null;
  withCity: boolean;
  onChoose: (id: string | null) => void;
}

export function ScopeNav({ subjects, chosen, withCity, onChoose }: ScopeNavProps) {
  return (
    <nav className="card settings-scope" aria-label={text.scope}>
      {withCity ? (
        <button type="button" aria-current={chosen === null || undefined} onClick={() => onChoose(null)}>
          <strong>{text.city}</strong>
        </button>
      ) : null}
      {subjects.map(({ id, name, colour }) => (
        <button
          key={id}
          type="button"
          title={name}
          aria-current={chosen === id || undefined}
          onClick={() => onChoose(id)}
        >
          <SubjectStripe name={name} colour={colour} />
        </button>
      ))}
    </nav>
  );
}
