import { strings } from '../../ui/strings.ts';
import { goToSection, keyOfSection, type PersonSection, sectionLabel } from './person-sections.ts';
import { useSectionKeys } from './use-section-keys.ts';

interface SectionNavProps {
  /** The parts on this page, each with how many there are of it; null = not counted, or not asked for yet. */
  counts: Partial<Record<PersonSection, number | null>>;
}

/** What there is about the person, and one key to each of it. */
export function SectionNav({ counts }: SectionNavProps) {
  useSectionKeys();
  return (
    <nav className="person-nav" aria-label={strings.person.nav}>
      {(Object.entries(counts) as [PersonSection, number | null][]).map(([section, count]) => (
        <button key={section} type="button" onClick={() => goToSection(section)}>
          <kbd>{keyOfSection(section)}</kbd> {sectionLabel[section]}
          {count === null ? null : <strong> {count}</strong>}
        </button>
      ))}
      <a href="#/persons">{strings.persons.title}</a>
    </nav>
  );
}
