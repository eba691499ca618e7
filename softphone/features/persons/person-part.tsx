import type { ReactNode } from 'react';
import { PartKey } from './part-key.tsx';
import { type PersonSection, sectionLabel } from './person-sections.ts';

interface PersonPartProps {
  part: PersonSection;
  /** Its name for who hears the page, where it differs from the title. */
  label?: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** One part of the page, with the key that leads to it. */
export function PersonPart({ part, label, aside, children }: PersonPartProps) {
  return (
    <section className="card" data-part={part} tabIndex={-1} aria-label={label ?? sectionLabel[part]}>
      <div className="card-head">
        <h2>
          <PartKey part={part} /> {label ?? sectionLabel[part]}
        </h2>
        {aside}
      </div>
      <div className="card-body">{children}</div>
    </section>
  );
}
