import type { ReactNode } from 'react';
import type { CaseView } from '../../../core/contracts/http/desk.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { eraDate } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.desk.case;

interface PersonHeadProps {
  person: CaseView['person'];
  identityPassed: boolean;
  /** Between the red flags and the language. */
  marks?: ReactNode;
  /** Behind the language. */
  tags?: ReactNode;
}

/** Who is on the line, the same in a call of ours and in one that came in: name, age, whether they proved it, what is in red. */
export function PersonHead({ person, identityPassed, marks, tags }: PersonHeadProps) {
  return (
    <div className="person-head">
      <div className="person-line">
        <h1>
          <PersonName name={person.name} />
        </h1>
        <span className="person-kana">{person.kana}</span>
        <span className="person-birth">
          {person.kind === 'corporate' ? text.corporate : null}
          {person.birthDate ? eraDate(person.birthDate) : null}
          {person.age !== null ? (
            <strong>
              {' '}
              {person.age}
              {text.age}
            </strong>
          ) : null}
        </span>
        <span className="tag" data-tone={identityPassed ? 'good' : 'warn'}>
          {identityPassed ? '✓ ' : '○ '}
          {strings.desk.identity.title} {identityPassed ? strings.desk.identity.passed : strings.desk.identity.notYet}
        </span>
      </div>
      <div className="person-tags">
        {person.flags.map((flag) => (
          <span key={flag} className="tag" data-tone="bad">
            ⚠ {flag}
          </span>
        ))}
        {marks}
        {person.language ? (
          <span className="tag" data-tone="accent">
            {text.language} {languageName(person.language)}
          </span>
        ) : null}
        {tags}
      </div>
    </div>
  );
}

export function PersonAddress({ person }: Pick<PersonHeadProps, 'person'>) {
  return (
    <>
      <span className="case-label">{text.address}</span>
      <span className="case-address">
        {person.postalCode ? <span className="muted">〒{person.postalCode} </span> : null}
        {person.address ?? '—'}
      </span>
    </>
  );
}
