import { keyOfSection, type PersonSection } from './person-sections.ts';

/** The key that leads to a part, at its title. */
export function PartKey({ part }: { part: PersonSection }) {
  return (
    <kbd className="part-key" aria-hidden>
      {keyOfSection(part)}
    </kbd>
  );
}
